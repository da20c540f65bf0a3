namespace Patella.Kernel.Dmn.Feel;

/// <summary>Functions that make dates, times and durations, and ask about them. now and today give the caller's moment.</summary>
internal static class DateFunctions
{
    private static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] MonthNames =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    internal static BuiltinFunction[] All =>
    [
        new("date",
            new BuiltinForm("from:any", (run, a) => Date(run, a[0])),
            new BuiltinForm("year:number, month:number, day:number", (run, a) => Date(run, (decimal)a[0]!, (decimal)a[1]!, (decimal)a[2]!))),
        new("time",
            new BuiltinForm("from:any", (run, a) => Time(run, a[0])),
            new BuiltinForm("hour:number, minute:number, second:number, offset:any~?", (run, a) => Time(run, (decimal)a[0]!, (decimal)a[1]!, (decimal)a[2]!, a[3]))),
        new("date and time",
            new BuiltinForm("from:any", (run, a) => DateTime(run, a[0])),
            new BuiltinForm("date:any, time:any", (run, a) => DateTime(run, a[0], a[1]))),
        new("duration", new BuiltinForm("from:any", (run, a) => Duration(run, a[0]))),
        new("years and months duration", new BuiltinForm("from:any, to:any", (run, a) => Months(run, a[0], a[1]))),
        OfDate("day of year", date => (decimal)date.DayOfYear),
        OfDate("day of week", date => Weekdays[date.Weekday - 1]),
        OfDate("month of year", date => MonthNames[date.Month - 1]),
        OfDate("week of year", date => (decimal)date.WeekOfYear),
        new("now", new BuiltinForm("", (run, _) => run.Now is { } now ? FeelValues.Moment(now) : run.Null("now: no moment was passed to this evaluation"))),
        new("today", new BuiltinForm("", (run, _) => run.Now is { } now ? FeelValues.Moment(now).Date : run.Null("today: no moment was passed to this evaluation"))),
    ];

    private static BuiltinFunction OfDate(string name, Func<FeelDate, object> body) =>
        new(name, new BuiltinForm("date:any", (run, a) => DateOf(a[0]) is { } date ? body(date) : Wrong(run, name, a[0])));

    private static FeelDate? DateOf(object? value) => value switch
    {
        FeelDate date => date,
        FeelDateTime moment => moment.Date,
        FeelList { Count: 1 } single => DateOf(single[0]),
        _ => null,
    };

    private static object? Wrong(Run run, string name, object? value) =>
        run.Null(value is string text ? $"{name}: '{(text.Length > 40 ? text[..40] : text)}' is not of that form" : $"{name}: cannot be made from {FeelText.TypeName(value)}");

    private static object? Date(Run run, object? from) =>
        (from is string text ? TemporalText.ReadDate(text) : DateOf(from)) ?? Wrong(run, "date", from);

    private static object? Date(Run run, decimal year, decimal month, decimal day) =>
        Math.Abs(year) <= CalendarMath.LargestYear && month is >= 1 and <= 12 && day is >= 1 and <= 31
        && FeelDate.Create((long)year, (long)month, (long)day) is { } date
            ? date
            : run.Null($"date: there is no {year}-{month}-{day}");

    private static object? Time(Run run, object? from) => from switch
    {
        string text => TemporalText.ReadTime(text) ?? Wrong(run, "time", from),
        FeelTime => from,
        FeelDateTime moment => moment.Time,
        FeelDate => FeelTime.Midnight with { Zone = FeelZone.Utc },
        _ => Wrong(run, "time", from),
    };

    private static object? Time(Run run, decimal hour, decimal minute, decimal second, object? offset)
    {
        FeelZone? zone = offset is DayTimeDuration span && Math.Abs(span.Seconds) < CalendarMath.SecondsPerDay ? FeelZone.FromOffset((int)span.Seconds) : null;
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or >= 60 || (offset is not null && zone is null))
        {
            return run.Null($"time: there is no {hour}:{minute}:{second} {FeelText.Short(offset)}");
        }

        return FeelTime.FromSeconds((decimal.Truncate(hour) * 3600) + (decimal.Truncate(minute) * 60) + second, zone);
    }

    private static object? DateTime(Run run, object? from) => from switch
    {
        string text => TemporalText.ReadDateTime(text) ?? Wrong(run, "date and time", from),
        FeelDateTime => from,
        FeelDate date => TemporalArithmetic.MidnightUtc(date),
        _ => Wrong(run, "date and time", from),
    };

    private static object? DateTime(Run run, object? date, object? time) =>
        DateOf(date) is { } day && time is FeelTime clock
            ? new FeelDateTime(day, clock)
            : run.Null($"date and time: cannot be made from {FeelText.TypeName(date)} and {FeelText.TypeName(time)}");

    private static object? Duration(Run run, object? from) => from switch
    {
        string text => DurationText.Read(text) ?? Wrong(run, "duration", from),
        DayTimeDuration or YearMonthDuration => from,
        _ => Wrong(run, "duration", from),
    };

    private static object? Months(Run run, object? from, object? to) =>
        DateOf(from) is { } start && DateOf(to) is { } end
            ? TemporalArithmetic.MonthsBetween(start, end)
            : run.Null($"years and months duration: cannot be made from {FeelText.TypeName(from)} and {FeelText.TypeName(to)}");
}
