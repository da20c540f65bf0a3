using Patella.Host.Evaluations;
using Xunit.Abstractions;

namespace Patella.Tests.Kernel.Dmn;

public sealed class DmnKitTests(ITestOutputHelper output)
{
    private const int LevelTwoCases = 116;

    // All but the 14 cases that call Java methods and expect their values.
    private const int LevelThreeGate = 3261;
    private const int LevelThreeCases = 3275;

    [DmnKitFact]
    public void The_engine_passes_the_compatibility_kit()
    {
        DmnKitReport report = DmnKit.Run(DmnKitFactAttribute.Archive!);

        var text = new StringWriter();
        report.Write(text);
        output.WriteLine(text.ToString());
        Assert.Equal((LevelTwoCases, LevelTwoCases), report.Count("compliance-level-2"));
        (int passed, int total) = report.Count("compliance-level-3");
        Assert.Equal(LevelThreeCases, total);
        Assert.True(passed >= LevelThreeGate, $"{passed} of {total} cases of level 3 pass, fewer than {LevelThreeGate}");
    }
}

/// <summary>Runs only where the kit is, beside the repository or where PATELLA_SHARED_DATA says.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DmnKitFactAttribute : FactAttribute
{
    public DmnKitFactAttribute()
    {
        if (Archive is null)
        {
            Skip = "the compatibility kit is not here: expected ../shared/data/dmn-tck/TestCases.tar.gz beside the repository, or set PATELLA_SHARED_DATA";
        }
    }

    internal static string? Archive { get; } = Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        const string Inside = "dmn-tck/TestCases.tar.gz";
        if (Environment.GetEnvironmentVariable("PATELLA_SHARED_DATA") is { Length: > 0 } shared)
        {
            yield return Path.Combine(shared, Inside);
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Patella.slnx")))
            {
                yield return Path.Combine(folder.FullName, "..", "shared", "data", Inside);
            }
        }
    }
}
