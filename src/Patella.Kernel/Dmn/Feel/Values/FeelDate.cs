using System.Globalization;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>A calendar date of FEEL; years -999,999,999 to 999,999,999, months and days from 1.</summary>
public readonly record struct FeelDate(int Year, int Month, int Day) : IComparable<FeelDate>
{
    /// <summary>Days since 1970-01-01.</summary>
    public long DayNumber => CalendarMath.ToDayNumber(Year, Month, Day);

    /// <summary>1 for Monday to 7 for Sunday.</summary>
    public int Weekday => (int)(((DayNumber + 3) % 7 + 7) % 7) + 1;

    /// <summary>1 for the first of January.</summary>
    public int DayOfYear => (int)(DayNumber - CalendarMath.ToDayNumber(Year, 1, 1)) + 1;

    /// <summary>ISO 8601 week: the week that holds the year's first Thursday is week 1.</summary>
    public int WeekOfYear
    {
        get
        {
            long thursday = DayNumber + 4 - Weekday;
            FeelDate date = CalendarMath.FromDayNumber(thursday) ?? this;
            return ((date.DayOfYear - 1) / 7) + 1;
        }
    }

    /// <summary>The date, or null when month, day or year do not exist.</summary>
    public static FeelDate? Create(long year, long month, long day) =>
        Math.Abs(year) > CalendarMath.LargestYear || month is < 1 or > 12 || day < 1 || day > CalendarMath.DaysInMonth(year, (int)month)
            ? null
            : new FeelDate((int)year, (int)month, (int)day);

    /// <summary>Moves by whole months; a day the target month lacks becomes its last day.</summary>
    public FeelDate? AddMonths(long months)
    {
        long index;
        try
        {
            index = checked((Year * 12L) + (Month - 1) + months);
        }
        catch (OverflowException)
        {
            return null;
        }

        long year = CalendarMath.FloorDivide(index, 12);
        int month = (int)(index - (year * 12)) + 1;
        return Math.Abs(year) > CalendarMath.LargestYear
            ? null
            : new FeelDate((int)year, month, Math.Min(Day, CalendarMath.DaysInMonth(year, month)));
    }

    /// <inheritdoc />
    public int CompareTo(FeelDate other) => DayNumber.CompareTo(other.DayNumber);

    public static bool operator <(FeelDate left, FeelDate right) => left.CompareTo(right) < 0;

    public static bool operator >(FeelDate left, FeelDate right) => left.CompareTo(right) > 0;

    public static bool operator <=(FeelDate left, FeelDate right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FeelDate left, FeelDate right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public override string ToString()
    {
        string sign = Year < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(Year):0000}-{Month:00}-{Day:00}");
    }
}
