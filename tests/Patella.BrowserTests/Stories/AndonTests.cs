using System.Diagnostics;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>
/// One key in a conversation stops a coupon: the release pipeline, a program of its own, is held until the business has shown what it changed and the one who pulled has said yes.
/// The business can answer, but never open the gate.
/// </summary>
[Collection(BrowserCollection.Name)]
public class AndonTests(ChromiumFixture chromium)
{
    private const string Coupon = "autumn-200-30";
    private const string Title = "秋日券 满 200 减 30";
    private const string Harm = "券面写满 200 减 30，结算时没有减，顾客多付了 30 元";
    private const string Change = "跨店商品也计入门槛；昨天多付的 61 位顾客，差额已原路退回。";
    private const string Evidence = "https://git.example/promotion/changes/77";

    [BrowserFact]
    public async Task An_agent_stops_a_coupon_with_one_key_and_only_their_yes_to_the_evidence_lets_the_pipeline_go_on()
    {
        await using var marketplace = await Marketplace.Open();
        var key = (string)(await marketplace.Send(HttpMethod.Post, "/api/v1/api-keys", marketplace.Administrator, new { name = "pipeline", scopes = new[] { "launches" } }))["token"]!;
        var talk = await Prepare(marketplace);

        await using var agent = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(agent, "seller");
        await Pull(agent, talk);
        await IsHeld(marketplace, key);

        await using var owner = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(owner, "owner");
        var page = await AnswerAsBusiness(owner);
        await IsHeld(marketplace, key);
        await BusinessCannotLiftIt(marketplace, owner, page);
        await IsHeld(marketplace, key);

        await SayYes(agent, talk, page);
        var (code, said) = await Pipeline(marketplace, key);
        Assert.Equal((0, $"released: {Coupon}"), (code, said));
        Assert.Equal(0, (await Command(marketplace, key)).Code);
        await owner.Page.GotoAsync("/console/andon/launches");
        await Expect(owner.Page.Locator(".pull-row").Filter(new() { HasText = Title })).ToContainTextAsync("已发布");
        await owner.Page.GotoAsync("/console/andon/report");
        await Expect(owner.Page.Locator(".pull-merit")).ToContainTextAsync("陈禾");
        Assert.Empty(agent.Failures.Concat(owner.Failures));
    }

    /// <summary>Who answers for the business, and a customer whose order used the coupon, in the hands of the agent.</summary>
    private static async Task<string> Prepare(Marketplace marketplace)
    {
        await marketplace.Send(HttpMethod.Post, "/api/v1/settings/import", marketplace.Administrator, new
        {
            staff = new[]
            {
                new
                {
                    id = "owner", name = "郑营销", email = Marketplace.Mail("owner"), password = Marketplace.Password, language = "zh-CN", roles = new[] { "business-owner" }, units = new[] { "market" }, languages = new[] { "zh-CN" }, capacity = 1,
                },
            },
        });
        var now = DateTimeOffset.UtcNow;
        await marketplace.Send(HttpMethod.Post, "/api/v1/events", marketplace.EventsKey, new[]
        {
            new
            {
                specversion = "1.0", id = "coupon-order", source = "/market/orders", type = "patella.order.created.v1", subject = "MK20260099", time = now.AddHours(-1), unit = "market",
                data = new
                {
                    order = new
                    {
                        number = "MK20260099", consumer = new { externalId = "buyer-9", name = "叶青", language = "zh-CN" }, merchant = new { externalId = "market-shop", name = "山谷小店" }, unit = "market",
                        items = new[] { new { sku = "kettle-1", productId = "p-kettle", title = "手冲细口壶", quantity = 1, price = new { amount = 21_900, currency = "CNY" } } },
                        total = new { amount = 21_900, currency = "CNY" }, placedAt = now.AddHours(-1), attributes = new { coupon = Coupon },
                    },
                },
            },
        });
        var customer = await marketplace.Visit("buyer-9", "叶青");
        var talk = (string)(await marketplace.Send(HttpMethod.Post, "/api/v1/conversations", customer, new { entryUnit = "market", message = new { clientId = "first", text = "订单 MK20260099 用了满 200 减 30 的券，怎么没有减？" } }))["id"]!;
        await marketplace.Send(HttpMethod.Post, $"/api/v1/conversations/{talk}/assignments", await marketplace.SignIn("supervisor"), new { staff = "seller" });
        return talk;
    }

    /// <summary>One key, one sentence, and what the order says it used.</summary>
    private static async Task Pull(Person agent, string talk)
    {
        await agent.Page.GotoAsync("/console/desk?conversation=" + talk);
        await Expect(agent.Page.GetByRole(AriaRole.Log, new() { Name = "消息" })).ToContainTextAsync("怎么没有减");
        await agent.Page.Keyboard.PressAsync("Escape");
        await agent.Page.Keyboard.PressAsync("h");
        var dialog = agent.Page.GetByRole(AriaRole.Dialog, new() { Name = "拉铃" });
        await Expect(dialog.GetByLabel("对顾客的伤害")).ToBeFocusedAsync();
        await dialog.GetByRole(AriaRole.Radio, new() { Name = Coupon }).CheckAsync();
        await dialog.GetByLabel("对顾客的伤害").FillAsync(Harm);
        await Shoot(agent, "andon-pull");
        await dialog.GetByLabel("对顾客的伤害").PressAsync("Enter");
        await Expect(dialog).ToBeHiddenAsync();
        var strip = agent.Page.Locator(".pull-strip");
        await Expect(strip).ToContainTextAsync(Coupon);
        await Expect(strip).ToContainTextAsync("已拉铃");
        await Expect(agent.Page.Locator(".entry.note:not(.pending)")).ToContainTextAsync(Harm);
        await Shoot(agent, "andon-pulled");
    }

    /// <summary>The owner finds it among what calls for them, takes it, agrees, and shows what was changed.</summary>
    private static async Task<string> AnswerAsBusiness(Person owner)
    {
        await owner.Page.GotoAsync("/console/andon");
        await owner.Page.Locator(".pull-row").Filter(new() { HasText = Harm }).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(owner.Page.Locator(".pull-excerpt")).ToContainTextAsync("怎么没有减");
        await owner.Button("接 手", exact: false).Or(owner.Button("接手")).First.ClickAsync();
        await Expect(owner.Page.Locator(".pull-head")).ToContainTextAsync("已接手");
        await owner.Button("同意修改").ClickAsync();
        await owner.Box("说明").FillAsync("你说得对，跨店商品应当计入门槛，今天改好。");
        await owner.Page.Locator(".pull-saying").GetByRole(AriaRole.Button, new() { Name = "同意修改" }).ClickAsync();
        await Expect(owner.Page.Locator(".pull-story")).ToContainTextAsync("今天改好");
        await owner.Button("已修改，提交证据").ClickAsync();
        await owner.Box("说明").FillAsync(Change);
        await owner.Box("证据链接").FillAsync(Evidence);
        await owner.Page.Locator(".pull-saying").GetByRole(AriaRole.Button, new() { Name = "已修改，提交证据" }).ClickAsync();
        await Expect(owner.Page.Locator(".pull-head")).ToContainTextAsync("已修改，待同意");
        await Shoot(owner, "andon-answered");
        return new Uri(owner.Page.Url).AbsolutePath;
    }

    /// <summary>There is no button, and the door behind it stays shut for everybody who answers for business.</summary>
    private static async Task BusinessCannotLiftIt(Marketplace marketplace, Person owner, string page)
    {
        await Expect(owner.Button("同意放行")).ToHaveCountAsync(0);
        foreach (var name in new[] { "owner", "supervisor", "admin" })
        {
            var (status, answer) = await marketplace.Ask(HttpMethod.Post, $"/api/v1/pulls/{page[(page.LastIndexOf('/') + 1)..]}/releases", await marketplace.SignIn(name), new { id = "lift-" + name, yes = true });
            Assert.Equal((403, "not-the-puller"), (status, (string?)answer["code"]));
        }
    }

    /// <summary>The answers have come to the one who pulled, each by name; they look at the evidence and say yes.</summary>
    private static async Task SayYes(Person agent, string talk, string page)
    {
        await agent.Page.GotoAsync("/console/mentions");
        await Expect(agent.Page.Locator(".found-row").Filter(new() { HasText = "郑营销" }).First).ToBeVisibleAsync();
        await agent.Page.GotoAsync("/console/desk?conversation=" + talk);
        await Expect(agent.Page.Locator(".entry.note").Filter(new() { HasText = "致 陈禾" }).Last).ToContainTextAsync(Change);
        await agent.Page.GotoAsync(page);
        var story = agent.Page.Locator(".pull-story");
        await Expect(story).ToContainTextAsync("郑营销");
        await Expect(story.GetByRole(AriaRole.Link, new() { Name = Evidence })).ToBeVisibleAsync();
        await agent.Button("同意放行").ClickAsync();
        await agent.Page.Locator(".pull-saying").GetByRole(AriaRole.Button, new() { Name = "同意放行" }).ClickAsync();
        await Expect(agent.Page.Locator(".pull-head")).ToContainTextAsync("已放行");
        await Shoot(agent, "andon-released");
    }

    /// <summary>The scripted pipeline and the command, each a process of its own, both say no.</summary>
    private static async Task IsHeld(Marketplace marketplace, string key)
    {
        var (code, said) = await Pipeline(marketplace, key);
        Assert.True(code == 1 && said.Contains("the gate answered 409", StringComparison.Ordinal), said);
        (code, said) = await Command(marketplace, key);
        Assert.True(code == 1 && said.Contains("is blocked", StringComparison.Ordinal), said);
    }

    private static Task<(int Code, string Said)> Pipeline(Marketplace marketplace, string key)
        => Run("bash", [Path.Combine(TestMachine.Repository, "scripts", "release-gate.sh"), "coupon", Coupon, Title], ("PATELLA_URL", marketplace.Address), ("PATELLA_API_KEY", key));

    private static Task<(int Code, string Said)> Command(Marketplace marketplace, string key)
        => Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "patella.dll"), "gate", "coupon", Coupon, "--url", marketplace.Address, "--key", key]);

    private static async Task<(int Code, string Said)> Run(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, $"{await said}{await errors}".Trim());
    }

    private static async Task Shoot(Person person, string name)
    {
        Directory.CreateDirectory(TestMachine.Screenshots);
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(TestMachine.Screenshots, $"story-{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }
}
