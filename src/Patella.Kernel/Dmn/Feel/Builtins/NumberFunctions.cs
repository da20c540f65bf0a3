namespace Patella.Kernel.Dmn.Feel;

/// <summary>Functions of one or two numbers, rounding among them.</summary>
internal static class NumberFunctions
{
    // The scales of a 34-digit decimal, as the standard gives them; beyond 28 digits rounding changes nothing here.
    private const int SmallestScale = -6111;
    private const int LargestScale = 6176;

    internal static BuiltinFunction[] All =>
    [
        Rounding("decimal", false, number => Math.Round(number, MidpointRounding.ToEven)),
        Rounding("floor", true, number => Math.Floor(number)),
        Rounding("ceiling", true, number => Math.Ceiling(number)),
        Rounding("round up", false, number => number < 0 ? Math.Floor(number) : Math.Ceiling(number)),
        Rounding("round down", false, number => Math.Truncate(number)),
        Rounding("round half up", false, number => Math.Round(number, MidpointRounding.AwayFromZero)),
        Rounding("round half down", false, HalfDown),
        new("abs", new BuiltinForm("n:any", (run, a) => Abs(run, a[0]))),
        new("modulo", new BuiltinForm("dividend:number, divisor:number", (run, a) => Modulo(run, (decimal)a[0]!, (decimal)a[1]!))),
        new("sqrt", new BuiltinForm("number:number", (run, a) => DecimalMath.Sqrt((decimal)a[0]!) ?? run.Null("sqrt: the number is negative"))),
        new("log", new BuiltinForm("number:number", (run, a) => DecimalMath.Log((decimal)a[0]!) ?? run.Null("log: the number is not positive"))),
        new("exp", new BuiltinForm("number:number", (run, a) => Exp(run, (decimal)a[0]!))),
        new("odd", new BuiltinForm("number:number", (_, a) => FeelValues.Box(Math.Abs((decimal)a[0]! % 2) == 1))),
        new("even", new BuiltinForm("number:number", (_, a) => FeelValues.Box((decimal)a[0]! % 2 == 0))),
    ];

    private static BuiltinFunction Rounding(string name, bool scaleOptional, Func<decimal, decimal> round) => new(
        name,
        new BuiltinForm(
            scaleOptional ? "n:number, scale:number?" : "n:number, scale:number",
            (run, a) => Round(run, name, (decimal)a[0]!, (decimal?)a[1] ?? 0, round)));

    private static object? Round(Run run, string name, decimal number, decimal scale, Func<decimal, decimal> round)
    {
        int places = (int)Math.Clamp(decimal.Truncate(scale), SmallestScale - 1, LargestScale + 1);
        if (places is < SmallestScale or > LargestScale)
        {
            return run.Null($"{name}: the scale should lie between {SmallestScale} and {LargestScale}");
        }

        if (places > 28)
        {
            return number;
        }

        if (places < -28)
        {
            return 0m;
        }

        try
        {
            decimal factor = DecimalMath.Power(10, Math.Abs(places))!.Value;
            return places >= 0 ? round(number * factor) / factor : round(number / factor) * factor;
        }
        catch (OverflowException)
        {
            return number;
        }
    }

    private static decimal HalfDown(decimal number)
    {
        decimal whole = Math.Truncate(number);
        return Math.Abs(number - whole) > 0.5m ? whole + Math.Sign(number) : whole;
    }

    private static object? Abs(Run run, object? value) => value switch
    {
        decimal number => Math.Abs(number),
        DayTimeDuration duration => new DayTimeDuration(Math.Abs(duration.Seconds)),
        YearMonthDuration duration => new YearMonthDuration(Math.Abs(duration.TotalMonths)),
        FeelList { Count: 1 } single => Abs(run, single[0]),
        _ => run.Null($"abs: 'n' should be number or duration but is {FeelText.TypeName(value)}"),
    };

    private static object? Modulo(Run run, decimal dividend, decimal divisor)
    {
        if (divisor == 0)
        {
            return run.Null("modulo: division by zero");
        }

        decimal rest = dividend % divisor;
        return rest != 0 && Math.Sign(rest) != Math.Sign(divisor) ? rest + divisor : rest;
    }

    private static object? Exp(Run run, decimal number)
    {
        try
        {
            return DecimalMath.Exp(number);
        }
        catch (OverflowException)
        {
            return run.Null("exp: the result is larger than a number can be");
        }
    }
}
