using System.Collections;
using System.Globalization;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Turns .NET values into FEEL values: the door through which facts enter a decision.</summary>
public static class FeelValues
{
    internal static readonly object True = true;
    internal static readonly object False = false;

    internal static object Box(bool value) => value ? True : False;

    internal static object? Box(bool? value) => value is { } known ? Box(known) : null;

    /// <summary>
    /// Numbers become decimals, dates and times their FEEL counterparts, dictionaries contexts, sequences lists.
    /// </summary>
    /// <exception cref="ArgumentException">The type has no FEEL counterpart, or a number does not fit a decimal.</exception>
    public static object? From(object? value)
    {
        StackGuard.Check();
        return value switch
        {
            null or decimal or string or FeelList or FeelContext or FeelRange
                or FeelDate or FeelTime or FeelDateTime or DayTimeDuration or YearMonthDuration => value,
            bool truth => Box(truth),
            int or long or short or byte or uint or ulong or ushort or sbyte => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
            double or float => Fractional(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            DateOnly date => new FeelDate(date.Year, date.Month, date.Day),
            TimeOnly time => Clock(time.ToTimeSpan(), null),
            DateTimeOffset moment => Moment(moment),
            DateTime local => new FeelDateTime(
                new FeelDate(local.Year, local.Month, local.Day),
                Clock(local.TimeOfDay, local.Kind == DateTimeKind.Utc ? FeelZone.Utc : null)),
            TimeSpan span => new DayTimeDuration(span.Ticks / (decimal)TimeSpan.TicksPerSecond),
            IEnumerable<KeyValuePair<string, object?>> entries => Context(entries),
            IEnumerable items => FeelList.Of(items.Cast<object?>().Select(From)),
            _ => throw new ArgumentException($"A {value.GetType().Name} has no counterpart in FEEL.", nameof(value)),
        };
    }

    /// <summary>A moment with its offset.</summary>
    public static FeelDateTime Moment(DateTimeOffset moment) =>
        new(new FeelDate(moment.Year, moment.Month, moment.Day), Clock(moment.TimeOfDay, FeelZone.FromOffset((int)moment.Offset.TotalSeconds)));

    private static FeelTime Clock(TimeSpan timeOfDay, FeelZone? zone) =>
        FeelTime.FromSeconds(timeOfDay.Ticks / (decimal)TimeSpan.TicksPerSecond, zone);

    private static FeelContext Context(IEnumerable<KeyValuePair<string, object?>> entries) =>
        FeelContext.Of(entries.Select(entry => new KeyValuePair<string, object?>(entry.Key, From(entry.Value))));

    private static object Fractional(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value) || Math.Abs(value) > (double)decimal.MaxValue / 2)
        {
            throw new ArgumentException($"{value} does not fit a FEEL number.", nameof(value));
        }

        return (decimal)value;
    }
}
