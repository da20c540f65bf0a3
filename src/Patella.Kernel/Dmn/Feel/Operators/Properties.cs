namespace Patella.Kernel.Dmn.Feel;

/// <summary>The dot: entries of contexts, parts of dates, times, durations and ranges, and all of these over lists.</summary>
internal static class Properties
{
    /// <summary>Every property name FEEL defines, for the parser: some have spaces.</summary>
    internal static readonly string[] Names =
    [
        "year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone", "years", "months",
        "days", "hours", "minutes", "seconds", "start", "end", "start included", "end included", "value",
    ];

    internal static object? Get(Run run, object? value, string name)
    {
        if (value is FeelContext context)
        {
            return context.TryGetValue(name, out object? entry) ? entry : run.Null($"the context has no entry '{name}'");
        }

        if (value is FeelList list)
        {
            return OverItems(run, list, name);
        }

        return Known(value, name, out object? property)
            ? property
            : run.Null($"a {FeelText.TypeName(value)} has no property '{name}'");
    }

    private static FeelList OverItems(Run run, FeelList list, string name)
    {
        StackGuard.Check();
        run.Grow(list.Count);
        var values = new object?[list.Count];
        for (int position = 0; position < values.Length; position++)
        {
            values[position] = list[position] is FeelContext item && !item.ContainsKey(name)
                ? null
                : Get(run, list[position], name);
        }

        return new FeelList(values);
    }

    private static bool Known(object? value, string name, out object? property)
    {
        (bool known, object? found) = value switch
        {
            FeelDate date => OfDate(date, name),
            FeelTime time => OfTime(time, name, time.Zone?.OffsetSeconds),
            FeelDateTime moment => OfMoment(moment, name),
            DayTimeDuration duration => OfDuration(duration, name),
            YearMonthDuration duration => OfDuration(duration, name),
            FeelRange range => OfRange(range, name),
            _ => (false, null),
        };
        property = found;
        return known;
    }

    private static (bool Known, object? Value) OfDate(FeelDate date, string name) => name switch
    {
        "year" => (true, (decimal)date.Year),
        "month" => (true, (decimal)date.Month),
        "day" => (true, (decimal)date.Day),
        "weekday" => (true, (decimal)date.Weekday),
        _ => (false, null),
    };

    private static (bool Known, object? Value) OfTime(FeelTime time, string name, int? offset) => name switch
    {
        "hour" => (true, (decimal)time.Hour),
        "minute" => (true, (decimal)time.Minute),
        "second" => (true, (decimal)time.Second),
        "time offset" => (true, offset is { } seconds ? new DayTimeDuration(seconds) : null),
        "timezone" => (true, time.Zone?.Name),
        _ => (false, null),
    };

    private static (bool Known, object? Value) OfMoment(FeelDateTime moment, string name)
    {
        (bool known, object? value) = OfDate(moment.Date, name);
        return known ? (known, value) : OfTime(moment.Time, name, moment.Time.Zone is null ? null : moment.OffsetSeconds);
    }

    private static (bool Known, object? Value) OfDuration(DayTimeDuration duration, string name) => name switch
    {
        "days" => (true, duration.Days),
        "hours" => (true, duration.Hours),
        "minutes" => (true, duration.Minutes),
        "seconds" => (true, duration.SecondsPart),
        _ => (false, null),
    };

    private static (bool Known, object? Value) OfDuration(YearMonthDuration duration, string name) => name switch
    {
        "years" => (true, (decimal)duration.Years),
        "months" => (true, (decimal)duration.Months),
        _ => (false, null),
    };

    private static (bool Known, object? Value) OfRange(FeelRange range, string name) => name switch
    {
        "start" => (true, range.Start),
        "end" => (true, range.End),
        "start included" => (true, FeelValues.Box(range.StartIncluded)),
        "end included" => (true, FeelValues.Box(range.EndIncluded)),
        _ => (false, null),
    };
}
