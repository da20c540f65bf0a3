using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Incidents.Engine;
using Patella.Service.Systems;
using Patella.Service.Tenants;
using Patella.Service.Voices;
using Patella.Service.Voices.Reading;

namespace Patella.Service.Reports.Wall;

/// <summary>An open incident as it is stored, and as it is shown.</summary>
internal sealed record WallIncident(Incident Incident, WallObstacle Shown);

/// <summary>The open incidents, read when they have changed and now and then.</summary>
internal sealed class WallIncidents(IVoiceUnderstanding understanding, IPlaceNames places, TenantStore tenants, ISystemCalls calls)
{
    /// <summary>Open incidents that are looked at; a wall of more would be no wall.</summary>
    private const int Most = 100;

    /// <summary>Lines of the wall; the page shows as many as it has room for.</summary>
    private const int Lines = 12;

    private const int Topics = 4;
    private const int TrendMinutes = 60;
    private const int Lately = 10;

    private readonly Kept<(IReadOnlyDictionary<string, string> Chinese, IReadOnlyDictionary<string, string> English)> _titles = new(TimeSpan.FromSeconds(30));
    private readonly Kept<IReadOnlyDictionary<string, LocalName>> _units = new(TimeSpan.FromSeconds(60));
    private readonly Kept<(IReadOnlyList<WallIncident> Open, CountRow Counts)> _open = new(TimeSpan.FromSeconds(5));

    /// <summary>All that are open, the gravest first, then the largest.</summary>
    public IReadOnlyList<WallIncident> Open { get; private set; } = [];

    /// <summary>Titles of stages and reasons, by code.</summary>
    public Func<string, LocalName?> Title { get; private set; } = _ => null;

    /// <param name="hints">How many hints there were that incidents have changed.</param>
    public async Task<WallObstacles> Read(WallReading reading, long hints)
    {
        var titles = await _titles.Get(reading, 0, async () => (await understanding.Titles(reading.Tenant, "zh-CN"), await understanding.Titles(reading.Tenant, "en")));
        Title = code => code.Length > 0 && titles.Chinese.TryGetValue(code, out var chinese) ? new LocalName(chinese, titles.English.GetValueOrDefault(code, code)) : null;
        // A new minute moves every trend.
        var (open, counts) = await _open.Get(reading, HashCode.Combine(hints, reading.MinuteNow), () => ReadOpen(reading));
        Open = open;
        return new WallObstacles(counts.Open, counts.Raised, counts.Closed, [.. open.Where(one => one.Incident.Kind != IncidentKind.Opportunity).Select(one => one.Shown).Take(Lines)]);
    }

    /// <summary>What is new and has no name.</summary>
    public IReadOnlyList<WallObstacle> WithoutName => [.. Open.Where(one => one.Incident.Reason.Length == 0).Select(one => one.Shown).Take(Topics)];

    private async Task<(IReadOnlyList<WallIncident>, CountRow)> ReadOpen(WallReading reading)
    {
        var units = await _units.Get(reading, 0, () => reading.Store.Read(reading.Tenant, async reader => (IReadOnlyDictionary<string, LocalName>)(await tenants.ListUnits(reader)).ToDictionary(unit => unit.Code, unit => unit.Name)));
        var (rows, counts) = await reading.Store.Read(reading.Tenant, async reader => (
            await reader.Many<OpenRow>(WallReading.Sql["OpenIncidents"], new { limit = Most }), (await reader.One<CountRow>(WallReading.Sql["CountIncidents"], new { since = reading.Today / WallReading.Minute }))!));
        var incidents = rows.Select(row => (Row: row, Incident: JsonSerializer.Deserialize<Incident>(row.Body)!)).ToList();
        var names = await places.Of(reading.Tenant, incidents.SelectMany(one => one.Incident.Node.Select(pair => new VoicePlace(pair.Key, pair.Value))));
        LocalName? NameOf(string dimension, string value)
            => dimension == "category" ? units.GetValueOrDefault(value) : names.TryGetValue(new VoicePlace(dimension, value), out var name) ? new LocalName(name, name) : null;
        var ranked = incidents.Select(one => new WallIncident(one.Incident, Show(one.Row, one.Incident, reading, units, NameOf)))
            .OrderByDescending(one => one.Shown.Severity).ThenByDescending(one => one.Shown.Voices).ThenBy(one => one.Incident.Number).ToList();
        return (await reading.Store.Read(reading.Tenant, reader => WithCalls(reader, ranked)), counts);
    }

    /// <summary>Those that have a line are shown with their owning system, where one was called.</summary>
    private async Task<List<WallIncident>> WithCalls(IReader reader, List<WallIncident> ranked)
    {
        for (var index = 0; index < Math.Min(ranked.Count, Lines); index++)
        {
            // The one that is least far along: what still waits is what the room looks for.
            var called = (await calls.Of(reader, "incident", ranked[index].Shown.Id)).Where(call => call.State != "withdrawn").MinBy(call => (call.FixedAt is not null, call.AcknowledgedAt is not null, call.CalledAt));
            if (called is not null)
            {
                var clock = called.FixedAt is { } mended ? new WallClock("fixed", mended) : called.AcknowledgedAt is { } taken ? new WallClock("acknowledged", taken) : new WallClock("called", called.CalledAt, called.DueAt);
                ranked[index] = ranked[index] with { Shown = ranked[index].Shown with { Clock = clock, Owner = called.SystemName is { } name ? new LocalName(name, name) : ranked[index].Shown.Owner } };
            }
        }

        return ranked;
    }

    private WallObstacle Show(OpenRow row, Incident incident, WallReading reading, IReadOnlyDictionary<string, LocalName> units, Func<string, string, LocalName?> name)
    {
        var trend = new int[TrendMinutes];
        foreach (var point in incident.Trend.Where(point => point.Minute > reading.MinuteNow - TrendMinutes && point.Minute <= reading.MinuteNow))
        {
            trend[TrendMinutes - 1 - (int)(reading.MinuteNow - point.Minute)] += point.Count;
        }

        return new WallObstacle(
            "incident-" + incident.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), incident.Kind.ToString().ToLowerInvariant(), Title(incident.Reason) ?? Title(incident.Stage), incident.Reason is { Length: > 0 } reason ? reason : null,
            incident.Stage is { Length: > 0 } stage ? stage : null, [.. incident.Node.Select(pair => new WallNode(pair.Key, pair.Value, name(pair.Key, pair.Value)))], At(incident.Onset), At(incident.RaisedAt),
            incident.Voices, incident.Customers, Math.Round(incident.Expected, 1), incident.Growth, trend[^Lately..].Sum(), trend[^(2 * Lately)..^Lately].Sum(), incident.Severity, trend,
            OwnerOf(row, units), row.At is { } owned ? new WallClock("owned", Microseconds.ToTime(owned)) : new WallClock("raised", At(incident.RaisedAt)));
    }

    private static LocalName? OwnerOf(OpenRow row, IReadOnlyDictionary<string, LocalName> units)
        => row.Name is { } name ? new LocalName(name, name) : row.Unit is { } unit ? units.GetValueOrDefault(unit) ?? new LocalName(unit, unit) : null;

    private static DateTimeOffset At(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);

    private sealed class OpenRow
    {
        public long Number { get; init; }

        public string Body { get; init; } = "";

        public string? Staff { get; init; }

        public string? Name { get; init; }

        public string? Unit { get; init; }

        public long? At { get; init; }
    }

    internal sealed class CountRow
    {
        public long Open { get; init; }

        public long Raised { get; init; }

        public long Closed { get; init; }
    }
}
