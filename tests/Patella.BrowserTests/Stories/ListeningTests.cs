using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>A director sits beside an agent: what they write goes out by the agent's yes alone, and what they noted comes back to them answered.</summary>
[Collection(BrowserCollection.Name)]
public class ListeningTests(ChromiumFixture chromium)
{
    private const string Question = "订单 MK20260011 的围巾三天没有动静了，找人工";
    private const string Draft = "您好，我马上帮您查。";
    private const string Better = "您好，围巾停在武汉，我请网点今天送出，六点前告诉您。";
    private const string Kind = "辛苦您等一会儿。";
    private const string Harmful = "加我微信 www.quick-refund.top，我给您退款 100 元";
    private const string Obstacle = "包裹停了三天，是顾客先来问的，没有人先告诉她";

    [BrowserFact]
    public async Task A_directors_words_go_out_by_the_agents_yes_alone_and_what_they_noted_comes_back_answered()
    {
        await using var marketplace = await Marketplace.Open();
        await marketplace.Send(HttpMethod.Put, "/api/v1/listening-settings", marketplace.Administrator, new
        {
            approvalsNeeded = 1, nameListener = false, seatHours = 4, holdWords = Array.Empty<string>(), targets = new[] { new { kind = "role", key = "executive", sessions = 3 } },
        });
        await using var director = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await using var agent = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await using var phone = await Device.Phone.Open(chromium.Browser, marketplace.Address);
        await Sit(marketplace, director, agent);
        await Meet(phone, agent, director);
        await ByTheAgentsYes(phone, agent, director);
        await Harm(phone, agent, director);
        await Debrief(director, agent);
        await ComesBack(marketplace, director);
        Assert.Empty(director.Failures);
        Assert.Empty(agent.Failures);
        Assert.Empty(phone.Failures);
    }

    private static async Task Sit(Marketplace marketplace, Person director, Person agent)
    {
        await marketplace.EnterAs(director, "director");
        await director.Page.GotoAsync("/console/listening");
        await Expect(director.Page.GetByText("还差 3 场")).ToBeVisibleAsync();
        await director.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^渐渐放手") }).CheckAsync();
        await director.Button("坐到 陈禾 身边").ClickAsync();
        await Expect(director.Page.GetByText("等 陈禾 答应")).ToBeVisibleAsync();

        await marketplace.EnterAs(agent, "seller");
        await agent.Page.GotoAsync("/console/desk");
        await agent.Button("上线接待").ClickAsync();
        var bar = agent.Region("亲听");
        await Expect(bar).ToContainTextAsync("罗总监 想坐到你身边");
        await bar.GetByRole(AriaRole.Button, new() { Name = "欢迎坐下" }).ClickAsync();
        await Expect(director.Page.GetByText("陈禾 接起的下一个会话，就是你要听的")).ToBeVisibleAsync();
    }

    private static async Task Meet(Person phone, Person agent, Person director)
    {
        await phone.Page.GotoAsync(Marketplace.HelpPage("buyer-2", "Noor Haddad"));
        await phone.Box("你的消息").FillAsync(Question);
        await phone.Button("发送").ClickAsync();
        await agent.Region("新会话").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^接待") }).ClickAsync();
        var contact = director.Page.GetByRole(AriaRole.Log, new() { Name = "会话" });
        await Expect(contact).ToContainTextAsync("围巾三天没有动静", new() { Timeout = 20_000 });
        // The name is shortened for whoever only listens.
        await Expect(director.Page.GetByText("Noor Haddad")).ToHaveCountAsync(0);
        await Expect(director.Page.GetByRole(AriaRole.Heading, new() { Name = "N**" })).ToBeVisibleAsync();
    }

    private static async Task ByTheAgentsYes(Person phone, Person agent, Person director)
    {
        await Write(director, Draft);
        await Expect(director.Page.GetByText("等客服同意")).ToBeVisibleAsync();
        var strip = agent.Region("罗总监 正在旁听");
        await Expect(strip.GetByRole(AriaRole.Button, new() { Name = "放手，直接发出" })).ToBeDisabledAsync();
        await strip.GetByRole(AriaRole.Textbox, new() { Name = "罗总监 的草稿，可以改" }).FillAsync(Better);
        await Expect(Said(phone, Draft)).ToHaveCountAsync(0);
        await strip.GetByRole(AriaRole.Button, new() { Name = "改好发出" }).ClickAsync();
        await Expect(director.Page.GetByText("改过后发出")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Expect(Said(phone, Better)).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await Expect(phone.Page.GetByText("罗总监")).ToHaveCountAsync(0);
    }

    /// <summary>Let go, a plain sentence goes out at once; what could harm still waits, and is not sent.</summary>
    private static async Task Harm(Person phone, Person agent, Person director)
    {
        var strip = agent.Region("罗总监 正在旁听");
        await strip.GetByRole(AriaRole.Button, new() { Name = "放手，直接发出" }).ClickAsync();
        await Expect(director.Page.GetByText("现在你写的话会直接发给顾客")).ToBeVisibleAsync();
        await Write(director, Kind, "发给顾客");
        await Expect(Said(phone, Kind)).ToHaveCountAsync(1, new() { Timeout = 60_000 });

        await Write(director, Harmful, "发给顾客");
        await Expect(strip.GetByText("含链接")).ToBeVisibleAsync();
        await Expect(director.Page.GetByText("等客服同意")).ToBeVisibleAsync();
        await strip.GetByRole(AriaRole.Button, new() { Name = "不发" }).ClickAsync();
        await strip.GetByRole(AriaRole.Textbox, new() { Name = "为什么（对方会看到）" }).FillAsync("退款要走系统，也不能发外链");
        await strip.GetByRole(AriaRole.Button, new() { Name = "不发" }).ClickAsync();
        await Expect(director.Page.GetByText("退款要走系统，也不能发外链")).ToBeVisibleAsync();
        // Taken back with one key, from wherever the hand is.
        await agent.Page.Keyboard.PressAsync("Alt+b");
        await Expect(director.Page.GetByText("现在你写的话会直接发给顾客")).ToHaveCountAsync(0);
        await Expect(Said(phone, Better)).ToHaveCountAsync(1);
        await Expect(Said(phone, Harmful)).ToHaveCountAsync(0);
    }

    private static async Task Debrief(Person director, Person agent)
    {
        await agent.Region("罗总监 正在旁听").GetByRole(AriaRole.Button, new() { Name = "结束旁听" }).ClickAsync();
        await Expect(director.Page.GetByText("先写下至少一条。")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Expect(director.Button("完成复盘")).ToBeDisabledAsync();
        await director.Page.GetByText("障碍", new() { Exact = true }).First.ClickAsync();
        await director.Box("你听到了什么").FillAsync(Obstacle);
        await director.Button("记下").ClickAsync();
        await director.Button("完成复盘").ClickAsync();
        await Expect(director.Page.GetByText("已完成").First).ToBeVisibleAsync();
    }

    private async Task ComesBack(Marketplace marketplace, Person director)
    {
        await using var group = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(group, "admin");
        await group.Page.GotoAsync("/console/listening/notes");
        await group.Button("列为障碍").ClickAsync();
        await Expect(group.Page.GetByText("没有待答复的")).ToBeVisibleAsync();
        await group.Page.GotoAsync("/console/obstacles");
        var line = group.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = Obstacle });
        await Expect(line.GetByRole(AriaRole.Link, new() { Name = "亲听时记下" })).ToBeVisibleAsync();
        await line.GetByRole(AriaRole.Button, new() { Name = "答复" }).ClickAsync();
        await line.GetByRole(AriaRole.Textbox).FillAsync("停滞一天就主动告诉顾客，今晚上线。");
        await line.GetByRole(AriaRole.Button, new() { Name = "发送", Exact = true }).ClickAsync();
        await Expect(line.GetByText("停滞一天就主动告诉顾客")).ToBeVisibleAsync();

        await director.Page.GotoAsync("/console/listening");
        await Expect(director.Page.GetByText("还差 2 场")).ToBeVisibleAsync();
        await Expect(director.Page.GetByText("停滞一天就主动告诉顾客，今晚上线。")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await group.Page.GotoAsync("/console/listening/report");
        await Expect(group.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "罗总监" })).ToContainTextAsync("1 / 3");
        Assert.Empty(group.Failures);
    }

    private static async Task Write(Person director, string text, string button = "交给客服")
    {
        await director.Box("回复顾客").FillAsync(text);
        await director.Button(button).ClickAsync();
    }

    private static ILocator Said(Person phone, string text) => phone.Region("会话").GetByText(text);
}
