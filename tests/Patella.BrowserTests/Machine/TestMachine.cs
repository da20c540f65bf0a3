namespace Patella.BrowserTests.Machine;

/// <summary>What this machine has of what browser tests need, and what is missing, in one sentence.</summary>
internal static class TestMachine
{
    private static readonly string[] UsualPlaces = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>The browser: the variable PATELLA_CHROMIUM, else where distributions put it; null when there is none.</summary>
    public static string? Chromium { get; } = FindChromium();

    /// <summary>The root of the working copy the tests were built in.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder that holds console/dist and widget/dist.</summary>
    public static string Web => Path.Combine(Repository, "web");

    /// <summary>Where pictures go: the variable PATELLA_SCREENSHOTS, else artifacts/screenshots.</summary>
    public static string Screenshots => Environment.GetEnvironmentVariable("PATELLA_SCREENSHOTS") is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(Repository, "artifacts", "screenshots");

    /// <summary>What the names of the pages begin with that are looked at: the variable PATELLA_PAGES, else nothing, which is all of them.</summary>
    public static string Pages => Environment.GetEnvironmentVariable("PATELLA_PAGES") ?? "";

    /// <summary>Why no browser test can run here; null when all is there.</summary>
    public static string? Missing
    {
        get
        {
            if (Chromium is null)
            {
                return "No Chromium here: install it (apt-get install chromium) or name it in PATELLA_CHROMIUM.";
            }

            var unbuilt = new[] { "console", "widget" }.Where(name => !Directory.Exists(Path.Combine(Web, name, "dist"))).ToList();
            return unbuilt.Count == 0 ? null : $"Not built: {string.Join(", ", unbuilt.Select(name => $"web/{name}/dist"))}. Run npm ci and npm run build there, or ./test, which does both.";
        }
    }

    private static string? FindChromium()
        => Environment.GetEnvironmentVariable("PATELLA_CHROMIUM") is { Length: > 0 } named ? (File.Exists(named) ? named : null) : UsualPlaces.FirstOrDefault(File.Exists);

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Patella.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run inside the working copy they were built in.");
    }
}
