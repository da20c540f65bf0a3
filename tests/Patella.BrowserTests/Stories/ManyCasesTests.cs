using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>Many cases at once, from the list.</summary>
[Collection(BrowserCollection.Name)]
public class ManyCasesTests(ChromiumFixture chromium)
{
    [BrowserFact]
    public async Task What_is_chosen_in_the_list_is_changed_together_and_what_was_refused_is_named()
    {
        await using var marketplace = await Marketplace.Open();
        var token = await marketplace.SignIn("seller");
        foreach (var (id, subject) in new[] { ("one", "发票抬头写错"), ("two", "赠品没有收到"), ("three", "包装破损") })
        {
            await marketplace.Send(HttpMethod.Post, "/api/v1/cases", token, new { id, subject, unit = "market" });
        }

        await using var seller = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(seller, "seller");
        await seller.Page.GotoAsync("/console/cases");
        var bulk = seller.Region("批量操作");
        await seller.Box("搜索工单号、主题、内容").FillAsync("赠品");
        await Expect(seller.Page.Locator(".case-row")).ToHaveCountAsync(1);
        await seller.Page.Keyboard.PressAsync("Control+a");
        await Expect(bulk).ToHaveCountAsync(0);
        await seller.Page.Keyboard.PressAsync("Delete");
        foreach (var subject in new[] { "发票抬头写错", "赠品没有收到" })
        {
            await seller.Page.Locator(".talks-line").Filter(new() { HasText = subject }).GetByRole(AriaRole.Checkbox).CheckAsync();
        }

        await bulk.GetByRole(AriaRole.Button, new() { Name = "优先级" }).ClickAsync();
        var dialog = seller.Page.GetByRole(AriaRole.Dialog, new() { Name = "优先级" });
        await dialog.GetByRole(AriaRole.Combobox).Choose("紧急");

        // Somebody else closes one of them meanwhile: its priority is no longer ours to change.
        await marketplace.Send(HttpMethod.Post, "/api/v1/cases/two/closures", token, new { clientId = "over", outcome = "已补寄赠品。" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "优先级", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(bulk.GetByRole(AriaRole.Alert)).ToContainTextAsync("C-");
        Assert.Equal("urgent", (string)(await marketplace.Send(HttpMethod.Get, "/api/v1/cases/one", token))["priority"]!);
        Assert.Equal("normal", (string)(await marketplace.Send(HttpMethod.Get, "/api/v1/cases/three", token))["priority"]!);
        Assert.Empty(seller.Failures);
    }
}
