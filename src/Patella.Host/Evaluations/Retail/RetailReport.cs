using System.Text.Json;
using Patella.Service.Edge;
using Patella.Simulator.Retail;

namespace Patella.Host.Evaluations.Retail;

/// <summary>What the tasks came to.</summary>
public sealed record RetailReport(IReadOnlyList<RetailResult> Results)
{
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
    }

    public string ToJson() => JsonSerializer.Serialize(
        new { passed = Passed, total = Results.Count, results = Results.Select(result => new { result.Task, result.Passed, result.Wrong, result.Differences, result.Failure }) },
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
