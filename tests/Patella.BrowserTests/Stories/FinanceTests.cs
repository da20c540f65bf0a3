using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using Patella.Simulator.Marketplace;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>What finance does by hand: a payment that went otherwise than ordered, and an advance for which somebody is liable; always with a second person where money is given up.</summary>
[Collection(BrowserCollection.Name)]
public class FinanceTests(ChromiumFixture chromium)
{
    private const string Order = "MK30000009";

    [BrowserFact]
    public async Task An_advance_that_the_provider_paid_wrongly_is_settled_by_two_and_collected_from_the_shop()
    {
        await using var marketplace = await Marketplace.Open(await PatellaServer.Start(privateAddresses: true));
        await using var shop = await ShopAndProvider.Open(marketplace, (Order, true));
        shop.Faults.Add(new Fault(FaultKind.WrongAmount, 1, Fault.OfPayments, 1));
        await PayFirst(marketplace);

        await using var first = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(first, "finance");
        await SayWhatMoved(first);
        await using var second = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(second, "finance-2");
        await Approve(second);

        await first.Page.GotoAsync("/console/finance/advances");
        await first.Button("指定责任方").ClickAsync();
        var dialog = first.Page.GetByRole(AriaRole.Dialog, new() { Name = "指定责任方" });
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "商家" }).FillAsync(await Shop(marketplace));
        await dialog.GetByLabel("原因").FillAsync("到货时壶嘴破损，照片为证");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "指定并追回" }).ClickAsync();
        var row = first.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "商家" });
        await Expect(row).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "追收" })).ToBeVisibleAsync();

        await first.Page.GotoAsync("/console/finance");
        await Expect(first.Page.GetByText("借贷平衡")).ToBeVisibleAsync();
        await first.Page.GotoAsync("/console/finance/remedies");
        await Expect(first.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "30.00" })).ToBeVisibleAsync();
        Assert.Empty(first.Failures);
        Assert.Empty(second.Failures);
    }

    private static async Task PayFirst(Marketplace marketplace)
    {
        await marketplace.Send(HttpMethod.Post, "/api/v1/settings/import", marketplace.Administrator, new { authorities = new[] { new { grade = "standard", kind = "advance", currency = "CNY", mostPerCase = 100_00, mostPerDay = 500_00 } } });
        await marketplace.Send(HttpMethod.Post, "/api/v1/staff", marketplace.Administrator, new
        {
            id = "finance-2", name = "周复核", email = Marketplace.Mail("finance-2"), password = Marketplace.Password, language = "zh-CN", roles = new[] { "finance" }, units = new[] { "market" }, languages = new[] { "zh-CN" }, capacity = 1,
        });
        var seller = await marketplace.SignIn("seller");
        var order = (string)(await marketplace.Send(HttpMethod.Get, $"/api/v1/orders?q={Order}", seller))["items"]![0]!["id"]!;
        var opened = await marketplace.Send(HttpMethod.Post, "/api/v1/cases", seller, new { id = "broken-pot", subject = "壶嘴破损", order, unit = "market" });
        var action = await marketplace.Send(HttpMethod.Post, $"/api/v1/orders/{order}/actions?wait=10", seller, new { id = "pay-first", kind = "advance", arguments = new { amount = 30_00, reason = "壶嘴破损" }, @case = (string)opened["id"]! });
        Assert.Equal("done", (string)action["state"]!);
    }

    private static async Task<string> Shop(Marketplace marketplace)
        => (string)(await marketplace.Send(HttpMethod.Get, "/api/v1/merchants", marketplace.Administrator))["items"]!.AsArray().Single(one => (string)one!["externalId"]! == "market-shop")!["id"]!;

    private static async Task SayWhatMoved(Person finance)
    {
        await finance.Page.GotoAsync("/console/finance/payments");
        await finance.Button("人工核定").ClickAsync(new() { Timeout = 60_000 });
        var dialog = finance.Page.GetByRole(AriaRole.Dialog, new() { Name = "人工核定" });
        await dialog.GetByLabel("实际金额（CNY）").FillAsync("30,5");
        await dialog.GetByLabel("核查结果").FillAsync("对账单显示已付 30.00");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "提交复核" }).ClickAsync();
        await Expect(dialog.GetByText("请填写不小于零的金额")).ToBeVisibleAsync();
        await dialog.GetByLabel("实际金额（CNY）").FillAsync("30.00");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "提交复核" }).ClickAsync();
        await Expect(finance.Page.GetByText("您提出的：由他人复核")).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    private static async Task Approve(Person second)
    {
        await second.Page.GotoAsync("/console/finance/payments");
        await second.Button("同意").ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Button, new() { Name = "同意", Exact = true })).ToHaveCountAsync(0, new() { Timeout = 20_000 });
    }
}
