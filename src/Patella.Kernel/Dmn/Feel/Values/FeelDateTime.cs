namespace Patella.Kernel.Dmn.Feel;

/// <summary>A date and time of FEEL: local when its time has no zone, an instant when it has one.</summary>
public readonly record struct FeelDateTime(FeelDate Date, FeelTime Time)
{
    /// <summary>Seconds since 1970-01-01T00:00:00, in UTC when there is a zone, on the local clock when not; whole seconds.</summary>
    public long EpochSeconds => LocalSeconds - OffsetSeconds;

    /// <summary>Seconds since 1970 with the fraction.</summary>
    public decimal ExactEpochSeconds => EpochSeconds + (Time.Nanosecond / 1_000_000_000m);

    /// <summary>Seconds east of UTC at this moment; 0 without a zone.</summary>
    public int OffsetSeconds => Time.Zone?.OffsetAtLocal(Date, Time.SecondOfDay) ?? 0;

    private long LocalSeconds => (Date.DayNumber * CalendarMath.SecondsPerDay) + Time.SecondOfDay;

    /// <summary>Adds seconds on the time line; in a named zone the clock may jump. Null beyond the supported years.</summary>
    public FeelDateTime? AddSeconds(decimal seconds)
    {
        FeelZone? zone = Time.Zone;
        decimal moved = ExactEpochSeconds + seconds;
        if (Math.Abs(moved) > 1e17m)
        {
            return null;
        }

        long whole = (long)Math.Floor(moved);
        decimal local = moved + (zone?.OffsetAtInstant(whole) ?? 0);
        long day = CalendarMath.FloorDivide((long)Math.Floor(local), CalendarMath.SecondsPerDay);
        FeelDate? date = CalendarMath.FromDayNumber(day);
        return date is null ? null : new FeelDateTime(date.Value, FeelTime.FromSeconds(local, zone));
    }

    /// <inheritdoc />
    public override string ToString() => $"{Date}T{Time}";
}
