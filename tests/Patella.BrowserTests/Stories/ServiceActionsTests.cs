using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using Patella.Simulator.Marketplace;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>What is done to orders: by an agent beside the conversation with the customer's one tap, and by the public API, with the same trace and the money moved once.</summary>
[Collection(BrowserCollection.Name)]
public class ServiceActionsTests(ChromiumFixture chromium)
{
    private const string ByAgent = "MK30000001";
    private const string ByApi = "MK30000002";
    private const string AtHome = "MK30000003";
    private const string AtHomeToo = "MK30000004";

    /// <summary>Signed in once: who signs in again and again is slowed down.</summary>
    private string _supervisor = "";

    [BrowserFact]
    public async Task One_item_is_cancelled_an_address_changed_and_another_order_returned_and_the_money_moves_once_though_the_other_side_fails_twice()
    {
        await using var marketplace = await Marketplace.Open(await PatellaServer.Start(privateAddresses: true));
        await using var shop = await ShopAndProvider.Open(marketplace, (ByAgent, false), (ByApi, false), (AtHome, true), (AtHomeToo, true));
        shop.Faults.Add(new Fault(FaultKind.Error, 1, Fault.OfChanges, 1));
        shop.Faults.Add(new Fault(FaultKind.LostAnswer, 1, Fault.OfChanges, 1));
        shop.Faults.Add(new Fault(FaultKind.LostAnswer, 1, Fault.OfPayments, 2));

        _supervisor = await marketplace.SignIn("supervisor");
        await using var phone = await Device.Phone.Open(chromium.Browser, marketplace.Address);
        await using var agent = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await Meet(phone, agent);
        await CancelOneCup(phone, agent);
        await ChangeTheAddress(agent);
        await ByTheApi(marketplace);
        await ReturnByAgent(phone, agent, marketplace);
        await ReturnByApi(marketplace);

        Assert.Equal(2, shop.State.Orders[ByAgent].Items.Count);
        Assert.Equal(ShopStatus.ReturnRequested, shop.State.Orders[AtHome].Status);
        Assert.Equal(await Trace(marketplace, ByAgent), await Trace(marketplace, ByApi));
        Assert.Equal(await Trace(marketplace, AtHome), await Trace(marketplace, AtHomeToo));
        await FinanceSees(marketplace, shop);
        Assert.Empty(phone.Failures);
        Assert.Empty(agent.Failures);
    }

    private static async Task Meet(Person phone, Person agent)
    {
        await phone.Page.GotoAsync(Marketplace.HelpPage(ShopAndProvider.Customer, "林小满"));
        await phone.Box("你的消息").FillAsync($"订单 {ByAgent} 有一个杯子不想要了，找人工");
        await phone.Button("发送").ClickAsync();
        await agent.SignIn(Marketplace.Slug, Marketplace.Mail("seller"), Marketplace.Password);
        await agent.Page.GotoAsync("/console/desk");
        await agent.Button("上线接待").ClickAsync();
        await agent.Region("新会话").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^接待") }).ClickAsync();
        await Expect(agent.Page.GetByRole(AriaRole.Group, new() { Name = "此订单现在可办理" })).ToBeVisibleAsync();
    }

    private static async Task CancelOneCup(Person phone, Person agent)
    {
        await agent.Button("取消部分商品").ClickAsync();
        var dialog = agent.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("原因").FillAsync("多买了一个");
        await dialog.GetByLabel("品茗杯 件数").FillAsync("1");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "查看效果" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("25.00");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "请顾客确认" }).ClickAsync();

        var card = phone.Page.GetByRole(AriaRole.Region, new() { Name = "取消部分商品" });
        await Expect(card).ToContainTextAsync("招商银行 6688");
        await card.GetByRole(AriaRole.Button, new() { Name = "同意，请办理" }).ClickAsync();
        await Expect(dialog.GetByText("顾客已同意")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Expect(phone.Region("会话").GetByText("已办好")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await phone.Page.Locator("summary").Filter(new() { HasText = "订单" }).First.ClickAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Article, new() { Name = $"订单 {ByAgent}" }).Locator(".values li")).ToContainTextAsync("招商银行 6688", new() { Timeout = 30_000 });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "关闭", Exact = true }).Last.ClickAsync();
        await Expect(agent.Page.Locator(".action-line").Filter(new() { HasText = "取消部分商品" })).ToContainTextAsync("已完成", new() { Timeout = 20_000 });
    }

    private static async Task ChangeTheAddress(Person agent)
    {
        await agent.Button("修改收货地址").ClickAsync();
        var dialog = agent.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("街道门牌").FillAsync("五一大道88号");
        await dialog.GetByLabel("城市").FillAsync("长沙");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "查看效果" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "修改收货地址" }).ClickAsync();
        await Expect(agent.Page.Locator(".action-line").Filter(new() { HasText = "修改收货地址" })).ToContainTextAsync("已完成", new() { Timeout = 30_000 });
    }

    /// <summary>The same two on another order, by the customer's own program.</summary>
    private async Task ByTheApi(Marketplace marketplace)
    {
        var consumer = await marketplace.Visit(ShopAndProvider.Customer, "林小满");
        var order = await OrderId(marketplace, ByApi);
        await Do(marketplace, consumer, order, "api-cancel", "cancel-items", new { reason = "多买了一个", items = new[] { new { sku = "cup", quantity = 1 } } });
        await Do(marketplace, consumer, order, "api-address", "change-address", new { address = new { address1 = "五一大道88号", city = "长沙" } });
    }

    /// <summary>From the page of another order of the customer; they are asked in the conversation they have.</summary>
    private async Task ReturnByAgent(Person phone, Person agent, Marketplace marketplace)
    {
        await agent.Page.GotoAsync($"/console/orders/{await OrderId(marketplace, AtHome)}");
        await agent.Button("退货").ClickAsync();
        var dialog = agent.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("紫砂茶壶 件数").FillAsync("1");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "查看效果" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "请顾客确认" }).ClickAsync();
        await phone.Page.GetByRole(AriaRole.Region, new() { Name = "退货" }).GetByRole(AriaRole.Button, new() { Name = "同意，请办理" }).ClickAsync();
        await Expect(dialog.GetByText("顾客已同意")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "关闭", Exact = true }).Last.ClickAsync();
        await Expect(agent.Page.Locator(".action-line").Filter(new() { HasText = "退货" })).ToContainTextAsync("已完成", new() { Timeout = 30_000 });
    }

    private async Task ReturnByApi(Marketplace marketplace)
    {
        var consumer = await marketplace.Visit(ShopAndProvider.Customer, "林小满");
        await Do(marketplace, consumer, await OrderId(marketplace, AtHomeToo), "api-return", "return-items", new { items = new[] { new { sku = "pot", quantity = 1 } } });
    }

    private static async Task Do(Marketplace marketplace, string consumer, string order, string id, string kind, object arguments)
    {
        var preview = await marketplace.Send(HttpMethod.Post, $"/api/v1/orders/{order}/previews", consumer, new { kind, arguments });
        if ((bool)preview["consent"]!["required"]!)
        {
            await marketplace.Send(HttpMethod.Post, $"/api/v1/previews/{preview["id"]}/consents", consumer, new { hash = (string)preview["hash"]! });
        }

        var action = await marketplace.Send(HttpMethod.Post, $"/api/v1/orders/{order}/actions?wait=10", consumer, new { id, kind, arguments, preview = (string)preview["id"]! });
        for (var look = 0; look < 30 && (string)action["state"]! is "executing" or "unknown" or "collecting"; look++)
        {
            action = await marketplace.Send(HttpMethod.Get, $"/api/v1/actions/{id}?wait=2", consumer);
        }

        Assert.Equal("done", (string)action["state"]!);
        // The same command again does nothing more.
        Assert.Equal("done", (string)(await marketplace.Send(HttpMethod.Post, $"/api/v1/orders/{order}/actions", consumer, new { id, kind, arguments, preview = (string)preview["id"]! }))["state"]!);
    }

    private async Task<string> OrderId(Marketplace marketplace, string number)
        => (string)(await marketplace.Send(HttpMethod.Get, $"/api/v1/orders?q={number}", _supervisor))["items"]![0]!["id"]!;

    /// <summary>What the order's timeline tells of actions, but for who did it, when, and under which id.</summary>
    private async Task<string[]> Trace(Marketplace marketplace, string number)
    {
        var entries = (await marketplace.Send(HttpMethod.Get, $"/api/v1/orders/{await OrderId(marketplace, number)}/timeline?limit=100", _supervisor))["items"]!.AsArray();
        return [.. entries.Where(entry => ((string)entry!["kind"]!).StartsWith("action.", StringComparison.Ordinal)).Select(entry => Told((JsonObject)entry!["data"]!, (string)entry["kind"]!)).Order(StringComparer.Ordinal)];
    }

    private static string Told(JsonObject data, string kind)
    {
        var money = data["money"]!.AsArray().Select(line => $"{line!["kind"]} {line["amount"]!["amount"]} {line["instrument"]}");
        return $"{kind} {data["kind"]} {string.Join(", ", money)}";
    }

    private async Task FinanceSees(Marketplace marketplace, ShopAndProvider shop)
    {
        await using var finance = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(finance, "finance");
        await finance.Page.GotoAsync("/console/finance/payments");
        await Expect(finance.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "25.00" })).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await Confirmed(marketplace, 2);
        // One refund each for the agent's and the program's cup; that of the return waits for the goods.
        Assert.Equal(2, shop.State.Payments.Count);
        await finance.Page.GotoAsync("/console/finance");
        await Expect(finance.Page.GetByText("借贷平衡")).ToBeVisibleAsync();
        Assert.Empty(finance.Failures);
    }

    private static async Task Confirmed(Marketplace marketplace, int count)
    {
        var finance = await marketplace.SignIn("finance");
        for (var look = 0; look < 120; look++)
        {
            var payments = (await marketplace.Send(HttpMethod.Get, "/api/v1/ledger/payments", finance))["items"]!.AsArray();
            if (payments.Count(payment => (string?)payment!["state"] == "confirmed") == count)
            {
                return;
            }

            await Task.Delay(500);
        }

        Assert.Fail("The refunds were not confirmed within a minute.");
    }
}
