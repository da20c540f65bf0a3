using Microsoft.Playwright;
using Patella.BrowserTests.Machine;

namespace Patella.BrowserTests.Pages;

/// <summary>Pictures of every page in both languages, light and dark, wide and on a phone, for people to look at; and each page fits its screen.</summary>
[Collection(BrowserCollection.Name)]
public class ScreenshotTests(ChromiumFixture chromium, PreparedMarketplace prepared) : IClassFixture<PreparedMarketplace>
{
    private const string Overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    [BrowserTheory]
    [InlineData("zh-CN", false), InlineData("zh-CN", true), InlineData("en", false), InlineData("en", true)]
    public async Task Every_page_fits_its_screen_and_has_its_picture_taken(string language, bool phone)
    {
        Directory.CreateDirectory(TestMachine.Screenshots);
        var wrong = new List<string>();
        foreach (var visits in Visit.All.GroupBy(visit => visit.Staff))
        {
            await using var person = await (phone ? Device.Phone : Device.Wide).Open(chromium.Browser, prepared.Marketplace.Address, language);
            if (visits.Key is { } name)
            {
                await prepared.Marketplace.EnterAs(person, name);
            }

            foreach (var visit in visits)
            {
                await visit.Go(person, prepared, language);
                wrong.AddRange(await Look(person, $"{visit.Name}.{language}.{(phone ? "phone" : "wide")}"));
            }

            wrong.AddRange(person.Failures);
        }

        Assert.Empty(wrong);
    }

    private static async Task<IReadOnlyList<string>> Look(Person person, string name)
    {
        var wrong = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await person.Turn(scheme);
            var picture = $"{name}.{scheme.ToString().ToLowerInvariant()}.png";
            await person.Page.ScreenshotAsync(new() { Path = Path.Combine(TestMachine.Screenshots, picture), Animations = ScreenshotAnimations.Disabled });
            if (await person.Page.EvaluateAsync<double>(Overflow) is > 0 and var pixels)
            {
                wrong.Add($"{picture}: {pixels} pixels wider than its screen");
            }
        }

        await person.Turn(ColorScheme.Light);
        return wrong;
    }
}
