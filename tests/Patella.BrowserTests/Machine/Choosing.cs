using Microsoft.Playwright;

namespace Patella.BrowserTests.Machine;

/// <summary>Choosing from a list that opens below its box.</summary>
public static class Choosing
{
    /// <summary>
    /// As a quick hand does it: types the option's name into the box and takes it with Enter, and looks that the box shows it now.
    /// Where the list happens to open, and whether it has already come to rest, does not matter.
    /// </summary>
    public static async Task Choose(this ILocator box, string option)
    {
        await box.FillAsync(option);
        var list = box.Page.Locator($".ant-select-item-option-active[title='{option}']");
        await Assertions.Expect(list).ToHaveCountAsync(1);
        await box.PressAsync("Enter");
        await Assertions.Expect(box.Locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' ant-select ')][1]").Locator(".ant-select-selection-item")).ToHaveTextAsync(option);
    }
}
