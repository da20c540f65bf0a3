using System.Globalization;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>A time of day of FEEL with nanoseconds and, if given, a zone.</summary>
public readonly record struct FeelTime(int Hour, int Minute, int Second, int Nanosecond, FeelZone? Zone)
{
    /// <summary>Midnight without a zone.</summary>
    public static FeelTime Midnight => new(0, 0, 0, 0, null);

    /// <summary>Whole seconds since midnight, 0 to 86,399.</summary>
    public int SecondOfDay => (Hour * 3600) + (Minute * 60) + Second;

    /// <summary>Seconds since midnight with the fraction.</summary>
    public decimal ExactSecondOfDay => SecondOfDay + (Nanosecond / 1_000_000_000m);

    /// <summary>Seconds since midnight in UTC (standard offset for a named zone); the own clock without a zone.</summary>
    internal decimal UtcSeconds => ExactSecondOfDay - (Zone?.OffsetSeconds ?? 0);

    /// <summary>The time at a number of seconds since midnight; whole days are dropped.</summary>
    public static FeelTime FromSeconds(decimal seconds, FeelZone? zone)
    {
        decimal inDay = seconds - (Math.Floor(seconds / CalendarMath.SecondsPerDay) * CalendarMath.SecondsPerDay);
        int whole = (int)Math.Floor(inDay);
        int nanosecond = (int)((inDay - whole) * 1_000_000_000m);
        return new FeelTime(whole / 3600, whole / 60 % 60, whole % 60, nanosecond, zone);
    }

    /// <inheritdoc />
    public override string ToString() => ClockText() + Zone;

    internal string ClockText()
    {
        string fraction = Nanosecond == 0
            ? ""
            : "." + Nanosecond.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}:{Second:00}{fraction}");
    }
}
