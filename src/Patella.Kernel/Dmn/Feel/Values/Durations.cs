using System.Globalization;
using System.Text;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>A days and time duration, in seconds with up to nine fractional digits.</summary>
public readonly record struct DayTimeDuration(decimal Seconds) : IComparable<DayTimeDuration>
{
    private decimal Magnitude => Math.Abs(Seconds);

    /// <summary>Whole days, signed.</summary>
    public decimal Days => Signed(Math.Floor(Magnitude / 86_400m));

    /// <summary>Hours beyond whole days, signed.</summary>
    public decimal Hours => Signed(Math.Floor(Magnitude / 3600m) % 24m);

    /// <summary>Minutes beyond whole hours, signed.</summary>
    public decimal Minutes => Signed(Math.Floor(Magnitude / 60m) % 60m);

    /// <summary>Seconds beyond whole minutes, signed, with the fraction.</summary>
    public decimal SecondsPart => Signed(Magnitude % 60m);

    /// <inheritdoc />
    public int CompareTo(DayTimeDuration other) => Seconds.CompareTo(other.Seconds);

    public static bool operator <(DayTimeDuration left, DayTimeDuration right) => left.Seconds < right.Seconds;

    public static bool operator >(DayTimeDuration left, DayTimeDuration right) => left.Seconds > right.Seconds;

    public static bool operator <=(DayTimeDuration left, DayTimeDuration right) => left.Seconds <= right.Seconds;

    public static bool operator >=(DayTimeDuration left, DayTimeDuration right) => left.Seconds >= right.Seconds;

    /// <inheritdoc />
    public override string ToString()
    {
        if (Seconds == 0m)
        {
            return "PT0S";
        }

        var text = new StringBuilder(Seconds < 0 ? "-P" : "P");
        Append(text, Math.Abs(Days), 'D');
        if (Hours != 0 || Minutes != 0 || SecondsPart != 0)
        {
            text.Append('T');
            Append(text, Math.Abs(Hours), 'H');
            Append(text, Math.Abs(Minutes), 'M');
            Append(text, Math.Abs(SecondsPart), 'S');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, decimal amount, char unit)
    {
        if (amount != 0)
        {
            text.Append(amount.ToString("0.#########", CultureInfo.InvariantCulture)).Append(unit);
        }
    }

    private decimal Signed(decimal part) => Seconds < 0 ? -part : part;
}

/// <summary>A years and months duration, in whole months.</summary>
public readonly record struct YearMonthDuration(long TotalMonths) : IComparable<YearMonthDuration>
{
    /// <summary>Whole years, signed.</summary>
    public long Years => TotalMonths / 12;

    /// <summary>Months beyond whole years, signed.</summary>
    public long Months => TotalMonths % 12;

    /// <inheritdoc />
    public int CompareTo(YearMonthDuration other) => TotalMonths.CompareTo(other.TotalMonths);

    public static bool operator <(YearMonthDuration left, YearMonthDuration right) => left.TotalMonths < right.TotalMonths;

    public static bool operator >(YearMonthDuration left, YearMonthDuration right) => left.TotalMonths > right.TotalMonths;

    public static bool operator <=(YearMonthDuration left, YearMonthDuration right) => left.TotalMonths <= right.TotalMonths;

    public static bool operator >=(YearMonthDuration left, YearMonthDuration right) => left.TotalMonths >= right.TotalMonths;

    /// <inheritdoc />
    public override string ToString()
    {
        if (TotalMonths == 0)
        {
            return "P0M";
        }

        string years = Years == 0 ? "" : Math.Abs(Years).ToString(CultureInfo.InvariantCulture) + "Y";
        string months = Months == 0 ? "" : Math.Abs(Months).ToString(CultureInfo.InvariantCulture) + "M";
        return (TotalMonths < 0 ? "-P" : "P") + years + months;
    }
}
