using System.Collections.Concurrent;
using System.Globalization;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>
/// The zone of a time: a fixed offset from UTC, or a name of the IANA table.
/// Named zones are read from the runtime's <see cref="TimeZoneInfo"/>; nothing else in the kernel depends on the machine.
/// </summary>
public sealed record FeelZone
{
    private const int LargestOffsetSeconds = 18 * 3600;
    private const int LargestCache = 1024;
    private static readonly ConcurrentDictionary<string, FeelZone> Named = new(StringComparer.Ordinal);
    private readonly TimeZoneInfo? table;

    private FeelZone(string? name, int offsetSeconds, TimeZoneInfo? table)
    {
        Name = name;
        OffsetSeconds = offsetSeconds;
        this.table = table;
    }

    /// <summary>The zone of UTC, written Z.</summary>
    public static FeelZone Utc { get; } = new(null, 0, null);

    /// <summary>IANA name; null for a fixed offset.</summary>
    public string? Name { get; }

    /// <summary>The fixed offset; for a named zone its standard offset.</summary>
    public int OffsetSeconds { get; }

    /// <summary>A fixed offset of at most 18 hours either way; null beyond.</summary>
    public static FeelZone? FromOffset(int seconds) =>
        Math.Abs(seconds) > LargestOffsetSeconds ? null : seconds == 0 ? Utc : new FeelZone(null, seconds, null);

    /// <summary>The named zone; null when the table does not hold it. The name's form is checked before it is looked up, because the table is a folder of files.</summary>
    public static FeelZone? FromName(string name)
    {
        if (Named.TryGetValue(name, out FeelZone? known))
        {
            return known;
        }

        if (!HasZoneForm(name) || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? table))
        {
            return null;
        }

        var zone = new FeelZone(name, (int)table.BaseUtcOffset.TotalSeconds, table);
        if (Named.Count < LargestCache)
        {
            Named.TryAdd(name, zone);
        }

        return zone;
    }

    /// <summary>Seconds east of UTC that hold at a local time.</summary>
    public int OffsetAtLocal(FeelDate date, int secondOfDay) =>
        table is null ? OffsetSeconds : (int)table.GetUtcOffset(StandIn(date).AddSeconds(secondOfDay)).TotalSeconds;

    /// <summary>Seconds east of UTC that hold at an instant, given in seconds since 1970.</summary>
    public int OffsetAtInstant(long epochSeconds)
    {
        if (table is null)
        {
            return OffsetSeconds;
        }

        long day = CalendarMath.FloorDivide(epochSeconds, CalendarMath.SecondsPerDay);
        FeelDate? date = CalendarMath.FromDayNumber(day);
        if (date is null)
        {
            return OffsetSeconds;
        }

        DateTime instant = StandIn(date.Value).AddSeconds(epochSeconds - (day * CalendarMath.SecondsPerDay));
        return (int)table.GetUtcOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc)).TotalSeconds;
    }

    /// <inheritdoc />
    public override string ToString()
    {
        if (Name is not null)
        {
            return "@" + Name;
        }

        if (OffsetSeconds == 0)
        {
            return "Z";
        }

        int seconds = Math.Abs(OffsetSeconds);
        string tail = seconds % 60 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{seconds % 60:00}");
        return string.Create(CultureInfo.InvariantCulture, $"{(OffsetSeconds < 0 ? '-' : '+')}{seconds / 3600:00}:{seconds / 60 % 60:00}{tail}");
    }

    /// <inheritdoc />
    public bool Equals(FeelZone? other) => other is not null && Name == other.Name && OffsetSeconds == other.OffsetSeconds;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, OffsetSeconds);

    // The runtime's table covers years 2 to 9998; the calendar repeats every 400 years, so far years borrow a near one.
    private static DateTime StandIn(FeelDate date)
    {
        int year = date.Year is >= 2 and <= 9998 ? date.Year : 2000 + (((date.Year % 400) + 400) % 400);
        return new DateTime(year, date.Month, date.Day, 0, 0, 0, DateTimeKind.Unspecified);
    }

    private static bool HasZoneForm(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetter(name[0]) && !name.Contains("//", StringComparison.Ordinal)
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+');
}
