using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>The part of the five minutes in which an executive hears a contact, a shop sees its reasons, and the last screen is opened.</summary>
public partial class FiveMinutesTests
{
    private const string Kind = "让您多付了钱，是我们不对，差价今天退给您。";

    /// <summary>Beside the agent, whose yes lets an executive's words go out to the phone.</summary>
    private async Task ListenIn(Person phone, Person agent, TwoServers servers)
    {
        await using var executive = await Device.Wide.Open(chromium.Browser, servers.Address);
        await Enter(executive, servers, "executive", "/console/listening");
        await executive.Button("坐到 林知夏 身边").ClickAsync(new() { Timeout = 60_000 });
        await Expect(executive.Page.GetByText("等 林知夏 答应")).ToBeVisibleAsync(Seen(30));
        await agent.Page.GotoAsync(_conversation);
        var asked = agent.Region("亲听").Locator(".row").Filter(new() { HasText = "Helen Brooks" });
        await Welcome(asked);
        await Expect(executive.Page.GetByRole(AriaRole.Log, new() { Name = "会话" })).ToContainTextAsync("照片收到了", new() { Timeout = 60_000 });
        await executive.Box("回复顾客").FillAsync(Kind);
        await executive.Button("交给客服").ClickAsync();
        await _pictures.Take(executive, "listen");
        await agent.Region("Helen Brooks 正在旁听").GetByRole(AriaRole.Button, new() { Name = "同意发出" }).ClickAsync(new() { Timeout = 60_000 });
        await Expect(phone.Region("会话").GetByText(Kind)).ToHaveCountAsync(1, Within(60));
        await agent.Region("Helen Brooks 正在旁听").GetByRole(AriaRole.Button, new() { Name = "结束旁听" }).ClickAsync();
        await executive.Box("你听到了什么").FillAsync("顾客被多收了钱，是她自己发现的");
        await executive.Button("记下").ClickAsync();
        await executive.Button("完成复盘").ClickAsync();
        await Expect(executive.Page.GetByText("已完成").First).ToBeVisibleAsync(Seen(60));
        Assert.Empty(executive.Failures);
    }

    /// <summary>The executive may still sit beside somebody else, where the demonstration has put them: until that is over, the yes is refused.</summary>
    private static async Task Welcome(ILocator asked)
    {
        var hear = asked.GetByRole(AriaRole.Button, new() { Name = "就听这个会话" });
        for (var look = 0; look < 30 && !await hear.IsVisibleAsync(); look++)
        {
            await asked.GetByRole(AriaRole.Button, new() { Name = "欢迎坐下" }).ClickAsync(new() { Timeout = 30_000 });
            await asked.Page.WaitForTimeoutAsync(6_000);
        }

        await hear.ClickAsync(new() { Timeout = 30_000 });
    }

    private async Task SeeTheLighthouse(TwoServers servers)
    {
        await using var merchant = await Device.Phone.Open(chromium.Browser, servers.Address);
        await Enter(merchant, servers, "merchant", "/console/shop");
        await Expect(merchant.Page.GetByTestId("shop-total")).ToBeVisibleAsync(Seen(120));
        await _pictures.Take(merchant, "shop");
        await merchant.Page.GotoAsync("/console/shop/history");
        await Expect(merchant.Page.Locator(".shop-badge").First).ToBeVisibleAsync(Seen(60));
        await _pictures.Take(merchant, "shop-reasons");
        Assert.Empty(merchant.Failures);
    }

    /// <summary>The last screen: each figure opens to the conversations it counts.</summary>
    private async Task SeeTheThreeLayers(Person viewer)
    {
        await Open(viewer, "打开三层数字（管理者）");
        await Expect(viewer.Page.Locator(".layer-value")).ToHaveCountAsync(3, Within(60));
        await _pictures.Take(viewer, "figures");
        for (var layer = 0; layer < 3; layer++)
        {
            await viewer.Page.Locator(".layer-value").Nth(layer).ClickAsync();
            await Expect(viewer.Page.Locator(".behind-row").First).ToBeVisibleAsync(Seen(60));
            await viewer.Page.GoBackAsync();
            await Expect(viewer.Page.Locator(".layer-value")).ToHaveCountAsync(3, Within(60));
        }
    }
}
