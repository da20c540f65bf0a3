using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Patella.BrowserTests.Machine;

namespace Patella.BrowserTests.Pages;

/// <summary>Whoever does not see or does not use a mouse can use every page.</summary>
[Collection(BrowserCollection.Name)]
public partial class AccessibilityTests(ChromiumFixture chromium, PreparedMarketplace prepared) : IClassFixture<PreparedMarketplace>
{
    [BrowserTheory]
    [InlineData("zh-CN"), InlineData("en")]
    public async Task Every_control_has_a_name_and_every_page_a_language_and_one_first_heading(string language)
    {
        var wrong = await OnEveryPage(Device.Wide, language, async (person, name) =>
        {
            var tree = await person.Page.Locator("body").AriaSnapshotAsync();
            var found = Nameless().Matches(tree).Select(match => $"{name}: without a name: {match.Value.Trim()}").ToList();
            if (FirstHeading().Count(tree) != 1)
            {
                found.Add($"{name}: {FirstHeading().Count(tree)} headings of level 1");
            }

            if (await person.Page.EvaluateAsync<string>("() => document.documentElement.lang") != language)
            {
                found.Add($"{name}: the page does not say that it is in {language}");
            }

            return found;
        });
        Assert.Empty(wrong);
    }

    [AxeFact]
    public async Task Axe_finds_nothing_serious()
    {
        var axe = await File.ReadAllTextAsync(AxeFactAttribute.Script!);
        Assert.Empty(await OnEveryPage(Device.Wide, "zh-CN", (person, name) => Axe(person, axe, name)));
        Assert.Empty(await OnEveryPage(Device.Phone, "en", (person, name) => Axe(person, axe, name)));
    }

    [AxeFact]
    public async Task Axe_finds_nothing_serious_on_the_demonstrations_pages_and_in_the_embedded_widget()
    {
        var axe = await File.ReadAllTextAsync(AxeFactAttribute.Script!);
        await using var server = await PatellaServer.StartDemonstration();
        var found = new List<string>();
        foreach (var (device, language) in new[] { (Device.Wide, "zh-CN"), (Device.Phone, "en") })
        {
            await using var person = await device.Open(chromium.Browser, server.Address, language);
            await person.Page.GotoAsync("/?lang=" + language);
            found.AddRange(await Axe(person, axe, "start"));
            await person.Page.GotoAsync("/console/tour?lang=" + language);
            await person.Page.Locator(".tour-step").First.WaitForAsync();
            found.AddRange(await Axe(person, axe, "tour"));
            await person.Page.GotoAsync("/demo/shop/market?lang=" + language);
            var launcher = person.Button(language == "en" ? "Help" : "帮助");
            await launcher.WaitForAsync();
            found.AddRange(await Axe(person, axe, "shop"));
            await launcher.ClickAsync();
            await person.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Article).First.WaitForAsync();
            found.AddRange(await Axe(person, axe, "widget"));
        }

        Assert.Empty(found);
    }

    [AxeFact]
    public async Task A_page_that_shuts_people_out_is_found()
    {
        var axe = await File.ReadAllTextAsync(AxeFactAttribute.Script!);
        await using var person = await Device.Wide.Open(chromium.Browser, prepared.Marketplace.Address, "en");
        await person.Page.SetContentAsync("<html lang='en'><head><title>x</title></head><body><main><h1>x</h1><button></button><p style='color:#bbb;background:#fff'>pale</p></main></body></html>");
        var found = string.Join('\n', await Axe(person, axe, "page"));
        Assert.Contains("button-name", found, StringComparison.Ordinal);
        Assert.Contains("color-contrast", found, StringComparison.Ordinal);
    }

    internal static async Task<List<string>> Axe(Person person, string axe, string name)
    {
        var found = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await person.Turn(scheme);
            await person.Page.EvaluateAsync(axe);
            found.AddRange((await person.Page.EvaluateAsync<string[]>("""
                async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                  .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
                  .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.flat().join(' ')}: ${node.failureSummary}`))
                """)).Select(violation => $"{name} {scheme}: {violation}"));
        }

        return found;
    }

    private async Task<IReadOnlyList<string>> OnEveryPage(Device device, string language, Func<Person, string, Task<List<string>>> look)
    {
        var found = new List<string>();
        foreach (var visits in Visit.All.GroupBy(visit => visit.Staff))
        {
            await using var person = await device.Open(chromium.Browser, prepared.Marketplace.Address, language);
            if (visits.Key is { } staff)
            {
                await prepared.Marketplace.EnterAs(person, staff);
            }

            foreach (var visit in visits)
            {
                await visit.Go(person, prepared, language);
                found.AddRange(await look(person, visit.Name));
            }
        }

        return found;
    }

    [GeneratedRegex(@"^\s*- (button|link|textbox|searchbox|combobox|checkbox|radio|switch|tab|menuitem|slider|dialog)\b(?! "")[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Nameless();

    [GeneratedRegex(@"- heading [^\n]*\[level=1\]")]
    private static partial Regex FirstHeading();
}

/// <summary>
/// A test that needs axe-core, which is a dependency for development of web/console; <c>./test</c> names its file axe.min.js in PATELLA_AXE.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute() => Skip = TestMachine.Missing ?? (Script is null ? "axe-core is not here: run npm ci in web/console, or name its axe.min.js in the variable PATELLA_AXE." : null);

    internal static string? Script => new[] { Environment.GetEnvironmentVariable("PATELLA_AXE"), Path.Combine(TestMachine.Web, "console", "node_modules", "axe-core", "axe.min.js") }
        .FirstOrDefault(file => !string.IsNullOrEmpty(file) && File.Exists(file));
}
