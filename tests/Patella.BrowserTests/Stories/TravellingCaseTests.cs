using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>The case travels, the conversation stays; and what we find first, we say first.</summary>
[Collection(BrowserCollection.Name)]
public class TravellingCaseTests(ChromiumFixture chromium)
{
    private const string Question = "酒店说没有我的预订，我现在在前台，怎么办？";
    private const string Promised = "我们正在和酒店核对";
    private const string Outcome = "酒店已恢复预订，并赠送一次延迟退房。";

    [BrowserFact]
    public async Task A_hotel_problem_entered_through_the_market_is_refused_once_taken_by_travel_and_solved_with_one_conversation()
    {
        await using var marketplace = await Marketplace.Open();
        await using var phone = await Device.Phone.Open(chromium.Browser, marketplace.Address);
        await phone.Page.GotoAsync(Marketplace.HelpPage("buyer-7", "程远"));
        await phone.Box("你的消息").FillAsync(Question);
        await phone.Button("发送").ClickAsync();
        await Expect(phone.Region("会话").GetByText(Question)).ToBeVisibleAsync();
        var talk = await Take(marketplace, "seller");

        await using var seller = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(seller, "seller");
        var opened = await OpenFromTheDesk(marketplace, seller, talk);
        await Expect(phone.Region("会话").GetByText(Promised)).ToBeVisibleAsync();
        await Do(seller, "转交", "外卖", "应该是外卖单元的问题");

        await using var helper = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(helper, "helper");
        await helper.Page.GotoAsync("/console/cases/" + (string)opened["id"]!);
        await Do(helper, "拒绝并指明归属", "出行", "这是酒店预订");

        await using var traveller = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(traveller, "agent");
        await traveller.Page.GotoAsync("/console/cases?transferTo=travel");
        await traveller.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("C-\\d{6}.*酒店说没有我的预订") }).ClickAsync();
        await Do(traveller, "接收", null, null);
        await Expect(traveller.Page.GetByRole(AriaRole.Banner).Or(traveller.Page.Locator(".case-head"))).ToContainTextAsync("出行");
        await Do(traveller, "关闭", null, Outcome);
        await Expect(phone.Region("会话").GetByText(Outcome)).ToBeVisibleAsync();

        var solved = await marketplace.Send(HttpMethod.Get, "/api/v1/cases/" + (string)opened["id"]!, await marketplace.SignIn("agent"));
        Assert.Equal(("travel", "closed", 1, "seller"), ((string)solved["unit"]!, (string)solved["category"]!, (int)solved["hops"]!, (string)solved["firstAgent"]!["id"]!));
        Assert.Equal((string)opened["number"]!, (string)solved["number"]!);
        Assert.Equal(talk, (string)Assert.Single(solved["conversations"]!.AsArray())!);
        Assert.Equal((0, 1), ((int)solved["promisesBroken"]!, (int)solved["promisesKept"]!));
        var conversation = await marketplace.Send(HttpMethod.Get, "/api/v1/conversations/" + talk, await marketplace.SignIn("seller"));
        Assert.Equal(("agent", "seller"), ((string)conversation["state"]!, (string)conversation["assignee"]!["id"]!));
        Assert.Empty(new[] { phone, seller, helper, traveller }.SelectMany(person => person.Failures));
    }

    [BrowserFact]
    public async Task A_carriers_exception_opens_a_case_and_the_consumer_is_told_before_asking()
    {
        await using var marketplace = await Marketplace.Open();
        var administrator = await marketplace.SignIn("admin");
        var key = (string)(await marketplace.Send(HttpMethod.Post, "/api/v1/api-keys", administrator, new { name = "carrier", scopes = new[] { "events" } }))["token"]!;
        await marketplace.Send(HttpMethod.Post, "/api/v1/events", key, new[] { MarketplaceFacts.Trouble(DateTimeOffset.UtcNow) });

        await using var phone = await Device.Phone.Open(chromium.Browser, marketplace.Address);
        await Cases(marketplace, MarketplaceFacts.MarketOrder);
        await phone.Page.GotoAsync(Marketplace.HelpPage("buyer-1", "林小满"));
        await Expect(phone.Region("会话").GetByText(new Regex("运输中出现异常"))).ToBeVisibleAsync();
        await Expect(phone.Region("会话").GetByText(new Regex("最晚.*前给您进展"))).ToBeVisibleAsync();

        await using var agent = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(agent, "seller");
        await agent.Page.GotoAsync("/console/cases?order=" + MarketplaceFacts.MarketOrder);
        await agent.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("C-\\d{6}.*包裹运输异常") }).ClickAsync();
        await Expect(agent.Page.GetByText("顺流速运").First).ToBeVisibleAsync();

        await using var carrier = await Device.Phone.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(carrier, "carrier");
        await carrier.Page.GotoAsync("/console/asked");
        var question = carrier.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = MarketplaceFacts.MarketOrder });
        await question.GetByRole(AriaRole.Textbox, new() { Name = "您的答复" }).FillAsync("包裹在长沙滞留，今晚发出。");
        await question.GetByRole(AriaRole.Button, new() { Name = "发送答复" }).ClickAsync();
        await Expect(agent.Page.GetByText("包裹在长沙滞留，今晚发出。").First).ToBeVisibleAsync(new() { Timeout = 15_000 });
        Assert.Empty(new[] { phone, agent, carrier }.SelectMany(person => person.Failures));
    }

    /// <summary>The conversation that waits, taken by a person: asked for by the customer's own device through the interface.</summary>
    private static async Task<string> Take(Marketplace marketplace, string staff)
    {
        var token = await marketplace.SignIn(staff);
        var customer = await marketplace.Visit("buyer-7", "程远");
        var talk = await marketplace.ConversationOf(customer);
        await marketplace.Send(HttpMethod.Post, $"/api/v1/conversations/{talk}/person-requests", customer, new { clientId = "person" });
        await marketplace.Send(HttpMethod.Post, $"/api/v1/conversations/{talk}/assignments", await marketplace.SignIn("supervisor"), new { staff });
        Assert.Equal(staff, (string)(await marketplace.Send(HttpMethod.Get, $"/api/v1/conversations/{talk}", token))["assignee"]!["id"]!);
        return talk;
    }

    private static async Task<JsonNode> OpenFromTheDesk(Marketplace marketplace, Person seller, string talk)
    {
        await seller.Page.GotoAsync("/console/desk?conversation=" + talk);
        await seller.Region("工单").GetByRole(AriaRole.Button, new() { Name = "新建工单" }).ClickAsync();
        var dialog = seller.Page.GetByRole(AriaRole.Dialog, new() { Name = "新建工单" });
        await dialog.GetByLabel("告诉消费者的话（可不填）").FillAsync(Promised);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "新建工单" }).ClickAsync();
        var link = seller.Region("工单").GetByRole(AriaRole.Link, new() { NameRegex = new Regex("酒店说没有我的预订") });
        await Expect(link).ToBeVisibleAsync();
        await link.ClickAsync();
        await Expect(seller.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("酒店说没有我的预订");
        return (await marketplace.Send(HttpMethod.Get, "/api/v1/cases?conversation=" + talk, await marketplace.SignIn("seller")))["items"]![0]!;
    }

    /// <summary>One thing that is done to a case: its button, its small form, its button again.</summary>
    private static async Task Do(Person person, string deed, string? unit, string? words)
    {
        await person.Page.GetByRole(AriaRole.Toolbar, new() { Name = "工单操作" }).GetByRole(AriaRole.Button, new() { Name = deed, Exact = true }).ClickAsync();
        var dialog = person.Page.GetByRole(AriaRole.Dialog, new() { Name = deed });
        if (unit is not null)
        {
            await dialog.GetByRole(AriaRole.Combobox).Choose(unit);
        }

        if (words is not null)
        {
            await dialog.Locator("textarea").FillAsync(words);
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = deed, Exact = true }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
    }

    /// <summary>Cases come on the work of a follower, so they are asked for until they are there.</summary>
    private static async Task Cases(Marketplace marketplace, string order)
    {
        var token = await marketplace.SignIn("seller");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await again.WaitForNextTickAsync(patience.Token))
        {
            if ((await marketplace.Send(HttpMethod.Get, "/api/v1/cases?order=" + order, token))["items"]!.AsArray().Count > 0)
            {
                return;
            }
        }
    }
}
