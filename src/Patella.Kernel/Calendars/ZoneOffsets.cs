using System.Collections.Concurrent;

namespace Patella.Kernel.Calendars;

/// <summary>
/// A time zone as stretches of constant distance from UTC. Inside a stretch local time is plain addition, so that a gap or an overlap of the clocks needs
/// no special case: it lies between two stretches. Found by looking at the runtime's table every three hours and halving down to the second.
/// </summary>
internal sealed class ZoneOffsets(TimeZoneInfo zone)
{
    public const long Second = 1_000_000;
    public const long Day = 86_400 * Second;

    /// <summary>No zone changes twice within this time; the shortest known is weeks.</summary>
    private const long Step = 3 * 3_600 * Second;

    private const int FirstYear = 1970;
    private const int LastYear = 2200;
    private static readonly ConcurrentDictionary<string, ZoneOffsets> Kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Stretch[]> _years = new();

    /// <summary>The zone of an IANA name; null when there is none. Bounded by the number of zones there are.</summary>
    public static ZoneOffsets? Find(string name)
    {
        if (Kept.TryGetValue(name, out var known))
        {
            return known;
        }

        return HasForm(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? Kept.GetOrAdd(name, new ZoneOffsets(zone)) : null;
    }

    /// <summary>The stretch an instant lies in; it ends with the year at the latest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 1970 to 2200.</exception>
    public Stretch At(long instant)
    {
        var year = instant < 0 || instant >= StartOf(LastYear + 1)
            ? throw new ArgumentOutOfRangeException(nameof(instant), instant, "Calendars reach from 1970 to 2200.")
            : DateTime.UnixEpoch.AddTicks(instant * TimeSpan.TicksPerMicrosecond).Year;
        var stretches = _years.GetOrAdd(year, Read);
        return Array.Find(stretches, stretch => instant < stretch.Until);
    }

    // The name is checked before it is looked up, because the table is a folder of files.
    private static bool HasForm(string name) => name.Length is > 0 and <= 60 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') && !name.StartsWith('/');

    private static long StartOf(int year) => (new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private Stretch[] Read(int year)
    {
        var (found, from, end) = (new List<Stretch>(), StartOf(Math.Max(year, FirstYear)), StartOf(year + 1));
        for (var at = from; at < end; at += Step)
        {
            var next = Math.Min(at + Step, end);
            if (OffsetAt(next) != OffsetAt(at) && Change(at, next) is var change && change < end)
            {
                found.Add(new Stretch(from, change, OffsetAt(at)));
                from = change;
            }
        }

        found.Add(new Stretch(from, end, OffsetAt(end - Second)));
        return [.. found];
    }

    /// <summary>The first second with another offset than <paramref name="low"/>.</summary>
    private long Change(long low, long high)
    {
        var before = OffsetAt(low);
        while (high - low > Second)
        {
            var middle = low + ((high - low) / 2 / Second * Second);
            (low, high) = OffsetAt(middle) == before ? (middle, high) : (low, middle);
        }

        return high;
    }

    private long OffsetAt(long instant) => zone.GetUtcOffset(DateTime.UnixEpoch.AddTicks(instant * TimeSpan.TicksPerMicrosecond)).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>From one instant to another local time is UTC plus <paramref name="Offset"/>; all in microseconds.</summary>
    internal readonly record struct Stretch(long From, long Until, long Offset);
}
