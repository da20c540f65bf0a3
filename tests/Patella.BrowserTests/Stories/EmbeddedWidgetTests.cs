using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>The widget inside a page of somebody else.</summary>
[Collection(BrowserCollection.Name)]
public class EmbeddedWidgetTests(ChromiumFixture chromium)
{
    [BrowserFact]
    public async Task One_script_tag_in_a_page_of_another_origin_opens_the_entrance_with_the_customers_orders()
    {
        await using var marketplace = await Marketplace.Open();
        await using var customer = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        using var shop = ShopServer.Start(PageWith(marketplace.Address, ConsumerToken.Make(Marketplace.Slug, "buyer-1", "林小满")));
        await customer.Page.GotoAsync(shop.Address);
        await customer.Page.GetByRole(AriaRole.Button, new() { Name = "帮助" }).ClickAsync();

        var dialog = customer.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Heading, new() { Name = "你好，林小满" })).ToBeVisibleAsync();
        var order = dialog.GetByRole(AriaRole.Article, new() { Name = MarketplaceFacts.MarketOrder });
        await order.GetByRole(AriaRole.Button, new() { Name = "我的包裹到哪里了？" }).ClickAsync();
        await Expect(customer.Region("会话").GetByRole(AriaRole.Article, new() { Name = MarketplaceFacts.MarketOrder })).ToContainTextAsync("长沙");

        await dialog.GetByRole(AriaRole.Button, new() { Name = "关闭" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(customer.Page.GetByRole(AriaRole.Heading, new() { Name = "A shop" })).ToBeVisibleAsync();
        Assert.Empty(customer.Failures);
    }

    [BrowserFact]
    public async Task Whoever_is_told_of_a_held_parcel_before_asking_reads_that_first_and_finds_their_orders_below()
    {
        await using var marketplace = await Marketplace.Open();
        await using var customer = await Device.Phone.Open(chromium.Browser, marketplace.Address);
        using var shop = ShopServer.Start(PageWith(marketplace.Address, ConsumerToken.Make(Marketplace.Slug, "buyer-2", "Noor Haddad")));
        await customer.Page.GotoAsync(shop.Address);
        await customer.Page.GetByRole(AriaRole.Button, new() { Name = "帮助" }).ClickAsync();

        var news = customer.Region("会话").GetByText("MK20260011");
        while (!await news.IsVisibleAsync())
        {
            await customer.Page.ReloadAsync();
            await customer.Page.GetByRole(AriaRole.Button, new() { Name = "帮助" }).ClickAsync();
            await customer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Article).First.WaitForAsync();
        }

        var order = customer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Article, new() { Name = "MK20260011" });
        Assert.True((await news.BoundingBoxAsync())!.Y < (await order.BoundingBoxAsync())!.Y);

        await order.GetByRole(AriaRole.Button, new() { Name = "我的包裹到哪里了？" }).ClickAsync();
        await Expect(customer.Region("会话")).ToContainTextAsync("武汉");
        await Expect(customer.Region("你的订单").GetByRole(AriaRole.Article)).ToBeHiddenAsync();
        Assert.Empty(customer.Failures);
    }

    private static string PageWith(string address, string token) => $"""
        <!DOCTYPE html><html lang="en"><head><title>A shop</title><link rel="icon" href="data:,"></head>
        <body><main><h1>A shop</h1></main>
        <script src="{address}/widget.js" data-tenant="{Marketplace.Slug}" data-unit="market" data-token="{token}" data-lang="zh-CN" async></script></body></html>
        """;
}
