using System.Globalization;
using System.Text.Json;
using Patella.Service.Incidents.Engine;

namespace Patella.Host.Detection;

/// <summary>One incident as the offline commands write and read it.</summary>
internal sealed record FoundIncident(
    string Id, string Kind, DateTimeOffset RaisedAt, DateTimeOffset Onset, DateTimeOffset? ClosedAt, SortedDictionary<string, string> Node, string? Reason, string? Stage, int Voices, int Customers,
    double Expected, double Score, int Severity, int Reopened, IReadOnlyList<string> Examples)
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FoundIncident Of(Incident incident, Func<long, string?> idOf) => new(
        "incident-" + incident.Number.ToString(CultureInfo.InvariantCulture), incident.Kind.ToString().ToLowerInvariant(), At(incident.RaisedAt + 1), At(incident.Onset), incident.ClosedAt is { } closed ? At(closed) : null,
        incident.Node, incident.Reason.Length > 0 ? incident.Reason : null, incident.Stage.Length > 0 ? incident.Stage : null, incident.Voices, incident.Customers, Math.Round(incident.Expected, 2),
        Math.Round(incident.Score, 2), incident.Severity, incident.Reopened, [.. incident.Examples.Take(10).Select(idOf).OfType<string>()]);

    private static DateTimeOffset At(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);
}
