using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>An agent proposes from a case, a second person decides, the merchant reads why and is heard by a third.</summary>
[Collection(BrowserCollection.Name)]
public class ShopsTests(ChromiumFixture chromium)
{
    private const string Order = "MK30000019";

    [BrowserFact]
    public async Task A_shop_is_suspended_from_a_case_by_two_and_opened_again_by_a_third()
    {
        await using var marketplace = await Marketplace.Open(await PatellaServer.Start(privateAddresses: true));
        await using var shop = await ShopAndProvider.Open(marketplace, (Order, true));
        var number = await Prepare(marketplace);

        await using var agent = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(agent, "seller");
        await Propose(agent.Page, number);

        await using var second = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(second, "second");
        await second.Page.GotoAsync("/console/shops");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "同意", Exact = true }).ClickAsync();
        await second.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "同意", Exact = true }).ClickAsync();
        await Expect(second.Page.GetByText("这里没有内容")).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await using var merchant = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(merchant, "shopkeeper");
        await Appeal(merchant.Page);
        Assert.Equal("counterfeit", shop.State.Shops["market-shop"].SuspendedUnder);

        await using var third = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(third, "third");
        await third.Page.GotoAsync("/console/shops?show=appeals");
        await third.Page.GetByRole(AriaRole.Button, new() { Name = "申诉成立" }).ClickAsync();
        var dialog = third.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("说明").FillAsync("凭证齐全。");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "申诉成立" }).ClickAsync();

        await merchant.Page.ReloadAsync();
        await Expect(merchant.Page.GetByText("凭证齐全。").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Opened(() => shop.State.Shops["market-shop"].SuspendedUnder);
        Assert.Empty(agent.Failures.Concat(second.Failures).Concat(merchant.Failures).Concat(third.Failures));
    }

    private static async Task<string> Prepare(Marketplace marketplace)
    {
        object Person(string name, string role, string? merchant = null) => new
        {
            id = name, name, email = Marketplace.Mail(name), password = Marketplace.Password, language = "zh-CN", roles = new[] { role }, units = new[] { "market" }, languages = new[] { "zh-CN" }, capacity = 1, merchant,
        };
        await marketplace.Send(HttpMethod.Post, "/api/v1/settings/import", marketplace.Administrator, new
        {
            staff = new[] { Person("second", "supervisor"), Person("third", "adjudicator"), Person("shopkeeper", "merchant", "market-shop") },
            shopRules = new { rules = new object[] { new { code = "counterfeit", kind = "shop-suspend", text = new Dictionary<string, string> { ["zh-CN"] = "不得销售假冒商品。", ["en"] = "Counterfeit goods are not sold here." } } } },
        });
        var seller = await marketplace.SignIn("seller");
        var order = (string)(await marketplace.Send(HttpMethod.Get, $"/api/v1/orders?q={Order}", seller))["items"]![0]!["id"]!;
        return (string)(await marketplace.Send(HttpMethod.Post, "/api/v1/cases", seller, new { id = "fake-pot", subject = "茶壶是假的", order, unit = "market" }))["number"]!;
    }

    private static async Task Propose(IPage page, string number)
    {
        await page.GotoAsync("/console/cases/fake-pot");
        await page.GetByRole(AriaRole.Button, new() { Name = "更多" }).Last.ClickAsync();
        await page.GetByText("对商家提出措施").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("商家", new() { Exact = true })).ToHaveValueAsync("market-shop");
        await Expect(dialog.GetByLabel("作为依据的工单号")).ToHaveValueAsync(number);
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "规则" }).ClickAsync();
        await page.GetByTitle("不得销售假冒商品。").ClickAsync();
        await dialog.GetByLabel("原因（商家会看到）").FillAsync("三位顾客收到假货。");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "提出" }).ClickAsync();
        await Expect(page.GetByText("等待第二个人决定")).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    private static async Task Appeal(IPage page)
    {
        await page.GotoAsync("/console/shop/decisions");
        await Expect(page.GetByText("不得销售假冒商品。")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("三位顾客收到假货。")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "申诉", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("说明").FillAsync("我们有进货凭证。");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "申诉", Exact = true }).ClickAsync();
        await Expect(page.GetByText("我们有进货凭证。")).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    /// <summary>The marketplace opens the shop soon after the answer.</summary>
    private static async Task Opened(Func<string?> rule)
    {
        for (var look = 0; look < 200 && rule() is not null; look++)
        {
            await Task.Delay(100);
        }

        Assert.Null(rule());
    }
}
