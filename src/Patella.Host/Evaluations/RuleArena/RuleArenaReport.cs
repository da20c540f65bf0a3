using System.Globalization;

namespace Patella.Host.Evaluations.RuleArena;

/// <summary>One problem.</summary>
/// <param name="Domain">airline or tax.</param>
/// <param name="Complexity">0 or 1, as the set counts.</param>
/// <param name="Index">Its place in the set's file.</param>
/// <param name="Wanted">The set's answer, in dollars.</param>
/// <param name="Found">Ours; null when the model gave none.</param>
/// <param name="Right">Whether they are the same amount to the cent.</param>
/// <param name="Problem">What the engine named first, if anything.</param>
public sealed record RuleArenaResult(string Domain, int Complexity, int Index, decimal Wanted, decimal? Found, bool Right, string? Problem);

/// <summary>All problems of a run.</summary>
public sealed record RuleArenaReport(IReadOnlyList<RuleArenaResult> Results)
{
    /// <summary>How many are right.</summary>
    public int Right => Results.Count(result => result.Right);

    /// <summary>Right and total of each domain and complexity, then every wrong one.</summary>
    public void Write(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var group in Results.GroupBy(result => (result.Domain, result.Complexity)))
        {
            output.WriteLine($"{group.Key.Domain}, complexity {group.Key.Complexity}: {group.Count(result => result.Right)} / {group.Count()}");
        }

        output.WriteLine($"together: {Right} / {Results.Count}");
        foreach (var wrong in Results.Where(result => !result.Right))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"wrong: {wrong.Domain}, complexity {wrong.Complexity}, problem {wrong.Index}: should be {wrong.Wanted} but is {(wrong.Found is { } found ? found : "nothing")}{(wrong.Problem is { } problem ? $" ({problem})" : "")}"));
        }
    }
}
