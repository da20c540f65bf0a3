using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Service.Incidents.Engine;

namespace Patella.Service.Incidents.Reading;

/// <summary>A change of the marketplace as it is kept.</summary>
internal sealed record ChangeRow
{
    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public long At { get; init; }

    public string Title { get; init; } = "";

    public string Node { get; init; } = "{}";

    public string ById { get; init; } = "";

    public SortedDictionary<string, string> Nodes => JsonSerializer.Deserialize<SortedDictionary<string, string>>(Node)!;

    public ChangeView View => new(Id, Kind, Microseconds.ToTime(At), Title, Nodes);
}

/// <summary>Which changes may be behind an incident: those shortly before its onset, nearer ones and those at the same nodes first.</summary>
internal static class Causes
{
    /// <summary>How long before the onset a change may lie, and how long after: an onset is known to some minutes.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromHours(24), After = TimeSpan.FromMinutes(30);

    private const int Most = 10;

    public static IReadOnlyList<IncidentCauseView> Of(Incident incident, IReadOnlyList<ChangeRow> changes)
    {
        var onset = IncidentViews.At(incident.Onset);
        return [.. changes.Select(change => (Change: change.View, Score: Score(incident, change.View, onset))).Where(pair => pair.Score > 0)
            .OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Change.Id, StringComparer.Ordinal).Take(Most)
            .Select(pair => new IncidentCauseView(pair.Change.Kind, pair.Change.At, pair.Change.Title, pair.Change.Id, pair.Change.Node, Math.Round(pair.Score, 3)))];
    }

    private static double Score(Incident incident, ChangeView change, DateTimeOffset onset)
    {
        var before = onset - change.At;
        if (before > Before || before < -After)
        {
            return 0;
        }

        var shared = change.Node.Count(pair => incident.Node.TryGetValue(pair.Key, out var value) && value == pair.Value);
        if (change.Node.Any(pair => incident.Node.TryGetValue(pair.Key, out var value) && value != pair.Value))
        {
            return 0;
        }

        // Half of the score is nearness (an hour away counts for half of it), half whether it concerns the same nodes.
        var near = 1 / (1 + (Math.Abs(before.TotalHours)));
        var overlap = change.Node.Count == 0 ? 0.2 : shared == 0 ? 0.1 : (double)shared / Math.Max(change.Node.Count, incident.Node.Count);
        return (near + overlap) / 2;
    }
}
