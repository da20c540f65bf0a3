using System.Globalization;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Reads durations: PnYnM becomes a years and months duration, PnDTnHnMnS a days and time duration.</summary>
internal static class DurationText
{
    private const int LongestNumber = 15;

    internal static object? Read(string text)
    {
        var scanner = new TextScanner(text);
        bool negative = scanner.Take('-');
        if (!scanner.Take('P') || scanner.AtEnd)
        {
            return null;
        }

        int sign = negative ? -1 : 1;
        return text.Contains('Y', StringComparison.Ordinal) || (text.Contains('M', StringComparison.Ordinal) && !text.Contains('T', StringComparison.Ordinal))
            ? YearsAndMonths(ref scanner, sign)
            : DaysAndTime(ref scanner, sign);
    }

    private static object? YearsAndMonths(ref TextScanner scanner, int sign)
    {
        long months = 0;
        foreach ((char unit, int factor) in new[] { ('Y', 12), ('M', 1) })
        {
            if (scanner.AtEnd)
            {
                break;
            }

            if (!scanner.Digits(1, LongestNumber, out ReadOnlySpan<char> digits))
            {
                return null;
            }

            if (!scanner.Take(unit))
            {
                if (unit == 'M' || !scanner.Take('M'))
                {
                    return null;
                }

                return scanner.AtEnd ? new YearMonthDuration(sign * long.Parse(digits, CultureInfo.InvariantCulture)) : null;
            }

            months += long.Parse(digits, CultureInfo.InvariantCulture) * factor;
        }

        return scanner.AtEnd ? new YearMonthDuration(sign * months) : null;
    }

    private static object? DaysAndTime(ref TextScanner scanner, int sign)
    {
        decimal seconds = 0;
        if (scanner.Digits(1, LongestNumber, out ReadOnlySpan<char> days))
        {
            if (!scanner.Take('D'))
            {
                return null;
            }

            seconds = decimal.Parse(days, CultureInfo.InvariantCulture) * 86_400m;
        }

        if (scanner.AtEnd)
        {
            return new DayTimeDuration(sign * seconds);
        }

        return scanner.Take('T') && !scanner.AtEnd && Clock(ref scanner) is { } clock
            ? new DayTimeDuration(sign * (seconds + clock))
            : null;
    }

    private static decimal? Clock(ref TextScanner scanner)
    {
        decimal seconds = 0;
        string units = "HMS";
        while (!scanner.AtEnd)
        {
            if (!scanner.Digits(1, LongestNumber, out ReadOnlySpan<char> digits))
            {
                return null;
            }

            decimal amount = decimal.Parse(digits, CultureInfo.InvariantCulture);
            bool fraction = scanner.Take('.');
            if (fraction)
            {
                scanner.Digits(0, 9, out ReadOnlySpan<char> parts);
                amount += parts.IsEmpty ? 0 : decimal.Parse("0." + parts.ToString(), CultureInfo.InvariantCulture);
            }

            int unit = units.IndexOf(scanner.Next, StringComparison.Ordinal);
            if (unit < 0 || (fraction && units[unit] != 'S'))
            {
                return null;
            }

            seconds += amount * (units[unit] switch { 'H' => 3600, 'M' => 60, _ => 1 });
            scanner.Take(units[unit]);
            units = units[(unit + 1)..];
        }

        return seconds;
    }
}
