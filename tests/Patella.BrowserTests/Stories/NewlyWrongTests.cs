using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using Patella.Host.Demonstration;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Voices;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>
/// The demonstration's festival: a shop's new packaging breaks what is in it before anybody looks; then coupons fail for one version of the app and a carrier's hub stands still.
/// A sale, a version that spreads, a post that is copied and a taste that slowly gets worse are loud as well, and no news.
/// </summary>
[Collection(BrowserCollection.Name)]
public class NewlyWrongTests(ChromiumFixture chromium)
{
    /// <summary>Business minutes a machine minute: the story takes eight of them.</summary>
    private const int Rate = 4;

    private const string Version = "9.4.0";
    private const string Carrier = "顺途速递 Wayfare";
    private const string Region = "广州";

    /// <summary>What is broken, as the page calls it.</summary>
    private static readonly SimulatedProduct Fragile = new VoiceFaults(new DemoEcosystem(DemonstrationTenant.Seed, Scale.Demo, DateTimeOffset.UtcNow)).Product;

    [BrowserFact]
    public async Task An_analyst_sees_each_fault_once_within_two_minutes_and_nothing_of_what_is_only_loud()
    {
        await using var server = await PatellaServer.StartFestival(Rate);
        await using var analyst = await Device.Wide.Open(chromium.Browser, server.Address);
        await analyst.Page.GotoAsync("/demo/enter/analyst?lang=zh-CN");
        await analyst.Page.GotoAsync("/console/incidents?kind=anomaly");
        var rows = analyst.Page.Locator(".incident");
        var packaging = rows.Filter(new() { HasText = $"{Fragile.Title.Chinese} · {Fragile.Merchant.Name}" });
        var coupon = rows.Filter(new() { HasText = Version });
        var hub = rows.Filter(new() { HasText = Carrier }).Filter(new() { HasText = Region });
        await Expect(packaging).ToHaveCountAsync(1, Within(seconds: 120));
        await Expect(coupon).ToHaveCountAsync(1, Within(seconds: (180 / Rate) + 120));
        await Expect(hub).ToHaveCountAsync(1, Within(seconds: (60 / Rate) + 120));
        await Shoot(analyst, "incidents-found");

        await coupon.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(analyst.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("券");
        await Expect(analyst.Page.GetByText($"App {Version}").First).ToBeVisibleAsync();
        await Expect(analyst.Page.Locator(".voice").Filter(new() { HasText = "券" }).First).ToBeVisibleAsync();
        var calls = analyst.Page.Locator(".call");
        await Expect(calls.Filter(new() { HasText = "优惠券服务" })).ToHaveCountAsync(1, Within(seconds: 60));
        await Shoot(analyst, "incident-coupon");

        await analyst.Page.SetViewportSizeAsync(1920, 1080);
        await analyst.Page.GotoAsync("/console/wall");
        var ranked = analyst.Page.Locator(".wall-obstacle").Filter(new() { HasText = Version }).Filter(new() { HasText = "优惠券" }).First;
        await Expect(ranked.Locator(".wall-quote")).ToContainTextAsync("券", new() { Timeout = 60_000 });
        await Shoot(analyst, "wall");
        await ranked.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(analyst.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("券");

        // By now the copied post has been copied three hundred times.
        await Task.Delay(TimeSpan.FromSeconds(120.0 / Rate));
        await analyst.Page.GotoAsync("/console/incidents?kind=anomaly&state=all");
        await Expect(coupon).ToHaveCountAsync(1, Within(seconds: 30));
        await Expect(rows).ToHaveCountAsync(3);
        await Shoot(analyst, "incidents-all");

        // Each was told to the system that owns it, and somebody there has taken it.
        await analyst.Page.GotoAsync("/console/systems?calls=all");
        await Expect(analyst.Page.Locator(".call[data-state=acknowledged], .call[data-state=fixed]").Filter(new() { HasNotText = "拉铃" })).ToHaveCountAsync(3, Within(seconds: 180));
        await Expect(analyst.Page.Locator(".systems-table tbody tr")).ToHaveCountAsync(13);
        await Shoot(analyst, "systems");
        Assert.Empty(analyst.Failures);
    }

    private static LocatorAssertionsToHaveCountOptions Within(int seconds) => new() { Timeout = seconds * 1_000 };

    private static async Task Shoot(Person person, string name)
    {
        Directory.CreateDirectory(TestMachine.Screenshots);
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(TestMachine.Screenshots, $"story-{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }
}
