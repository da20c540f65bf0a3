using Patella.Host.Evaluations.RuleArena;
using Xunit.Abstractions;

namespace Patella.Tests.Evaluations;

/// <summary>Airline fees and income tax out of decision models; <c>patella eval rulearena</c> is the same for everybody.</summary>
public sealed class RuleArenaTests(ITestOutputHelper output)
{
    [RuleArenaFact]
    public void Every_answer_is_right_to_the_cent()
    {
        var report = RuleArena.Run(RuleArenaFactAttribute.Folder!);
        var text = new StringWriter();
        report.Write(text);
        output.WriteLine(text.ToString());
        Assert.Equal(4, report.Results.Select(result => (result.Domain, result.Complexity)).Distinct().Count());
        Assert.All(report.Results, result => Assert.True(result.Right, $"{result.Domain} {result.Complexity} {result.Index}: {result.Wanted}, not {result.Found}"));
    }

    [RuleArenaFact]
    public void A_fee_changed_in_the_table_changes_the_answers_and_the_wrong_ones_are_named()
    {
        var model = RuleArena.Model("Airline.dmn");
        var dearer = model.Replace("<outputEntry><text>45</text></outputEntry>", "<outputEntry><text>45.01</text></outputEntry>", StringComparison.Ordinal);
        Assert.NotEqual(model, dearer);
        var report = RuleArena.Run(RuleArenaFactAttribute.Folder!, "airline", dearer);
        var text = new StringWriter();
        report.Write(text);
        Assert.InRange(report.Right, 1, report.Results.Count - 1);
        Assert.Contains("wrong: airline, complexity 0, problem 0: should be 1245 but is 1245.01", text.ToString(), StringComparison.Ordinal);
    }
}

/// <summary>Runs only where the problems are, beside the repository or where PATELLA_SHARED_DATA says.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RuleArenaFactAttribute : FactAttribute
{
    public RuleArenaFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "the problems are not here: expected ../shared/data/rulearena beside the repository, or set PATELLA_SHARED_DATA";
        }
    }

    internal static string? Folder { get; } = Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "airline", "answers.json")));

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("PATELLA_SHARED_DATA") is { Length: > 0 } shared)
        {
            yield return Path.Combine(shared, "rulearena");
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Patella.slnx")))
            {
                yield return Path.Combine(folder.FullName, "..", "shared", "data", "rulearena");
            }
        }
    }
}
