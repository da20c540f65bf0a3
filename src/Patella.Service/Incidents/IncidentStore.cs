using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Incidents.Engine;

namespace Patella.Service.Incidents;

/// <summary>Where the watch stands.</summary>
internal sealed record WatchRow
{
    public long Position { get; init; } = -1;

    public long Minute { get; init; } = -1;

    public string? SnapshotKey { get; init; }

    public long SnapshotPosition { get; init; } = -1;
}

/// <summary>An incident with its owner.</summary>
internal sealed record IncidentRow
{
    public long Number { get; init; }

    public string Body { get; init; } = "";

    public string? Staff { get; init; }

    public string? Name { get; init; }

    public string? Unit { get; init; }

    public Incident Incident => JsonSerializer.Deserialize<Incident>(Body)!;
}

/// <summary>The statements, and ids as they are written outside.</summary>
internal static class IncidentStore
{
    private const string Prefix = "incident-";
    public static readonly Statements Sql = new(typeof(IncidentStore).Assembly, "Incidents.incidents.sql");

    /// <summary>Hints on the bus that incidents have changed.</summary>
    public static string Topic(TenantId tenant) => "incidents:" + tenant.Value;

    public static string Id(long number) => Prefix + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool TryNumber(string? id, out long number)
    {
        number = 0;
        return id is not null && id.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(id.AsSpan(Prefix.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);
    }

    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static Task Save(ITransaction transaction, Incident incident) => transaction.Execute(Sql["SaveIncident"], new
    {
        number = incident.Number, state = Word(incident.State), kind = Word(incident.Kind), onset = incident.Onset, raisedAt = incident.RaisedAt, position = incident.Position,
        verdict = incident.Verdict is { } verdict ? verdict ? 1L : 0L : (long?)null, body = JsonSerializer.Serialize(incident),
    });

    public static async Task<IncidentRow?> Find(IReader reader, string? id) => TryNumber(id, out var number) ? await reader.One<IncidentRow>(Sql["FindIncident"], new { number }) : null;
}
