namespace Patella.Kernel.Dmn.Feel;

/// <summary>
/// Roots, powers, exponential and logarithm in decimal arithmetic: 28 digits, and the same digits on every machine,
/// which the floating-point library of the operating system does not promise.
/// </summary>
internal static class DecimalMath
{
    private const decimal Ln2 = 0.6931471805599453094172321215m;
    private const decimal LargestExponent = 66.5m;
    private const int MostTerms = 100;

    /// <summary>number ** exponent; null when there is no real result.</summary>
    /// <exception cref="OverflowException">The result does not fit a decimal.</exception>
    internal static decimal? Power(decimal number, decimal exponent)
    {
        if (exponent == decimal.Truncate(exponent) && Math.Abs(exponent) <= int.MaxValue)
        {
            return WholePower(number, (long)exponent);
        }

        return number <= 0 ? (number == 0 && exponent > 0 ? 0 : null) : Exp(exponent * (Log(number) ?? 0));
    }

    internal static decimal? Sqrt(decimal number)
    {
        if (number < 0)
        {
            return null;
        }

        if (number == 0)
        {
            return 0;
        }

        decimal root = (decimal)Math.Sqrt((double)number);
        for (int round = 0; round < 4; round++)
        {
            root = (root + (number / root)) / 2;
        }

        decimal rounded = decimal.Round(root, 14);
        return rounded * rounded == number ? rounded : root;
    }

    /// <exception cref="OverflowException">The result does not fit a decimal.</exception>
    internal static decimal Exp(decimal exponent)
    {
        if (exponent > LargestExponent)
        {
            throw new OverflowException("The exponential does not fit a decimal.");
        }

        if (exponent < -LargestExponent)
        {
            return 0;
        }

        int halvings = (int)Math.Floor(exponent / Ln2);
        decimal rest = exponent - (halvings * Ln2);
        decimal term = 1;
        decimal sum = 1;
        for (int n = 1; n < MostTerms && term != 0; n++)
        {
            term = term * rest / n;
            sum += term;
        }

        return halvings >= 0 ? sum * WholePower(2, halvings)!.Value : sum / WholePower(2, -halvings)!.Value;
    }

    /// <summary>The natural logarithm; null for zero and below.</summary>
    internal static decimal? Log(decimal number)
    {
        if (number <= 0)
        {
            return null;
        }

        int doublings = 0;
        while (number > 1.5m)
        {
            number /= 2;
            doublings++;
        }

        while (number < 0.75m)
        {
            number *= 2;
            doublings--;
        }

        decimal ratio = (number - 1) / (number + 1);
        decimal square = ratio * ratio;
        decimal power = ratio;
        decimal sum = 0;
        for (int n = 1; n < MostTerms && power != 0; n += 2)
        {
            sum += power / n;
            power *= square;
        }

        return (2 * sum) + (doublings * Ln2);
    }

    private static decimal? WholePower(decimal number, long exponent)
    {
        if (exponent < 0)
        {
            decimal? inverse = WholePower(number, -exponent);
            return inverse is null or 0 ? null : 1 / inverse;
        }

        decimal result = 1;
        decimal factor = number;
        while (exponent > 0)
        {
            if ((exponent & 1) == 1)
            {
                result *= factor;
            }

            exponent >>= 1;
            factor = exponent > 0 ? factor * factor : factor;
        }

        return result;
    }
}
