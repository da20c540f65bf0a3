using Patella.Platform.Storage;
using Patella.Service.Incidents.Engine;

namespace Patella.Service.Incidents;

/// <summary>How an incident stands, for higher capabilities.</summary>
/// <param name="State">open, closed or merged.</param>
/// <param name="Node">Dimension to value; empty for the whole marketplace.</param>
/// <param name="Onset">Business time, UTC microseconds, as are the others.</param>
/// <param name="ExpectedAnHour">Voices an hour by its baseline: the mean of the newest 60 minutes in which it was heard.</param>
/// <param name="Verdict">False when somebody said that the alert was none.</param>
/// <param name="Into">The incident it has become part of.</param>
public sealed record IncidentStanding(
    string Id, string State, string? Stage, string? Reason, IReadOnlyDictionary<string, string> Node, long Onset, long RaisedAt, long? ClosedAt, double ExpectedAnHour, bool? Verdict, string? Into, int Severity);

/// <summary>Incidents as they stand, for higher capabilities inside their own transactions.</summary>
public static class IncidentStandings
{
    private const long Minute = 60_000_000;

    public static async Task<IncidentStanding?> Find(IReader reader, string id) => await IncidentStore.Find(reader, id) is { } row ? Of(row.Incident) : null;

    private static IncidentStanding Of(Incident incident)
    {
        var newest = incident.Trend.TakeLast(60).ToList();
        return new IncidentStanding(
            IncidentStore.Id(incident.Number), IncidentStore.Word(incident.State), Known(incident.Stage), Known(incident.Reason), incident.Node, incident.Onset * Minute, incident.RaisedAt * Minute,
            incident.ClosedAt * Minute, newest.Count == 0 ? 0 : Math.Round(newest.Average(point => (double)point.Expected) * 60, 2), incident.Verdict,
            incident.MergedInto is { } into ? IncidentStore.Id(into) : null, incident.Severity);
    }

    private static string? Known(string code) => code.Length == 0 ? null : code;
}
