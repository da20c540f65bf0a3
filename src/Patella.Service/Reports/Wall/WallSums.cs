using Patella.Platform.Storage;
using Patella.Service.Voices;

namespace Patella.Service.Reports.Wall;

/// <summary>The parts that are counts of voices. All come from roll-ups: how many voices are kept changes nothing.</summary>
internal sealed class WallSums
{
    private const int Step = 5;
    private const int TrendHours = 6;
    private const int Lines = 6;
    private const int HoursOutside = 24;
    private const int RegionHours = 2;

    /// <summary>Regions of one answer, the loudest first.</summary>
    private const int Regions = 60;

    private readonly Kept<Usual> _usual = new(TimeSpan.FromMinutes(10));
    private readonly Kept<IReadOnlyList<SumRow>> _minutes = new(TimeSpan.FromSeconds(1)), _outside = new(TimeSpan.FromSeconds(2)), _regions = new(TimeSpan.FromSeconds(5));
    private readonly Kept<IReadOnlyList<SumRow>> _hours = new(TimeSpan.FromSeconds(60)), _regionHours = new(TimeSpan.FromSeconds(60));

    /// <summary>What every hour until now is compared with, chosen once an hour.</summary>
    public Task<Usual> Usual(WallReading reading) => _usual.Get(reading, reading.HourNow, async () => Wall.Usual.Choose(
        PerSlot(await Rows(reading, "Hours", new { from = reading.HourNow - Wall.Usual.Needed - 1, until = reading.HourNow }), row => row.Count), reading.HourNow));

    public async Task<(WallTrend Trend, WallUnknown Unknown)> Trend(WallReading reading, Usual usual, WallIncidents incidents)
    {
        var first = (reading.HourNow - TrendHours) * 60;
        var minutes = await _minutes.Get(reading, reading.MinuteNow, () => Rows(reading, "MinutesByStage", new { from = first, until = reading.MinuteNow + 1 }));
        var needed = Enumerable.Range(0, TrendHours + 3).SelectMany(back => usual.HoursFor(reading.HourNow + 1 - back)).Distinct().ToArray();
        var hours = needed.Length == 0 ? [] : await _hours.Get(reading, reading.HourNow, () => Rows(reading, "HoursByStage", new { slots = needed }));
        var stages = minutes.Where(row => row.Name.Length > 0).GroupBy(row => row.Name).OrderByDescending(group => group.Sum(row => row.Count)).ThenBy(group => group.Key, StringComparer.Ordinal).Take(Lines)
            .Select(group => group.Key).ToList();
        WallLine Line(string? stage) => LineOf(reading, usual, stage, stage is null ? null : incidents.Title(stage),
            PerSlot(minutes, row => stage is null || row.Name == stage ? row.Count : 0), PerSlot(hours, row => stage is null || row.Name == stage ? row.Count : 0));
        var unnamed = LineOf(reading, usual, null, null, PerSlot(minutes, row => row.Unnamed), PerSlot(hours, row => row.Unnamed));
        return (new WallTrend(reading.Minutes(60), usual.Forecast, Step, [Line(null), .. stages.Select(Line)]),
            new WallUnknown(reading.Minutes(60), usual.Forecast, unnamed.Now, unnamed.Expected, unnamed.Points, incidents.WithoutName));
    }

    public async Task<WallOutside> Outside(WallReading reading, Usual usual)
    {
        var shown = Enumerable.Range(0, HoursOutside).Select(back => reading.HourNow - HoursOutside + 1 + back).ToList();
        var slots = shown.Concat(shown.SelectMany(usual.HoursFor)).Distinct().ToArray();
        var counts = PerSlot(await _outside.Get(reading, reading.HourNow, () => Rows(reading, "HoursOfSource", new { slots, value = VoiceSources.Outside })), row => row.Count);
        var expected = usual.Between(shown[0], (double)reading.Now / WallReading.Hour, counts);
        return new WallOutside(reading.Hours(HoursOutside), usual.Forecast, shown.Sum(hour => counts.GetValueOrDefault(hour)), Round(expected),
            [.. shown.Select(hour => counts.GetValueOrDefault(hour))], expected is null ? null : [.. shown.Select(hour => Round(usual.Of(hour, counts))!.Value)]);
    }

    public async Task<WallRegions> ByRegion(WallReading reading, Usual usual, IReadOnlyList<WallIncident> open)
    {
        var shown = Enumerable.Range(0, RegionHours).Select(back => reading.HourNow - back).ToArray();
        var now = await _regions.Get(reading, reading.HourNow, () => Rows(reading, "HoursByRegion", new { slots = shown }));
        var slots = shown.SelectMany(usual.HoursFor).Distinct().ToArray();
        var before = slots.Length == 0 ? [] : await _regionHours.Get(reading, reading.HourNow, () => Rows(reading, "HoursByRegion", new { slots }));
        var earlier = before.GroupBy(row => row.Name).ToDictionary(group => group.Key, group => PerSlot(group, row => row.Count));
        var touched = open.Select(one => one.Incident.Node.GetValueOrDefault("region")).OfType<string>().CountBy(region => region).ToDictionary();
        var counts = now.GroupBy(row => row.Name).ToDictionary(group => group.Key, group => group.Sum(row => row.Count));
        return new WallRegions(reading.Hours(RegionHours), usual.Forecast, [.. counts.Keys.Union(earlier.Keys).Union(touched.Keys)
            .Select(region => new WallRegion(region, counts.GetValueOrDefault(region), Round(usual.Between(shown[^1], (double)reading.Now / WallReading.Hour, earlier.GetValueOrDefault(region, []))), touched.GetValueOrDefault(region)))
            .OrderByDescending(one => one.Incidents).ThenByDescending(one => one.Count).ThenBy(one => one.Region, StringComparer.Ordinal).Take(Regions)]);
    }

    /// <summary>A line of the last hours in steps, and its last 60 minutes as a number.</summary>
    private static WallLine LineOf(WallReading reading, Usual usual, string? stage, Tenants.LocalName? title, Dictionary<long, long> minutes, Dictionary<long, long> hours)
    {
        var last = reading.MinuteNow / Step;
        var steps = Enumerable.Range(0, TrendHours * 60 / Step).Select(back => last - (TrendHours * 60 / Step) + 1 + back).ToList();
        var expected = usual.Between((reading.MinuteNow - 59) / 60.0, (double)reading.Now / WallReading.Hour, hours);
        return new WallLine(stage, title, Enumerable.Range(0, 60).Sum(back => minutes.GetValueOrDefault(reading.MinuteNow - back)), Round(expected),
            [.. steps.Select(step => Enumerable.Range(0, Step).Sum(minute => minutes.GetValueOrDefault((step * Step) + minute)))],
            expected is null ? null : [.. steps.Select(step => Round(usual.Around(((step * Step) + (Step / 2.0)) / 60, hours) * Step / 60)!.Value)]);
    }

    private static Dictionary<long, long> PerSlot(IEnumerable<SumRow> rows, Func<SumRow, long> count) => rows.GroupBy(row => row.Slot).ToDictionary(group => group.Key, group => group.Sum(count));

    private static double? Round(double? value) => value is { } known ? Math.Round(known, 1) : null;

    private static Task<IReadOnlyList<SumRow>> Rows(WallReading reading, string statement, object arguments)
        => reading.Store.Read(reading.Tenant, reader => reader.Many<SumRow>(WallReading.Sql[statement], arguments));

    internal sealed class SumRow
    {
        public long Slot { get; init; }

        public string Name { get; init; } = "";

        public long Count { get; init; }

        public long Unnamed { get; init; }
    }
}
