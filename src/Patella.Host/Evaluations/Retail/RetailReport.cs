using System.Text.Json;
using Patella.Service.Edge;
using Patella.Simulator.Retail;

namespace Patella.Host.Evaluations.Retail;

/// <summary>What the tasks came to.</summary>
public sealed record RetailReport(IReadOnlyList<RetailResult> Results)
{
    /// <summary>Calls that must not be done, and what came of each.</summary>
    public IReadOnlyList<RetailProbe> Probes { get; init; } = [];

    /// <summary>Calls of the correct agent that the written policy forbids: for these its table was replaced while the server ran.</summary>
    public int Contradictions { get; init; }

    /// <summary>Whether every end state is as it should be, and nothing was done that must not be.</summary>
    public bool Good => Passed == Results.Count && Probes.All(probe => probe.Fault is null);

    public int Passed => Results.Count(result => result.Passed);

    /// <summary>Every task that fell short with every difference, then the count.</summary>
    public void Write(TextWriter writer)
    {
        foreach (var result in Results.Where(result => !result.Passed))
        {
            writer.WriteLine(result.Task);
            foreach (var line in Lines(result))
            {
                writer.WriteLine("  " + line);
            }
        }

        writer.WriteLine($"{Passed}/{Results.Count} end states as they should be");
        WriteProbes(writer);
    }

    private void WriteProbes(TextWriter writer)
    {
        foreach (var probe in Probes.Where(probe => probe.Fault is not null))
        {
            writer.WriteLine($"{probe.Task}, call {probe.Step}, {probe.Class}: {probe.Fault} ({probe.Code} {probe.Rule})");
        }

        foreach (var probes in Probes.GroupBy(probe => probe.Class).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var by = probes.GroupBy(probe => probe.Rule ?? "nothing").OrderByDescending(group => group.Count()).Select(group => $"{group.Key}: {group.Count()}");
            writer.WriteLine($"{probes.Key}: {probes.Count(probe => probe.Fault is null)}/{probes.Count()} ({string.Join("; ", by)})");
        }

        if (Probes.Count > 0)
        {
            var variants = Probes.Where(probe => RetailProbes.All.Contains(probe.Class)).ToList();
            writer.WriteLine($"{Probes.Count(probe => probe.Fault is null) - variants.Count(probe => probe.Fault is null)}/{Probes.Count - variants.Count} violations refused, each by a rule that is named");
            writer.WriteLine($"{variants.Count(probe => probe.Fault is null)}/{variants.Count} variants of identity, consent and replay as they must be");
        }

        if (Contradictions > 0)
        {
            writer.WriteLine($"{Contradictions} calls of the correct agent exchange a piece for its own like, which the written policy forbids: for these its table was replaced through the life of a rule, and put back after them");
        }
    }

    public string ToJson() => JsonSerializer.Serialize(
        new { passed = Passed, total = Results.Count, Contradictions, probes = Probes, results = Results.Select(result => new { result.Task, result.Passed, result.Wrong, result.Differences, result.Failure }) },
        new JsonSerializerOptions(Json.Options) { WriteIndented = true });

    private static IEnumerable<string> Lines(RetailResult result)
    {
        if (result.Failure is { } failure)
        {
            yield return failure;
        }

        foreach (var line in result.Wrong)
        {
            yield return line;
        }

        foreach (var difference in result.Differences)
        {
            yield return $"{difference.Path}: wanted {difference.Wanted ?? "nothing"}, found {difference.Found ?? "nothing"}";
        }
    }
}
