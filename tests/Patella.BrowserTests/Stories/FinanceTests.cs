using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>Finance reads the books and proves them.</summary>
[Collection(BrowserCollection.Name)]
public class FinanceTests(ChromiumFixture chromium)
{
    [BrowserFact]
    public async Task Finance_finds_its_way_from_the_books_to_one_entry_seals_and_verifies()
    {
        await using var marketplace = await Marketplace.Open();
        await marketplace.KeepBooks();
        await using var finance = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(finance, "finance");
        await finance.Page.GotoAsync("/console/");
        await Expect(finance.Page.GetByText("借贷平衡")).ToBeVisibleAsync();
        await finance.Page.GetByRole(AriaRole.Link, new() { Name = "商家保证金" }).ClickAsync();
        await finance.Page.GetByRole(AriaRole.Link, new() { Name = "merchant-deposit:shop-1:CNY" }).ClickAsync();
        await Expect(finance.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "deposit" }).Last).ToContainTextAsync("1,000.00");
        await finance.Page.GetByRole(AriaRole.Link, new() { Name = "封账", Exact = true }).ClickAsync();
        await finance.Button("立即封账").ClickAsync();
        await Expect(finance.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await finance.Button("核验账簿").ClickAsync();
        await Expect(finance.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "完好" })).ToContainTextAsync("2 条分录");
        await finance.Page.GetByRole(AriaRole.Link, new() { Name = "基金", Exact = true }).ClickAsync();
        await finance.Page.GetByLabel("一次").FillAsync("8000");
        await finance.Button("保存额度").ClickAsync();
        await finance.Page.ReloadAsync();
        await Expect(finance.Page.GetByLabel("一次")).ToHaveValueAsync("8000");
        Assert.Empty(finance.Failures);
    }
}
