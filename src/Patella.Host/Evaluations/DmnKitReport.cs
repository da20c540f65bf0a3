namespace Patella.Host.Evaluations;

/// <summary>The outcome of one case of the kit; it passes when every value it expects is as expected.</summary>
/// <param name="Level">compliance-level-2 or compliance-level-3.</param>
/// <param name="Folder">The folder of the case.</param>
/// <param name="Case">The id of the case.</param>
/// <param name="Reason">Why it failed; null when it passed.</param>
/// <param name="SilentError">It passed, an error was expected, and the engine gave null without naming a problem.</param>
public sealed record DmnKitResult(string Level, string Folder, string Case, string? Reason, bool SilentError)
{
    /// <summary>Whether every value was the expected one.</summary>
    public bool Passed => Reason is null;
}

/// <summary>All outcomes of a run of the kit.</summary>
public sealed record DmnKitReport(IReadOnlyList<DmnKitResult> Results)
{
    /// <summary>Passed and total of a level, or of everything.</summary>
    public (int Passed, int Total) Count(string? level = null)
    {
        List<DmnKitResult> chosen = [.. Results.Where(result => level is null || result.Level == level)];
        return (chosen.Count(result => result.Passed), chosen.Count);
    }

    /// <summary>Writes passed and total per level, then every failing case with its reason.</summary>
    public void Write(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (string level in Results.Select(result => result.Level).Distinct())
        {
            (int passed, int total) = Count(level);
            output.WriteLine($"{level}: {passed} / {total}");
        }

        (int all, int of) = Count();
        output.WriteLine($"together: {all} / {of}");
        foreach (DmnKitResult silent in Results.Where(result => result.SilentError))
        {
            output.WriteLine($"passed without naming a problem, though an error was expected: {silent.Level}/{silent.Folder} case {silent.Case}");
        }

        foreach (DmnKitResult failed in Results.Where(result => !result.Passed))
        {
            output.WriteLine($"failed {failed.Level}/{failed.Folder} case {failed.Case}: {failed.Reason}");
        }
    }
}
