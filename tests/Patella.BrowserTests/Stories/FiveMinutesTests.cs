using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using Patella.Host.Demonstration;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Voices;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>
/// The demonstration's whole story from the first click to the last screen, by ten people, on two processes of which one is killed in the middle. With
/// PATELLA_PICTURES_OF_THE_TOUR=1 the pictures go to docs/pictures/five-minutes.
/// </summary>
[Collection(BrowserCollection.Name)]
public partial class FiveMinutesTests(ChromiumFixture chromium)
{
    /// <summary>Into the one box, as from the clipboard: a picker that takes itself away again cannot be handed a file from outside.</summary>
    private const string Paste = """
        (box, picture) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))], 'broken.png', { type: 'image/png' }));
          box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }
        """;

    private static readonly IReadOnlyList<SimulatedOrder> Orders = [.. new DemoEcosystem(DemonstrationTenant.Seed, Scale.Demo, DateTimeOffset.UtcNow).Orders().Take(20).Where(order => order.Consumer.ExternalId == DemoPersonas.ConsumerExternalId)];

    /// <summary>On its way, and something happened to it.</summary>
    private static readonly SimulatedOrder Late = Orders.First(order => order.Fate == OrderFate.Exception);

    /// <summary>What lies on the consumer's table, delivered and of one piece.</summary>
    private static readonly SimulatedOrder Broken = Orders.First(order => order.Fate == OrderFate.Delivered);

    private readonly TourPictures _pictures = new();

    [TwoServersFact]
    public async Task Somebody_with_five_minutes_sees_it_all_though_one_of_two_processes_is_killed_in_the_middle()
    {
        await using var servers = await TwoServers.StartDemonstration();
        await using var viewer = await Device.Wide.Open(chromium.Browser, servers.First.Address);
        await using var phone = await Device.Phone.Open(chromium.Browser, servers.Address);
        await using var agent = await Device.Wide.Open(chromium.Browser, servers.Address);
        try
        {
            await Play(viewer, phone, agent, servers);
        }
        catch
        {
            foreach (var (person, name) in new[] { (viewer, "viewer"), (phone, "phone"), (agent, "agent") })
            {
                await _pictures.Take(person, "stopped-" + name);
            }

            throw;
        }

        Assert.Empty(new[] { viewer, phone, agent }.SelectMany(person => person.Failures));
    }

    private async Task Play(Person viewer, Person phone, Person agent, TwoServers servers)
    {
        await SeeTheWall(viewer);
        await AskAtOneEntrance(phone, servers);
        await SendOnePhoto(phone);
        await servers.Kill(1);

        await BreakTheCoupon(viewer);
        await AskForAPerson(phone, agent, servers);
        var gate = await ReleaseGate.Open(servers.Address);
        await PullTheCord(agent, viewer, gate);
        await MendAndRelease(viewer, agent, gate);
        // The rest in another order than on the page, because an hour later the contact would be over.
        await ProposeARule(agent, servers);
        await SeeTheLighthouse(servers);
        await ListenIn(phone, agent, servers);
        await TellAndPutRight(viewer);
        await SeeTheThreeLayers(viewer);
    }

    private async Task SeeTheWall(Person viewer)
    {
        await viewer.Page.GotoAsync("/?lang=zh-CN");
        await viewer.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("五分钟，从头看到尾") }).ClickAsync();
        await Expect(viewer.Page.Locator("#figures.tour-step")).ToBeVisibleAsync(Seen(60));
        await _pictures.Take(viewer, "tour");
        await Open(viewer, "打开大屏（主管）");
        await Expect(viewer.Page.Locator(".wall-huge")).ToHaveCountAsync(2, Within(60));
        await Expect(viewer.Page.Locator(".wall-obstacle").First).ToBeVisibleAsync(Seen(180));
        await Back(viewer);
    }

    /// <summary>By the general market's entrance, about a parcel of another unit: the bot tells where it is and what is done about it.</summary>
    private async Task AskAtOneEntrance(Person phone, TwoServers servers)
    {
        var entrance = await phone.Page.APIRequest.GetAsync(servers.First.Address + "/demo/enter/consumer?lang=zh-CN", new() { MaxRedirects = 0 });
        await phone.Page.GotoAsync(entrance.Headers["location"]);
        await Expect(phone.Region("会话").GetByText("已在替您联系物流")).ToBeVisibleAsync(Seen(60));
        await Say(phone, $"我的{Late.Items[0].Title}到哪了");
        await Expect(phone.Region("会话").GetByRole(AriaRole.Article).Filter(new() { HasText = Late.Unit.Chinese }).First).ToBeVisibleAsync(Seen(60));
        await _pictures.Take(phone, "ask");
    }

    /// <summary>One photo of what is broken, and the answer is one sentence and the money.</summary>
    private async Task SendOnePhoto(Person phone)
    {
        var picture = Convert.ToBase64String(await phone.Page.ScreenshotAsync(new() { Clip = new() { X = 0, Y = 0, Width = 240, Height = 180 } }));
        await phone.Page.RunAndWaitForResponseAsync(() => phone.Box("你的消息").EvaluateAsync(Paste, picture), answer => answer.Url.Contains("/api/v1/files", StringComparison.Ordinal) && answer.Ok);
        await Say(phone, $"收到的{Broken.Items[0].Title}是坏的，破了");
        await Expect(phone.Region("会话").GetByText("照片收到了")).ToBeVisibleAsync(Seen(60));
        await Expect(phone.Region("会话").GetByText("已办好")).ToBeVisibleAsync(Seen(60));
        await _pictures.Take(phone, "photo");
    }

    /// <summary>The clock goes on until coupons fail; the wall says for which version, and in whose words.</summary>
    private async Task BreakTheCoupon(Person viewer)
    {
        await Expect(viewer.Page.Locator("#ask .state.good, #photo .state.good")).ToHaveCountAsync(2, Within(60));
        if (await viewer.Page.Locator("#coupon .state.good").CountAsync() == 0 && await viewer.Button("快进到优惠券失效").IsVisibleAsync())
        {
            await viewer.Button("快进到优惠券失效").ClickAsync();
        }

        await Expect(viewer.Page.Locator("#coupon .state.good")).ToHaveCountAsync(1, Within(300));
        await Open(viewer, "在大屏上看（主管）");
        var ranked = viewer.Page.Locator(".wall-obstacle").Filter(new() { HasText = VoiceFaults.Version }).First;
        await Expect(ranked.Locator(".wall-quote")).ToContainTextAsync("券", new() { Timeout = 120_000 });
        await _pictures.TakeWide(viewer, "coupon-wall");
        await Back(viewer);
        await Open(viewer, "打开这个问题（分析师）");
        await Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("券", new() { Timeout = 60_000 });
        await Expect(viewer.Page.Locator(".voice").First).ToBeVisibleAsync(Seen(60));
        await _pictures.Take(viewer, "coupon");
        await Back(viewer);
    }

    private static async Task Say(Person phone, string words)
    {
        await phone.Box("你的消息").FillAsync(words);
        await Expect(phone.Button("发送")).ToBeEnabledAsync(new() { Timeout = 30_000 });
        await phone.Button("发送").ClickAsync();
        await Expect(phone.Region("会话").GetByText(words)).ToBeVisibleAsync(Seen(30));
    }

    /// <summary>Signed in at the process that demonstrates, and from there where the door leads.</summary>
    private static async Task Enter(Person person, TwoServers servers, string persona, string place)
    {
        await person.Page.GotoAsync($"{servers.First.Address}/demo/enter/{persona}?lang=zh-CN");
        await person.Page.GotoAsync(place);
    }

    private static Task Open(Person viewer, string door) => viewer.Page.GetByRole(AriaRole.Link, new() { Name = door }).ClickAsync();

    private static async Task Back(Person viewer)
    {
        await viewer.Page.GetByRole(AriaRole.Link, new() { Name = "回到导览" }).ClickAsync();
        await Expect(viewer.Page.Locator("#figures.tour-step")).ToBeVisibleAsync(Seen(60));
    }

    private static LocatorAssertionsToHaveCountOptions Within(int seconds) => new() { Timeout = seconds * 1_000 };

    private static LocatorAssertionsToBeVisibleOptions Seen(int seconds) => new() { Timeout = seconds * 1_000 };
}
