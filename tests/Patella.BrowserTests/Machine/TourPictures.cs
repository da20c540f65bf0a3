using Microsoft.Playwright;

namespace Patella.BrowserTests.Machine;

/// <summary>The pictures of the five minutes: beside the other pictures, and with PATELLA_PICTURES_OF_THE_TOUR=1 small ones in docs/pictures/five-minutes, where the page about it shows them.</summary>
internal sealed class TourPictures
{
    private static readonly string? Documents = Environment.GetEnvironmentVariable("PATELLA_PICTURES_OF_THE_TOUR") is { Length: > 0 }
        ? Directory.CreateDirectory(Path.Combine(TestMachine.Repository, "docs", "pictures", "five-minutes")).FullName : null;

    /// <summary>The screen as the person sees it.</summary>
    public async Task Take(Person person, string name)
    {
        Directory.CreateDirectory(TestMachine.Screenshots);
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(TestMachine.Screenshots, $"five-minutes-{name}.png"), Animations = ScreenshotAnimations.Disabled });
        if (Documents is not null && !name.StartsWith("stopped-", StringComparison.Ordinal))
        {
            await person.Page.ScreenshotAsync(new() { Path = Path.Combine(Documents, name + ".jpg"), Type = ScreenshotType.Jpeg, Quality = 72, Animations = ScreenshotAnimations.Disabled });
        }
    }

    /// <summary>The same on a screen as a room has one.</summary>
    public async Task TakeWide(Person person, string name)
    {
        var before = person.Page.ViewportSize!;
        await person.Page.SetViewportSizeAsync(1920, 1080);
        await Take(person, name);
        await person.Page.SetViewportSizeAsync(before.Width, before.Height);
    }
}
