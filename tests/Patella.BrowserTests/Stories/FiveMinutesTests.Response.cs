using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>The part of the five minutes in which everybody is told and paid, and the fault is closed with proof.</summary>
public partial class FiveMinutesTests
{
    private static async Task AnHourLater(Person viewer)
    {
        await viewer.Button("快进 60 分钟").ClickAsync();
        await Expect(viewer.Button("快进 5 分钟")).ToBeDisabledAsync();
        await Expect(viewer.Button("快进 5 分钟")).ToBeEnabledAsync(new() { Timeout = 180_000 });
    }

    /// <summary>The coupons fail for forty minutes, and their silence must last before it counts.</summary>
    private static async Task MoveOnUntilQuiet(Person viewer)
    {
        for (var hours = 1; hours <= 3; hours++)
        {
            await AnHourLater(viewer);
            await Open(viewer, "告知并补偿（分析师）");
            await Expect(viewer.Page.Locator(".response-steps")).ToBeVisibleAsync(Seen(60));
            if (await viewer.Page.Locator(".response-steps [data-done=true]").Filter(new() { HasText = "声量回落" }).CountAsync() == 1)
            {
                return;
            }

            await Back(viewer);
        }

        Assert.Fail("Three hours after the coupons failed there is no silence yet.");
    }

    /// <summary>One command tells and pays everybody; when nobody complains any more it closes with proof.</summary>
    private async Task TellAndPutRight(Person viewer)
    {
        await MoveOnUntilQuiet(viewer);
        await viewer.Button("告知并补救").ClickAsync();
        var drawer = viewer.Page.GetByRole(AriaRole.Dialog);
        await drawer.GetByLabel("中文消息").FillAsync("优惠券失效是我们的问题，现已修好。差额补给您，抱歉让您付了原价。");
        await drawer.GetByLabel("英文消息").FillAsync("Your coupon failed because of us. It works again, and here is the difference. We are sorry.");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "预览" }).ClickAsync();
        var send = drawer.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(@"^告知 [\d,]+ 人$") });
        await Expect(send).ToBeVisibleAsync(Seen(60));
        await _pictures.Take(viewer, "good-preview");
        await send.ClickAsync();
        await Expect(viewer.Page.Locator(".response-rounds")).ToBeVisibleAsync(Seen(60));
        await Back(viewer);

        // The proof is the last hour's voices.
        await AnHourLater(viewer);
        await Open(viewer, "告知并补偿（分析师）");
        await Expect(viewer.Page.Locator(".response > .response-proof")).ToContainTextAsync("可以关闭", new() { Timeout = 300_000 });
        await viewer.Button("凭证据关闭").ClickAsync();
        var closing = viewer.Page.GetByRole(AriaRole.Dialog);
        await closing.GetByLabel("问题是什么，做了什么").FillAsync("新优惠券面板不认旧券；已回滚，差额已补。");
        await closing.GetByRole(AriaRole.Button, new() { Name = "凭证据关闭" }).ClickAsync();
        await Expect(viewer.Page.Locator(".response > .response-proof")).ToContainTextAsync("已凭证据关闭", new() { Timeout = 60_000 });
        await _pictures.Take(viewer, "good");
        await Back(viewer);
        await Expect(viewer.Page.Locator("#good .state.good")).ToHaveCountAsync(2, Within(60));
    }
}
