using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Pages;

/// <summary>The settings as their administrator walks through them.</summary>
[Collection(BrowserCollection.Name)]
public class SettingsTests(ChromiumFixture chromium)
{
    [BrowserFact]
    public async Task Every_link_of_the_settings_leads_to_its_own_page_and_is_marked_as_the_current_one()
    {
        await using var marketplace = await Marketplace.Open();
        await using var administrator = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(administrator, "admin");
        await administrator.Page.GotoAsync("/console/settings");
        var links = administrator.Page.GetByRole(AriaRole.Navigation, new() { Name = "设置" }).GetByRole(AriaRole.Link);
        await Expect(links).ToHaveCountAsync(28);
        foreach (var link in (await links.AllAsync()).Reverse())
        {
            await link.ClickAsync();
            await Expect(link).ToHaveAttributeAsync("aria-current", "page");
            await Expect(administrator.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = await link.InnerTextAsync() })).ToBeVisibleAsync();
        }

        Assert.Empty(administrator.Failures);
    }
}
