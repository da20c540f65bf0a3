using System.Globalization;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;

namespace Patella.Service.Reports;

/// <summary>One point of a trend.</summary>
/// <param name="At">Start of the hour or day, in the zone: 2026-11-11 or 2026-11-11T08.</param>
/// <param name="Value">Absent when there was nothing to count.</param>
public sealed record TrendPoint(string At, double? Value, long? Part, long? Whole);

/// <summary>One figure over time; the period before lies under it, point for point.</summary>
/// <param name="Step">hour or day.</param>
public sealed record TrendView(string Figure, string Kind, string Step, IReadOnlyList<TrendPoint> Points, IReadOnlyList<double?> Before);

/// <summary>Figures over time from half hours, so that days begin when they begin in the zone.</summary>
internal static class Trends
{
    private const long Hour = 3_600 * Microseconds.PerSecond;
    private const long Day = 24 * Hour;

    /// <summary>Up to so many days are shown by the hour.</summary>
    private const int DaysByHour = 2;

    /// <param name="byHour">By the hour or by the day; null chooses by how long the period is.</param>
    public static async Task<TrendView> Read(IReader reader, ReportFilter filter, Figure figure, bool? byHour = null)
    {
        var length = byHour ?? filter.Days <= DaysByHour ? Hour : Day;
        var (now, before) = (await Points(reader, filter, figure, filter.Period, length), await Points(reader, filter, figure, filter.Before, length));
        var (start, past) = (LocalStart(filter.First), LocalStart(filter.First.AddDays(-filter.Days)));
        var steps = (int)(filter.Days * Day / length);
        var last = LocalOf(filter.Period.Until - 1, filter.Zone) / length;
        var points = Enumerable.Range(0, steps).Select(step => (start / length) + step).TakeWhile(step => step <= last).Select(step => Point(figure, step * length, length, now.GetValueOrDefault(step))).ToList();
        return new TrendView(figure.Key, figure.Kind, length == Hour ? "hour" : "day", points, [.. Enumerable.Range(0, points.Count).Select(step => Value(figure, before.GetValueOrDefault((past / length) + step)))]);
    }

    /// <summary>Parts of a span in each of which the zone keeps one offset, in microseconds.</summary>
    public static IEnumerable<(Span Span, long Offset)> Offsets(Span span, TimeZoneInfo zone)
    {
        const long halfHour = SlotSums.HalfHour * 60 * Microseconds.PerSecond;
        var (from, at) = (span.From, span.From);
        while (at < span.Until)
        {
            var (offset, ahead) = (OffsetAt(from, zone), Math.Min(at + Day, span.Until));
            if (OffsetAt(ahead - 1, zone) == offset)
            {
                at = ahead;
                continue;
            }

            while (OffsetAt(at, zone) == offset)
            {
                at += halfHour;
            }

            yield return (new Span(from, at), offset);
            from = at;
        }

        if (from < span.Until)
        {
            yield return (new Span(from, span.Until), OffsetAt(from, zone));
        }
    }

    private static async Task<Dictionary<long, long[]>> Points(IReader reader, ReportFilter filter, Figure figure, Span span, long length)
    {
        var columns = $"(slot + @offset) / @length as step, {SlotQuery.Array(reader, figure.Uses.Select(sum => Sums.Columns[(int)sum]))}";
        var points = new Dictionary<long, long[]>();
        foreach (var (part, offset) in Offsets(span, filter.Zone))
        {
            var rows = await SlotQuery.Sum<PointRow>(
                reader, [new SlotRange(SlotSums.HalfHour, part.From, part.Until)], columns, [filter.EntranceKey], filter.LanguageKey, [filter.UnitKey],
                new("offset", offset), new("length", length));
            foreach (var row in rows)
            {
                Add(points, row.Step, figure, JsonSerializer.Deserialize<long[]>(row.Sums)!);
            }
        }

        return points;
    }

    private static void Add(Dictionary<long, long[]> points, long step, Figure figure, long[] values)
    {
        if (!points.TryGetValue(step, out var sums))
        {
            points[step] = sums = new long[Sums.Count];
        }

        for (var index = 0; index < values.Length; index++)
        {
            sums[(int)figure.Uses[index]] += values[index];
        }
    }

    private static TrendPoint Point(Figure figure, long local, long length, long[]? sums)
    {
        var at = Microseconds.ToTime(local).ToString(length == Hour ? "yyyy-MM-dd'T'HH" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new TrendPoint(at, Value(figure, sums), figure.Part is { } part ? sums?[(int)part] ?? 0 : null, figure.Whole is { } whole ? sums?[(int)whole] ?? 0 : null);
    }

    private static double? Value(Figure figure, long[]? sums) => figure.Value(sums ?? new long[Sums.Count]);

    private static long LocalStart(DateOnly day) => Microseconds.From(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

    private static long LocalOf(long at, TimeZoneInfo zone) => at + OffsetAt(at, zone);

    private static long OffsetAt(long at, TimeZoneInfo zone) => zone.GetUtcOffset(Microseconds.ToTime(at)).Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed class PointRow
    {
        public long Step { get; init; }

        public string Sums { get; init; } = "";
    }
}
