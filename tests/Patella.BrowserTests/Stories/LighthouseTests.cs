using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>A merchant understands the score: why the badge is gone, what blocks the promotion, and that a correction is counted and shown.</summary>
[Collection(BrowserCollection.Name)]
public class LighthouseTests(ChromiumFixture chromium)
{
    [BrowserFact]
    public async Task A_merchant_sees_why_the_badge_was_lost_what_blocks_the_promotion_and_the_score_after_a_correction()
    {
        await using var marketplace = await Marketplace.Open();
        await TeaShops.Open(marketplace);
        Assert.Equal("lighthouse", await Badge(marketplace));
        await TeaShops.FallBehind(marketplace);
        Assert.Null(await Badge(marketplace));

        await using var merchant = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(merchant, TeaShops.Keeper);
        await merchant.Page.GotoAsync("/console/shop");
        await Expect(merchant.Page.GetByRole(AriaRole.Heading, new() { Name = TeaShops.FirstName })).ToBeVisibleAsync();
        await Expect(merchant.Page.GetByTestId("shop-total")).ToHaveTextAsync("4.00");
        await Expect(merchant.Page.GetByText("没有灯塔标识")).ToBeVisibleAsync();
        await SeeWhyItWasLost(merchant.Page);
        await OpenAFigure(merchant.Page);
        var clauses = merchant.Page.Locator($"[data-promotion={TeaShops.Promotion}]");
        await merchant.Page.GotoAsync("/console/shop/promotions");
        await Expect(clauses.Locator("[data-met=false]")).ToHaveCountAsync(1);
        await Expect(clauses.Locator("[data-met=false]")).ToContainTextAsync("商品评分不低于 4.6");
        await Expect(clauses.Locator("[data-met=false]")).ToContainTextAsync("您：4.38，要求：4.6");

        await TeaShops.Correct(marketplace);
        await merchant.Page.GotoAsync("/console/shop/history");
        await Expect(merchant.Page.Locator(".shop-badge").First).ToContainTextAsync("有事件被更正", new() { Timeout = 60_000 });
        await Expect(merchant.Page.Locator(".shop-badge").First).ToContainTextAsync("得到标识");
        await merchant.Button("重算").ClickAsync();
        await Expect(merchant.Page.GetByText("完全一致：40 个订单")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await merchant.Page.GotoAsync("/console/shop");
        await Expect(merchant.Page.GetByTestId("shop-total")).ToHaveTextAsync("4.60");
        await Expect(merchant.Page.GetByText("次修订：有事件被更正")).ToBeVisibleAsync();
        await merchant.Page.GotoAsync("/console/shop/promotions");
        await Expect(clauses.GetByText("可以参加")).ToBeVisibleAsync();
        Assert.Equal("lighthouse", await Badge(marketplace));
        Assert.Empty(merchant.Failures);
    }

    private static async Task SeeWhyItWasLost(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "历史" }).First.ClickAsync();
        var lost = page.Locator(".shop-badge").First;
        await Expect(lost).ToContainTextAsync("失去标识");
        await Expect(lost).ToContainTextAsync("低于 4.5 分");
        foreach (var figure in new[] { "发货用时 下降", "退款处理用时 下降", "纠纷退款率 下降", "商品评分 下降" })
        {
            await Expect(lost.GetByRole(AriaRole.Link, new() { Name = figure })).ToBeVisibleAsync();
        }

        await Expect(page.Locator(".shop-badge").Nth(1)).ToContainTextAsync("连续两夜不低于 4.5 分");
    }

    private static async Task OpenAFigure(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "纠纷退款率 下降" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "TEAA" })).ToHaveCountAsync(5);
        await page.GetByRole(AriaRole.Link, new() { Name = "TEAA" }).First.ClickAsync();
        await Expect(page.GetByText("明前龙井 一百克").First).ToBeVisibleAsync();
    }

    private static async Task<string?> Badge(Marketplace marketplace)
        => (string?)(await marketplace.Send(HttpMethod.Get, "/api/v1/orders/TEAA000", await marketplace.SignIn("seller")))["merchant"]!["badge"];
}
