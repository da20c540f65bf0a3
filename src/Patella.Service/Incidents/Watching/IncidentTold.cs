using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Incidents.Engine;

namespace Patella.Service.Incidents.Watching;

/// <summary>One thing that the timeline is told of an incident, as it stood then. No words of anybody are in it.</summary>
/// <param name="Minute">Minute of the stream since 1970.</param>
/// <param name="By">Who said it; null for the engine.</param>
internal sealed record IncidentTold(string Kind, long Minute, string? By, string Data)
{
    /// <summary>What a change of the book says outside: nothing while an incident only grows, unless it became more severe than was told before.</summary>
    public static IEnumerable<IncidentTold> Of(IncidentChange change, long minute)
    {
        var incident = change.Incident;
        var worse = incident.State == IncidentState.Open && incident.Severity > incident.SaidSeverity;
        incident.SaidSeverity = Math.Max(incident.SaidSeverity, incident.Severity);
        var by = change.What == "grown" || incident.History.Count == 0 ? null : incident.History[^1].By;
        var kind = change.What switch
        {
            "raised" => IncidentEvents.Raised,
            "calm" or "closed" => IncidentEvents.Closed,
            "reopened" => IncidentEvents.Reopened,
            "merged" => IncidentEvents.Merged,
            "verdict" => IncidentEvents.Judged,
            _ => null,
        };
        if (kind is not null)
        {
            yield return new IncidentTold(kind, minute, by, DataOf(incident));
        }

        if (worse && kind != IncidentEvents.Raised)
        {
            yield return new IncidentTold(IncidentEvents.Worsened, minute, null, DataOf(incident));
        }
    }

    public static IncidentTold Owned(Incident incident, IncidentOwnerRequest request, Caller caller) => new(IncidentEvents.Owned, 0, caller.Id, DataOf(incident, request));

    public TimelineEntry Entry(string id, long recordedAt) => new()
    {
        Id = id, Kind = Kind, At = (Minute + 1) * 60_000_000, RecordedAt = recordedAt, AuthorParty = By is null ? "system" : "agent", AuthorId = By, Data = Data,
    };

    private static string DataOf(Incident incident, IncidentOwnerRequest? owner = null)
    {
        var id = IncidentStore.Id(incident.Number);
        return Json.Write(new IncidentFact(
            "incident/" + id, id, IncidentStore.Word(incident.Kind), IncidentStore.Word(incident.State), incident.Stage, incident.Reason, new Dictionary<string, string>(incident.Node), incident.Severity, incident.Onset * 60,
            incident.RaisedAt * 60, incident.Voices, incident.Customers, incident.Verdict is { } verdict ? verdict ? "real" : "false" : null, incident.MergedInto is { } into ? IncidentStore.Id(into) : null, owner?.Staff, owner?.Unit));
    }
}
