using Microsoft.Playwright;

namespace Patella.BrowserTests.Machine;

/// <summary>What a person holds in their hand or has on their table.</summary>
public sealed record Device(int Width, int Height, bool Touch)
{
    public static readonly Device Phone = new(390, 844, true);
    public static readonly Device Wide = new(1440, 900, false);

    /// <summary>A browser of its own: no cookie, nothing stored. Scripts that fail make the test fail through <see cref="Person.Failures"/>.</summary>
    public async Task<Person> Open(IBrowser browser, string address, string language = "zh-CN", ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address,
            Locale = language,
            TimezoneId = "Asia/Shanghai",
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = Width, Height = Height },
            HasTouch = Touch,
            IsMobile = Touch,
        });
        context.SetDefaultTimeout(30_000);
        return new Person(context, await context.NewPageAsync());
    }
}
