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
/// <param name="AsOf">Until when the period has happened: its end, or now.</param>
public sealed record OverviewView(
    string From, string To, string Zone, DateTimeOffset AsOf, DateTimeOffset BeforeFrom, DateTimeOffset BeforeUntil,
    IReadOnlyList<FigureValue> Figures, IReadOnlyList<UnitFigures> Units, IReadOnlyList<EntranceLine> Entrances, IReadOnlyList<long> Hours);

/// <summary>Figures of a period from the sums of its slots: whole UTC weeks and days, and half hours at the edges.</summary>
internal static class Overviews
{
    private const long Hour = 3_600 * Microseconds.PerSecond;
    private const int HoursOfDay = 24;

    public static async Task<OverviewView> Read(IReader reader, ReportFilter filter, IReadOnlyList<string> units)
    {
        IReadOnlyList<string> shown = filter.Unit is null ? units : [filter.Unit];
        var now = await ByUnit(reader, filter, filter.Period, [filter.UnitKey, .. shown.Where(unit => unit != filter.UnitKey)]);
        var before = await ByUnit(reader, filter, filter.Before, [filter.UnitKey]);
        return new OverviewView(
            Day(filter.First), Day(filter.Last), filter.Zone.Id, Microseconds.ToTime(filter.AsOf), Microseconds.ToTime(filter.Before.From), Microseconds.ToTime(filter.Before.Until),
            Values(filter, now.GetValueOrDefault(filter.UnitKey) ?? new long[Sums.Count], before.GetValueOrDefault(filter.UnitKey) ?? new long[Sums.Count]),
            [.. now.Where(pair => pair.Key != SlotSums.Every).Select(pair => new UnitFigures(pair.Key, OfUnit(filter, pair.Value)))], await Entrances(reader, filter, units), await Hours(reader, filter));
    }

    public static IReadOnlyList<FigureValue> Values(ReportFilter filter, long[] now, long[] before) => [.. Shown(filter).Select(figure => new FigureValue(
        figure.Key, figure.Group, figure.Kind, figure.Better, figure.Value(now), figure.Value(before),
        figure.Part is { } part ? now[(int)part] : null, WholeOf(figure, now)))];

    /// <summary>Sums of a span by unit; <see cref="SlotSums.Every"/> is all of them together.</summary>
    public static async Task<SortedDictionary<string, long[]>> ByUnit(IReader reader, ReportFilter filter, Span span, IReadOnlyList<string> units)
    {
        var all = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var row in await SlotQuery.Sum<UnitSums>(reader, SlotRange.Of(span), $"unit, {SlotQuery.Array(reader, Sums.Columns)}", [filter.EntranceKey], filter.LanguageKey, units))
        {
            var values = JsonSerializer.Deserialize<long[]>(row.Sums)!;
            all[row.Unit] = all.TryGetValue(row.Unit, out var known) ? [.. known.Zip(values, (left, right) => left + right)] : values;
        }

        return all;
    }

    /// <summary>Figures that can be told for these filters.</summary>
    public static IEnumerable<Figure> Shown(ReportFilter filter) => FigureBook.All.Where(figure => figure.ByEntrance || (filter.Entrance is null && filter.Language is null));

    public static long? WholeOf(Figure figure, long[] sums) => figure switch
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
        var rows = await SlotQuery.Sum<EntranceRow>(
            reader, SlotRange.Of(filter.Period), "entrance, cast(sum(offered) as bigint) as offered, cast(sum(picked) as bigint) as picked, cast(sum(replied) as bigint) as replied",
            filter.Entrance is { } one ? [one] : units, filter.LanguageKey, [filter.UnitKey]);
        return [.. rows.GroupBy(row => row.Entrance).Select(group => new EntranceLine(group.Key, group.Sum(row => row.Offered), group.Sum(row => row.Picked), group.Sum(row => row.Replied)))
            .Where(line => line.Offered > 0).OrderByDescending(line => line.Offered).ThenBy(line => line.Entrance, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<long>> Hours(IReader reader, ReportFilter filter)
    {
        var hours = new long[HoursOfDay];
        foreach (var (span, offset) in Trends.Offsets(filter.Period, filter.Zone))
        {
            var rows = await SlotQuery.Sum<HourRow>(
                reader, [new SlotRange(SlotSums.HalfHour, span.From, span.Until)], $"((slot + @offset) / {Hour}) % {HoursOfDay} as hour, cast(sum(offered) as bigint) as offered",
                [filter.EntranceKey], filter.LanguageKey, [filter.UnitKey], new KeyValuePair<string, object?>("offset", offset));
            foreach (var row in rows)
            {
                hours[row.Hour] += row.Offered;
            }
        }

        return hours;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

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
