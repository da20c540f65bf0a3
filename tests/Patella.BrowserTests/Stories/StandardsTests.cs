using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Stories;

/// <summary>What is promised, from the page where it is written to the one where it is counted.</summary>
[Collection(BrowserCollection.Name)]
public class StandardsTests(ChromiumFixture chromium)
{
    [BrowserFact]
    public async Task A_promise_is_written_shown_beside_the_chat_and_counted_in_the_report()
    {
        await using var marketplace = await Marketplace.Open();
        await using var administrator = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(administrator, "admin");
        await administrator.Page.GotoAsync("/console/settings/standards");
        await Write(administrator, unit: "出行", minutes: "9");
        await Expect(administrator.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("不能更松");
        await administrator.Page.GetByLabel("目标（分钟）").FillAsync("3");
        await administrator.Button("保 存", exact: false).Or(administrator.Button("保存")).First.ClickAsync();
        await Expect(administrator.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "出行" })).ToContainTextAsync("3 分钟");

        var question = (string)(await marketplace.Send(HttpMethod.Post, "/api/v1/conversations", await marketplace.Visit("buyer-1", "林小满"), new { entryUnit = "travel", message = new { clientId = "first", text = "我要找人工" } }))["id"]!;
        await using var supervisor = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(supervisor, "supervisor");
        await supervisor.Page.GotoAsync($"/console/conversations?conversation={question}");
        await Expect(supervisor.Page.GetByText("首次回复").First).ToBeVisibleAsync();
        await supervisor.Page.GotoAsync("/console/standards?unit=travel");
        await supervisor.Button("1 个时钟：进行中").First.ClickAsync();
        await Expect(supervisor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", new Regex(question));
        Assert.Empty(administrator.Failures);
        Assert.Empty(supervisor.Failures);
    }

    private static async Task Write(Person person, string unit, string minutes)
    {
        await person.Button("新增", exact: false).First.ClickAsync();
        await person.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox, new() { NameRegex = new Regex("^单元") }).Choose(unit);
        await person.Page.GetByLabel("目标（分钟）").FillAsync(minutes);
        await person.Button("保 存", exact: false).Or(person.Button("保存")).First.ClickAsync();
    }
}
