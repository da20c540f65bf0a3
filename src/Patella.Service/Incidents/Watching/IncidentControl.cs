using System.Text.Json;
using Patella.Service.Edge;
using Patella.Service.Incidents.Engine;

namespace Patella.Service.Incidents.Watching;

/// <summary>What a person said of an incident, as it stands in the log: a replay hears it at the same place.</summary>
/// <param name="What">verdict, merge, close or reopen.</param>
internal sealed record IncidentControl(string What, long Number, bool Verdict, IncidentKind? Kind, long Into, string By, string? Note)
{
    /// <summary>Kind of the control record.</summary>
    public const string Record = "incident";

    public static IncidentControl? Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize<IncidentControl>(data, Json.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Applies it. Said twice it changes nothing the second time.</summary>
    public IEnumerable<IncidentChange> Apply(IncidentBook book, long minute)
    {
        IncidentChange? change = What switch
        {
            "verdict" => book.Find(Number) is { } incident && incident.Verdict == Verdict && (Kind is null || Kind == incident.Kind) && Note is null ? null : book.Judge(Number, Verdict, Kind, By, Note, minute),
            "merge" => book.Merge(Number, Into, By, Note, minute),
            "close" => book.Close(Number, By, Note, minute),
            "reopen" => book.Reopen(Number, By, Note, minute),
            _ => null,
        };
        if (change is { } made)
        {
            yield return made;
            if (What == "merge" && book.Find(Into) is { } target)
            {
                yield return new IncidentChange(target, "grown");
            }
        }
    }
}
