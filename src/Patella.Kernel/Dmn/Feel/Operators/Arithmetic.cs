namespace Patella.Kernel.Dmn.Feel;

/// <summary>The operators + - * / ** on numbers, strings and durations. Every combination FEEL does not define gives null and a problem.</summary>
internal static class Arithmetic
{
    internal static object? Add(Run run, object? left, object? right)
    {
        try
        {
            return (left, right) switch
            {
                (decimal a, decimal b) => a + b,
                (string a, string b) => Join(run, a, b),
                (DayTimeDuration a, DayTimeDuration b) => new DayTimeDuration(a.Seconds + b.Seconds),
                (YearMonthDuration a, YearMonthDuration b) => new YearMonthDuration(checked(a.TotalMonths + b.TotalMonths)),
                (DayTimeDuration or YearMonthDuration, _) => TemporalArithmetic.Move(right, left, 1) ?? Undefined(run, "add", left, right),
                _ => TemporalArithmetic.Move(left, right, 1) ?? Undefined(run, "add", left, right),
            };
        }
        catch (OverflowException)
        {
            return TooLarge(run);
        }
    }

    internal static object? Subtract(Run run, object? left, object? right)
    {
        try
        {
            return (left, right) switch
            {
                (decimal a, decimal b) => a - b,
                (DayTimeDuration a, DayTimeDuration b) => new DayTimeDuration(a.Seconds - b.Seconds),
                (YearMonthDuration a, YearMonthDuration b) => new YearMonthDuration(checked(a.TotalMonths - b.TotalMonths)),
                (_, DayTimeDuration or YearMonthDuration) => TemporalArithmetic.Move(left, right, -1) ?? Undefined(run, "subtract", left, right),
                _ => TemporalArithmetic.Between(left, right) ?? Undefined(run, "subtract", left, right),
            };
        }
        catch (OverflowException)
        {
            return TooLarge(run);
        }
    }

    internal static object? Multiply(Run run, object? left, object? right)
    {
        try
        {
            return (left, right) switch
            {
                (decimal a, decimal b) => a * b,
                (DayTimeDuration a, decimal b) => new DayTimeDuration(a.Seconds * b),
                (decimal a, DayTimeDuration b) => new DayTimeDuration(a * b.Seconds),
                (YearMonthDuration a, decimal b) => Months(a.TotalMonths * b),
                (decimal a, YearMonthDuration b) => Months(a * b.TotalMonths),
                _ => Undefined(run, "multiply", left, right),
            };
        }
        catch (OverflowException)
        {
            return TooLarge(run);
        }
    }

    internal static object? Divide(Run run, object? left, object? right)
    {
        if (right is 0m or DayTimeDuration { Seconds: 0m } or YearMonthDuration { TotalMonths: 0 })
        {
            return run.Null("division by zero");
        }

        try
        {
            return (left, right) switch
            {
                (decimal a, decimal b) => a / b,
                (DayTimeDuration a, decimal b) => new DayTimeDuration(decimal.Round(a.Seconds / b, 9)),
                (DayTimeDuration a, DayTimeDuration b) => a.Seconds / b.Seconds,
                (YearMonthDuration a, decimal b) => Months(a.TotalMonths / b),
                (YearMonthDuration a, YearMonthDuration b) => (decimal)a.TotalMonths / b.TotalMonths,
                _ => Undefined(run, "divide", left, right),
            };
        }
        catch (OverflowException)
        {
            return TooLarge(run);
        }
    }

    internal static object? Power(Run run, object? left, object? right)
    {
        if (left is not decimal number || right is not decimal exponent)
        {
            return Undefined(run, "raise", left, right);
        }

        try
        {
            return DecimalMath.Power(number, exponent) ?? run.Null($"{number} ** {exponent} is not a number");
        }
        catch (OverflowException)
        {
            return TooLarge(run);
        }
    }

    internal static object? Negate(Run run, object? value) => value switch
    {
        decimal number => -number,
        DayTimeDuration duration => new DayTimeDuration(-duration.Seconds),
        YearMonthDuration duration => new YearMonthDuration(-duration.TotalMonths),
        _ => run.Null($"a {FeelText.TypeName(value)} cannot be negated"),
    };

    private static string Join(Run run, string left, string right)
    {
        run.Grow((long)left.Length + right.Length);
        return left + right;
    }

    private static YearMonthDuration Months(decimal months) => new((long)decimal.Truncate(months));

    private static object? TooLarge(Run run) => run.Null("a result is larger than a number can be");

    private static object? Undefined(Run run, string verb, object? left, object? right) =>
        run.Null($"cannot {verb} {FeelText.TypeName(left)} and {FeelText.TypeName(right)}");
}
