namespace Patella.Kernel.Dmn.Feel;

/// <summary>The order of FEEL values: numbers, strings (by UTF-16 unit), dates, times, moments and durations; null for all else.</summary>
internal static class Ordering
{
    internal static int? Compare(object? left, object? right) => (left, right) switch
    {
        (decimal a, decimal b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (FeelDate a, FeelDate b) => a.CompareTo(b),
        (FeelTime a, FeelTime b) when a.Zone is null == b.Zone is null => a.UtcSeconds.CompareTo(b.UtcSeconds),
        (FeelDateTime a, FeelDateTime b) when a.Time.Zone is null == b.Time.Zone is null => a.ExactEpochSeconds.CompareTo(b.ExactEpochSeconds),
        (DayTimeDuration a, DayTimeDuration b) => a.CompareTo(b),
        (YearMonthDuration a, YearMonthDuration b) => a.CompareTo(b),
        _ => null,
    };

    /// <summary>One of &lt; &lt;= &gt; &gt;=; null when the values have no common order.</summary>
    internal static bool? Test(ComparisonOperator comparison, object? left, object? right) => comparison switch
    {
        ComparisonOperator.Equal => Equality.Compare(left, right),
        ComparisonOperator.NotEqual => Equality.Compare(left, right) is { } same ? !same : null,
        _ => Compare(left, right) is { } order ? Holds(comparison, order) : null,
    };

    internal static bool Holds(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        ComparisonOperator.GreaterOrEqual => order >= 0,
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "No such comparison."),
    };
}

/// <summary>The comparisons of FEEL.</summary>
internal enum ComparisonOperator
{
    Equal = 0,
    NotEqual = 1,
    Less = 2,
    LessOrEqual = 3,
    Greater = 4,
    GreaterOrEqual = 5,
}
