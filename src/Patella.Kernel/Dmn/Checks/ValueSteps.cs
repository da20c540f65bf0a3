using Patella.Kernel.Dmn.Feel;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>Values below, above and between others of one kind; null when there are none. Whole kinds step by one day, month, second or number.</summary>
internal sealed record ValueSteps(Func<object, object?> Below, Func<object, object?> Above, Func<object, object, object?> Between)
{
    internal static ValueSteps For(Type kind, string? type) =>
        kind == typeof(decimal) ? (type is "integer" or "long" ? Whole(Plus) : Numbers)
        : kind == typeof(string) ? Texts
        : kind == typeof(FeelDate) ? Whole((value, step) => CalendarMath.FromDayNumber(((FeelDate)value).DayNumber + step))
        : kind == typeof(FeelDateTime) ? Whole((value, step) => ((FeelDateTime)value).AddSeconds(step))
        : kind == typeof(FeelTime) ? Whole(Clock)
        : kind == typeof(YearMonthDuration) ? Whole((value, step) => new YearMonthDuration(((YearMonthDuration)value).TotalMonths + step))
        : Whole((value, step) => new DayTimeDuration(((DayTimeDuration)value).Seconds + step));

    private static ValueSteps Numbers { get; } = new(
        value => Plus(value, -1),
        value => Plus(value, 1),
        (left, right) => ((decimal)left / 2) + ((decimal)right / 2) is var middle && middle > (decimal)left && middle < (decimal)right ? middle : null);

    private static ValueSteps Texts { get; } = new(
        value => ((string)value).Length > 0 ? "" : null,
        value => (string)value + "a",
        (left, right) => new[] { (string)left + "a", (string)left + "\0" }.FirstOrDefault(text => string.CompareOrdinal(text, (string)right) < 0));

    private static ValueSteps Whole(Func<object, int, object?> step) => new(
        value => step(value, -1),
        value => step(value, 1),
        (left, right) => step(left, 1) is { } next && Ordering.Compare(next, right) < 0 ? next : null);

    private static object? Plus(object value, int step)
    {
        decimal moved = Math.Clamp((decimal)value, decimal.MinValue + 1, decimal.MaxValue - 1) + step;
        return moved == (decimal)value ? null : moved;
    }

    private static object? Clock(object value, int step)
    {
        var time = (FeelTime)value;
        decimal second = time.ExactSecondOfDay + step;
        return second is < 0 or >= CalendarMath.SecondsPerDay ? null : FeelTime.FromSeconds(second, time.Zone);
    }
}
