namespace Patella.Kernel.Dmn.Feel;

/// <summary>
/// Proleptic Gregorian calendar over years -999,999,999 to 999,999,999: the .NET calendar stops at 1 and 9999.
/// Days count from 1970-01-01.
/// </summary>
internal static class CalendarMath
{
    internal const int LargestYear = 999_999_999;
    internal const long SecondsPerDay = 86_400;

    internal static bool IsLeapYear(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    internal static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeapYear(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Day number of a date; eras of 400 years make the sum exact for negative years too.</summary>
    internal static long ToDayNumber(long year, int month, int day)
    {
        if (month <= 2)
        {
            year--;
        }

        long era = FloorDivide(year, 400);
        long yearOfEra = year - (era * 400);
        long dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        long dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    /// <summary>The date of a day number; null when its year lies outside the supported years.</summary>
    internal static FeelDate? FromDayNumber(long dayNumber)
    {
        long shifted = dayNumber + 719_468;
        long era = FloorDivide(shifted, 146_097);
        long dayOfEra = shifted - (era * 146_097);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        int day = (int)(dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1);
        int month = (int)(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        long year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        return Math.Abs(year) > LargestYear ? null : new FeelDate((int)year, month, day);
    }

    internal static long FloorDivide(long value, long divisor)
    {
        long quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
