using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>The main job of the product, played by four people at once.</summary>
[Collection(BrowserCollection.Name)]
public class ServedCustomerTests(ChromiumFixture chromium)
{
    private const string Question = $"订单 {MarketplaceFacts.TravelOrder} 酒店说没有我的预订，怎么回事？";
    private const string Answer = "刚和酒店核对过，您的湖景大床房已经确认，直接报姓名就能入住。";
    private static readonly TimeSpan LongerThanALease = TimeSpan.FromSeconds(9);
    private const string FromTheOtherDevice = "换到平板上了，确认号是多少？";

    [BrowserFact]
    public async Task A_question_at_one_units_entrance_about_an_order_of_another_is_answered_by_a_person_and_moves_the_board()
    {
        await using var marketplace = await Marketplace.Open();
        await Play(marketplace, _ => Task.CompletedTask);
    }

    [TwoServersFact]
    public async Task The_same_goes_on_when_either_of_two_processes_is_killed_or_sleeps_longer_than_its_lease()
    {
        await using var servers = await TwoServers.Start();
        await using var marketplace = await Marketplace.Open(servers.First, servers.Address);
        await Play(marketplace, moment => moment switch
        {
            Moment.PersonAskedFor => servers.Kill(0),
            Moment.PersonAnswered => SleepAndWake(servers),
            _ => Task.CompletedTask,
        });
    }

    /// <summary>The killed one is back, then the other one sleeps past its lease and wakes while the story goes on without it.</summary>
    private static async Task SleepAndWake(TwoServers servers)
    {
        await servers.Replace(0);
        await servers.Sleep(1);
        _ = Task.Run(async () =>
        {
            await Task.Delay(LongerThanALease);
            await servers.Wake(1);
        });
    }

    private async Task Play(Marketplace marketplace, Func<Moment, Task> at)
    {
        await using var supervisor = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await supervisor.SignIn(Marketplace.Slug, Marketplace.Mail("supervisor"), Marketplace.Password);
        await supervisor.Page.GotoAsync("/console/board");
        var today = supervisor.Page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^今天") });
        await Expect(today).ToContainTextAsync("0 人来访");

        await using var phone = await Device.Phone.Open(chromium.Browser, marketplace.Address);
        await AskAndGetTheOrderFromTheBot(phone);
        await phone.Page.Locator("footer").GetByRole(AriaRole.Button, new() { Name = "找人工" }).ClickAsync();
        await Expect(phone.Button("人工马上来")).ToHaveAttributeAsync("aria-pressed", "true");
        await at(Moment.PersonAskedFor);

        await using var agent = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await agent.SignIn(Marketplace.Slug, Marketplace.Mail("agent"), Marketplace.Password);
        await AcceptAndAnswer(agent);
        await Expect(phone.Region("会话").GetByText(Answer)).ToBeVisibleAsync();
        await Expect(phone.Button("人工服务中")).ToBeVisibleAsync();
        await at(Moment.PersonAnswered);

        await using var tablet = await Device.Phone.Open(chromium.Browser, marketplace.Address);
        await GoOnFromAnotherDevice(tablet, agent);
        await Expect(phone.Region("会话").GetByText(FromTheOtherDevice)).ToBeVisibleAsync();

        await agent.Button("结束").ClickAsync();
        await Rate(tablet);
        await SeeTheBoardMoved(supervisor, today);
        Assert.Empty(new[] { supervisor, phone, agent, tablet }.SelectMany(person => person.Failures));
    }

    private enum Moment
    {
        PersonAskedFor = 1,
        PersonAnswered = 2,
    }

    private static async Task AskAndGetTheOrderFromTheBot(Person phone)
    {
        await phone.Page.GotoAsync(Marketplace.HelpPage("buyer-1", "林小满"));
        await Expect(phone.Page.GetByRole(AriaRole.Heading, new() { Name = "你好，林小满" })).ToBeVisibleAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Article, new() { Name = MarketplaceFacts.TravelOrder })).ToBeVisibleAsync();
        await phone.Box("你的消息").FillAsync(Question);
        await phone.Button("发送").ClickAsync();
        var thread = phone.Region("会话");
        await Expect(thread.GetByText(Question)).ToBeVisibleAsync();
        await Expect(thread.GetByRole(AriaRole.Article, new() { Name = MarketplaceFacts.TravelOrder })).ToContainTextAsync(MarketplaceFacts.TravelTitle);
    }

    private static async Task AcceptAndAnswer(Person agent)
    {
        await agent.Button("上线接待").ClickAsync();
        var offer = agent.Region("新会话");
        await Expect(offer).ToContainTextAsync("林小满");
        await Expect(offer).ToContainTextAsync("出行");
        await Expect(offer).ToContainTextAsync(MarketplaceFacts.TravelTitle);
        await Expect(offer).ToContainTextAsync(Question);
        await offer.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^接待") }).ClickAsync();

        await Expect(agent.Page.GetByRole(AriaRole.Complementary, new() { Name = "顾客与订单" }).GetByRole(AriaRole.Link, new() { Name = MarketplaceFacts.TravelTitle })).ToBeVisibleAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync(Question);
        await Expect(agent.Region("对话内容")).ToContainTextAsync("集市 → 出行");
        await agent.Box("回复 林小满").FillAsync(Answer);
        await agent.Box("回复 林小满").PressAsync("Enter");
        await Expect(agent.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync(Answer);
    }

    private static async Task GoOnFromAnotherDevice(Person tablet, Person agent)
    {
        await tablet.Page.GotoAsync(Marketplace.HelpPage("buyer-1", "林小满"));
        var thread = tablet.Region("会话");
        await Expect(thread.GetByText(Question)).ToBeVisibleAsync();
        await Expect(thread.GetByText(Answer)).ToBeVisibleAsync();
        await tablet.Box("你的消息").FillAsync(FromTheOtherDevice);
        await tablet.Button("发送").ClickAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync(FromTheOtherDevice);
    }

    private static async Task Rate(Person tablet)
    {
        await Expect(tablet.Page.GetByText("会话已结束").First).ToBeVisibleAsync();
        await tablet.Button("解决了").ClickAsync();
        await tablet.Button("非常满意").ClickAsync();
        await tablet.Button("提交").ClickAsync();
        await Expect(tablet.Page.GetByRole(AriaRole.Heading, new() { Name = "谢谢你的评价" })).ToBeVisibleAsync();
    }

    /// <summary>The figures moved without a reload, and behind a figure stands the conversation it counts.</summary>
    private static async Task SeeTheBoardMoved(Person supervisor, ILocator today)
    {
        await Expect(today).ToContainTextAsync("1 人来访");
        var gotPerson = today.Locator("a[href*='figure=asked-for-person']");
        await Expect(gotPerson).ToContainTextAsync("1 / 1");
        await gotPerson.ClickAsync();
        var row = supervisor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("林小满.*周雨") });
        await row.ClickAsync();
        await Expect(supervisor.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync(Answer);
        await Expect(supervisor.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync(FromTheOtherDevice);
    }
}
