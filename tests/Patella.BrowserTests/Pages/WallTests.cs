using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Pages;

/// <summary>A wall that nobody touches: it looks for days, says when what it shows is old, and finds back by itself. What it is told comes from a server inside the page.</summary>
[Collection(BrowserCollection.Name)]
public class WallTests(ChromiumFixture chromium, PreparedMarketplace prepared) : IClassFixture<PreparedMarketplace>
{
    /// <summary>A document for each five seconds of a day; a few of them where the whole day is not asked for.</summary>
    private static readonly int Documents = Whole ? 17_280 : 200;

    private static bool Whole => Environment.GetEnvironmentVariable("PATELLA_FULL") == "1";

    [BrowserFact]
    public async Task A_wall_that_looks_for_a_day_does_not_grow()
    {
        await using var room = await Hang();
        var session = await room.Page.Context.NewCDPSessionAsync(room.Page);
        await Run(room, Documents / 4);
        var before = await Measure(session);
        await Run(room, Documents);
        var after = await Measure(session);
        var rate = await room.Page.EvaluateAsync<double>("() => toldWall.rate(3000)");
        var figures = string.Create(CultureInfo.InvariantCulture, $"{Documents} documents: heap {before.Heap / 1e6:0.0} to {after.Heap / 1e6:0.0} MB, nodes {before.Nodes} to {after.Nodes}, listeners {before.Listeners} to {after.Listeners}, {rate:0} pictures a second");
        Console.WriteLine(figures);
        Assert.True(after.Heap < (before.Heap * 1.15) + 3e6, figures);
        Assert.True(after.Nodes < before.Nodes + 500 && after.Listeners < before.Listeners + 100, figures);
        // On a machine that is busy with other tests a rate says nothing.
        Assert.True(!Whole || rate >= 30, figures);
        Assert.Empty(room.Failures);
    }

    [BrowserFact]
    public async Task A_wall_says_since_when_it_is_old_and_goes_on_from_there_when_the_line_is_back()
    {
        await using var room = await Hang();
        var old = room.Page.Locator(".wall-old");
        await room.Page.EvaluateAsync("() => toldWall.tell()");
        await Expect(old).ToContainTextAsync("服务器暂时没有新数据");
        await room.Page.EvaluateAsync("() => { toldWall.lose(); }");
        await Expect(old).ToContainTextAsync(new Regex(@"截至 \d\d:\d\d:\d\d，连接已断开"));
        await Expect(room.Page.Locator(".wall-obstacle")).ToHaveCountAsync(4);
        await room.Page.EvaluateAsync("() => { toldWall.find(); }");
        await room.Page.WaitForFunctionAsync("() => toldWall.subscribed().some((one) => one.epoch === 'told' && one.after > 0)");
        await room.Page.EvaluateAsync("() => { setInterval(() => toldWall.tell(), 1000); }");
        await Expect(old).ToBeEmptyAsync();
        Assert.Empty(room.Failures);
    }

    [BrowserTheory]
    [InlineData(1920, 1080), InlineData(3840, 1080)]
    public async Task A_full_wall_fits_its_screen_and_cuts_nothing_at_its_edges(int width, int height)
    {
        await using var room = await Hang(width, height);
        await Run(room, 20);
        Directory.CreateDirectory(TestMachine.Screenshots);
        await room.Page.ScreenshotAsync(new() { Path = Path.Combine(TestMachine.Screenshots, $"wall-full.{width}x{height}.png") });
        var outside = await room.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.wall section')].map((one) => [one.className, one.getBoundingClientRect()])
              .filter(([name, box]) => name !== 'wall-heard' || box.width > 0).filter(([, box]) => box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.width < 50).map(([name, box]) => `${name} ${JSON.stringify(box)}`)
            """);
        Assert.Empty(outside);
        Assert.Equal(4, await room.Page.Locator(".wall-obstacle").CountAsync());
    }

    [AxeFact]
    public async Task A_full_wall_shuts_nobody_out()
    {
        await using var room = await Hang();
        await room.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await Run(room, 5);
        Assert.Empty(await AccessibilityTests.Axe(room, await File.ReadAllTextAsync(AxeFactAttribute.Script!), "wall"));
    }

    private async Task<Person> Hang(int width = 1920, int height = 1080)
    {
        var room = await new Device(width, height, false).Open(chromium.Browser, prepared.Marketplace.Address);
        await room.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        await room.Page.AddInitScriptAsync(scriptPath: Path.Combine(TestMachine.Repository, "tests", "Patella.BrowserTests", "Pages", "told-wall.js"));
        await room.Page.GotoAsync("/console/wall?lang=zh-CN#key=told");
        await Expect(room.Page.Locator(".wall-obstacle")).ToHaveCountAsync(4);
        return room;
    }

    /// <summary>In runs that end before any call does.</summary>
    private static async Task Run(Person room, int documents)
    {
        for (var left = documents; left > 0; left -= 200)
        {
            await room.Page.EvaluateAsync("(count) => toldWall.run(count)", Math.Min(left, 200));
        }
    }

    private static async Task<(double Heap, int Nodes, int Listeners)> Measure(ICDPSession session)
    {
        await session.SendAsync("HeapProfiler.collectGarbage");
        var heap = await session.SendAsync("Runtime.getHeapUsage");
        var counters = await session.SendAsync("Memory.getDOMCounters");
        return (heap!.Value.GetProperty("usedSize").GetDouble(), counters!.Value.GetProperty("nodes").GetInt32(), counters.Value.GetProperty("jsEventListeners").GetInt32());
    }
}
