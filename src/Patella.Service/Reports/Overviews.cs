using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Reports;

/// <summary>One figure of a period beside the period before.</summary>
/// <param name="Value">Absent when there is nothing to count it from. Shares are 0 to 1.</param>
/// <param name="Part">How many it counts, where it is a share or a count.</param>
/// <param name="Whole">Of how many.</param>
public sealed record FigureValue(string Key, string Group, string Kind, string Better, double? Value, double? Before, long? Part, long? Whole);

/// <summary>The figures of one unit; keys are figures, absent ones have nothing to count.</summary>
public sealed record UnitFigures(string Unit, IReadOnlyDictionary<string, double> Figures);

/// <summary>Contacts that came in by one entrance.</summary>
public sealed record EntranceLine(string Entrance, long Offered, long PickedUp, long Replied);

/// <summary>A period's figures.</summary>
/// <param name="Hours">Contacts by hour of the day in the zone, 24 of them.</param>
/// <param name="AsOf">Until when the period has happened, by the half hour.</param>
public sealed record OverviewView(
    string From, string To, string Zone, DateTimeOffset AsOf, DateTimeOffset BeforeFrom, DateTimeOffset BeforeUntil,
    IReadOnlyList<FigureValue> Figures, IReadOnlyList<UnitFigures> Units, IReadOnlyList<EntranceLine> Entrances, IReadOnlyList<long> Hours);

/// <summary>Figures of a period from the sums of its slots: whole UTC days from the days' sums, the edges from half hours.</summary>
internal static class Overviews
{
    private const long Hour = 3_600 * Microseconds.PerSecond;
    private const int HoursOfDay = 24;
    private const long DayLength = HoursOfDay * Hour;
    internal const string InRange = "grain = @grain and slot >= @from and slot < @until";
    private static readonly string AllSums = string.Join(", ", Sums.Columns.Select(column => $"sum({column})"));

    public static async Task<OverviewView> Read(IReader reader, ReportFilter filter, IReadOnlyList<string> units)
    {
        var now = await ByUnit(reader, filter, filter.Period);
        var before = Total(await ByUnit(reader, filter, filter.Before));
        return new OverviewView(
            Day(filter.First), Day(filter.Last), filter.Zone.Id, Microseconds.ToTime(filter.Period.Until), Microseconds.ToTime(filter.Before.From), Microseconds.ToTime(filter.Before.Until),
            Values(filter, Total(now), before), [.. now.Where(pair => pair.Key.Length > 0).Select(pair => new UnitFigures(pair.Key, OfUnit(filter, pair.Value)))], await Entrances(reader, filter, units), await Hours(reader, filter));
    }

    public static IReadOnlyList<FigureValue> Values(ReportFilter filter, long[] now, long[] before) => [.. Shown(filter).Select(figure => new FigureValue(
        figure.Key, figure.Group, figure.Kind, figure.Better, figure.Value(now), figure.Value(before),
        figure.Part is { } part ? now[(int)part] : null, WholeOf(figure, now)))];

    /// <summary>Sums of a span by unit.</summary>
    public static async Task<SortedDictionary<string, long[]>> ByUnit(IReader reader, ReportFilter filter, Span span)
    {
        var all = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var slots in Ranges(span))
        {
            foreach (var row in await reader.Many<UnitSums>(reader.Kind == StoreKind.Postgres ? Select(filter, "cast(jsonb_build_array", "as text)") : Select(filter, "json_array", ""), Arguments(filter, slots)))
            {
                var values = JsonSerializer.Deserialize<long[]>(row.Sums)!;
                all[row.Unit] = all.TryGetValue(row.Unit, out var known) ? [.. known.Zip(values, (left, right) => left + right)] : values;
            }
        }

        return all;
    }

    public static long[] Total(IReadOnlyDictionary<string, long[]> units)
    {
        var total = new long[Sums.Count];
        foreach (var values in units.Values)
        {
            for (var index = 0; index < total.Length; index++)
            {
                total[index] += values[index];
            }
        }

        return total;
    }

    /// <summary>Figures that can be told for these filters.</summary>
    public static IEnumerable<Figure> Shown(ReportFilter filter) => FigureBook.All.Where(figure => figure.ByEntrance || (filter.Entrance is null && filter.Language is null));

    internal static string Where(ReportFilter filter) => "tenant = @tenant and entrance = @entrance and language = @language" + (filter.Unit is null ? "" : " and unit = @unit");

    internal static Dictionary<string, object?> Arguments(ReportFilter filter, SlotRange slots, IEnumerable<KeyValuePair<string, object?>>? more = null)
        => new((more ?? []).Concat([new("entrance", filter.EntranceKey), new("language", filter.LanguageKey), new("unit", filter.Unit), new("grain", slots.Grain), new("from", slots.From), new("until", slots.Until)]));

    private static string Select(ReportFilter filter, string open, string close)
        => $"select unit, {open}({AllSums}) {close} as sums from report_slot where {Where(filter)} and {InRange} group by unit";

    /// <summary>The fewest slots that make up a span: half hours up to the first UTC day, whole days, half hours after the last.</summary>
    private static IEnumerable<SlotRange> Ranges(Span span)
    {
        var firstDay = SlotSums.SlotOf(span.From + DayLength - 1, SlotSums.Day);
        var lastDay = SlotSums.SlotOf(span.Until, SlotSums.Day);
        return firstDay >= lastDay
            ? [new SlotRange(SlotSums.HalfHour, span.From, span.Until)]
            : new[] { new SlotRange(SlotSums.HalfHour, span.From, firstDay), new SlotRange(SlotSums.Day, firstDay, lastDay), new SlotRange(SlotSums.HalfHour, lastDay, span.Until) }.Where(range => range.From < range.Until);
    }

    private static long? WholeOf(Figure figure, long[] sums) => figure switch
    {
        { Whole: { } whole } => sums[(int)whole],
        { Kind: FigureKinds.Share } => figure.Uses.Sum(sum => sums[(int)sum]),
        { Kind: FigureKinds.Seconds } => figure.Uses.Sum(sum => sums[(int)sum]),
        _ => null,
    };

    private static Dictionary<string, double> OfUnit(ReportFilter filter, long[] sums)
        => Shown(filter).Select(figure => (figure.Key, Value: figure.Value(sums))).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!.Value);

    private static async Task<IReadOnlyList<EntranceLine>> Entrances(IReader reader, ReportFilter filter, IReadOnlyList<string> units)
    {
        var sql = $"""
            select entrance, cast(sum(offered) as bigint) as offered, cast(sum(picked) as bigint) as picked, cast(sum(replied) as bigint) as replied
            from report_slot where tenant = @tenant and entrance in @entrances and language = @language{(filter.Unit is null ? "" : " and unit = @unit")} and {InRange} group by entrance
            """;
        var rows = new List<EntranceRow>();
        foreach (var slots in Ranges(filter.Period))
        {
            rows.AddRange(await reader.Many<EntranceRow>(sql, Arguments(filter, slots, [new("entrances", filter.Entrance is { } one ? [one] : units)])));
        }

        return [.. rows.GroupBy(row => row.Entrance).Select(group => new EntranceLine(group.Key, group.Sum(row => row.Offered), group.Sum(row => row.Picked), group.Sum(row => row.Replied)))
            .Where(line => line.Offered > 0).OrderByDescending(line => line.Offered).ThenBy(line => line.Entrance, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<long>> Hours(IReader reader, ReportFilter filter)
    {
        var hours = new long[HoursOfDay];
        foreach (var (span, offset) in Trends.Offsets(filter.Period, filter.Zone))
        {
            var rows = await reader.Many<HourRow>(
                $"select ((slot + @offset) / {Hour}) % 24 as hour, cast(sum(offered) as bigint) as offered from report_slot where {Where(filter)} and {InRange} group by 1",
                Arguments(filter, new SlotRange(SlotSums.HalfHour, span.From, span.Until), [new("offset", offset)]));
            foreach (var row in rows)
            {
                hours[row.Hour] += row.Offered;
            }
        }

        return hours;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    internal readonly record struct SlotRange(long Grain, long From, long Until);

    private sealed class UnitSums
    {
        public string Unit { get; init; } = "";

        public string Sums { get; init; } = "";
    }

    private sealed class EntranceRow
    {
        public string Entrance { get; init; } = "";

        public long Offered { get; init; }

        public long Picked { get; init; }

        public long Replied { get; init; }
    }

    private sealed class HourRow
    {
        public long Hour { get; init; }

        public long Offered { get; init; }
    }
}
