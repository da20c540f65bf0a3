namespace Patella.Kernel.Dmn.Feel;

/// <summary>Moving dates and times by durations, and the time between two of them. Null where FEEL defines nothing.</summary>
internal static class TemporalArithmetic
{
    /// <summary>Moves a date, time or moment by a duration; the sign is 1 or -1.</summary>
    internal static object? Move(object? value, object? duration, int sign) => (value, duration) switch
    {
        (FeelDate date, YearMonthDuration months) => date.AddMonths(sign * months.TotalMonths),
        (FeelDate date, DayTimeDuration span) => new FeelDateTime(date, FeelTime.Midnight).AddSeconds(sign * span.Seconds)?.Date,
        (FeelDateTime moment, YearMonthDuration months) =>
            moment.Date.AddMonths(sign * months.TotalMonths) is { } date ? new FeelDateTime(date, moment.Time) : null,
        (FeelDateTime moment, DayTimeDuration span) => moment.AddSeconds(sign * span.Seconds),
        (FeelTime time, DayTimeDuration span) => FeelTime.FromSeconds(time.ExactSecondOfDay + (sign * span.Seconds), time.Zone),
        _ => null,
    };

    /// <summary>left - right as a days and time duration. A date counts as midnight UTC beside a moment; zoned and local do not mix.</summary>
    internal static object? Between(object? left, object? right) => (left, right) switch
    {
        (FeelDate a, FeelDate b) => new DayTimeDuration((a.DayNumber - b.DayNumber) * CalendarMath.SecondsPerDay),
        (FeelDate a, FeelDateTime b) => Between(MidnightUtc(a), b),
        (FeelDateTime a, FeelDate b) => Between(a, MidnightUtc(b)),
        (FeelDateTime a, FeelDateTime b) when a.Time.Zone is null == b.Time.Zone is null => new DayTimeDuration(a.ExactEpochSeconds - b.ExactEpochSeconds),
        (FeelTime a, FeelTime b) when a.Zone is null == b.Zone is null => new DayTimeDuration(a.UtcSeconds - b.UtcSeconds),
        _ => null,
    };

    internal static FeelDateTime MidnightUtc(FeelDate date) => new(date, FeelTime.Midnight with { Zone = FeelZone.Utc });

    /// <summary>Whole months from one date to another, towards zero, looking at the day of the month.</summary>
    internal static YearMonthDuration MonthsBetween(FeelDate from, FeelDate to)
    {
        long months = ((to.Year - from.Year) * 12L) + to.Month - from.Month;
        if (months > 0 && to.Day < from.Day)
        {
            months--;
        }
        else if (months < 0 && to.Day > from.Day)
        {
            months++;
        }

        return new YearMonthDuration(months);
    }
}
