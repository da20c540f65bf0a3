using Microsoft.Playwright;
using Patella.BrowserTests.Machine;
using static Microsoft.Playwright.Assertions;

namespace Patella.BrowserTests.Pages;

/// <summary>Whoever has asked their machine for less motion (every person of these tests has) uses the same pages.</summary>
[Collection(BrowserCollection.Name)]
public class StillnessTests(ChromiumFixture chromium)
{
    [BrowserFact]
    public async Task Lists_open_beside_their_box_and_never_out_of_sight()
    {
        await using var marketplace = await Marketplace.Open();
        await using var administrator = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await marketplace.EnterAs(administrator, "admin");
        await administrator.Page.GotoAsync("/console/settings/standards?open=new");
        var box = administrator.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox, new() { NameRegex = new System.Text.RegularExpressions.Regex("^单元") });
        await box.ClickAsync();
        await Expect(administrator.Page.Locator(".ant-select-item-option").First).ToBeInViewportAsync();
    }

    [BrowserFact]
    public async Task A_dialog_leaves_on_the_first_Escape_however_soon_it_is_pressed()
    {
        await using var marketplace = await Marketplace.Open();
        await using var agent = await Device.Wide.Open(chromium.Browser, marketplace.Address);
        await agent.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        await marketplace.EnterAs(agent, "agent");
        await agent.Page.GotoAsync("/console/mentions");
        await Expect(agent.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await agent.Page.Keyboard.PressAsync("?");
        await agent.Page.Keyboard.PressAsync("Escape");
        await Expect(agent.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await agent.Page.Keyboard.PressAsync("g");
        await agent.Page.Keyboard.PressAsync("f");
        await Expect(agent.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/console/search"));
    }
}
