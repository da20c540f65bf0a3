using System.Globalization;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Reads dates, times and date and times in the lexical forms of FEEL; null for any other text.</summary>
internal static class TemporalText
{
    internal static FeelDate? ReadDate(string text)
    {
        var scanner = new TextScanner(text);
        return Date(ref scanner) is { } date && scanner.AtEnd ? date : null;
    }

    internal static FeelTime? ReadTime(string text)
    {
        var scanner = new TextScanner(text);
        return Time(ref scanner, out _);
    }

    /// <summary>A date alone counts as its midnight; 24:00:00 is midnight of the next day.</summary>
    internal static FeelDateTime? ReadDateTime(string text)
    {
        var scanner = new TextScanner(text);
        if (Date(ref scanner) is not { } date)
        {
            return null;
        }

        if (scanner.AtEnd)
        {
            return new FeelDateTime(date, FeelTime.Midnight);
        }

        if (!scanner.Take('T') || Time(ref scanner, out bool endOfDay) is not { } time)
        {
            return null;
        }

        FeelDate? day = endOfDay ? CalendarMath.FromDayNumber(date.DayNumber + 1) : date;
        return day is null ? null : new FeelDateTime(day.Value, time);
    }

    /// <summary>The value of an at-literal: duration, date and time, date or time, whichever the text is.</summary>
    internal static object? ReadAny(string text)
    {
        if (DurationText.Read(text) is { } duration)
        {
            return duration;
        }

        if (ReadDate(text) is { } date)
        {
            return date;
        }

        return text.Contains('T', StringComparison.Ordinal) && ReadDateTime(text) is { } dateTime ? dateTime
            : ReadTime(text) is { } time ? time
            : null;
    }

    private static FeelDate? Date(ref TextScanner scanner)
    {
        bool negative = scanner.Take('-');
        if (!scanner.Digits(4, 9, out ReadOnlySpan<char> digits) || (digits.Length > 4 && digits[0] == '0'))
        {
            return null;
        }

        int year = int.Parse(digits, CultureInfo.InvariantCulture);
        if (!scanner.Take('-') || !scanner.TwoDigits(out int month) || !scanner.Take('-') || !scanner.TwoDigits(out int day))
        {
            return null;
        }

        return FeelDate.Create(negative ? -year : year, month, day);
    }

    private static FeelTime? Time(ref TextScanner scanner, out bool endOfDay)
    {
        endOfDay = false;
        if (!scanner.TwoDigits(out int hour) || !scanner.Take(':') || !scanner.TwoDigits(out int minute)
            || !scanner.Take(':') || !scanner.TwoDigits(out int second) || !Fraction(ref scanner, out int nanosecond))
        {
            return null;
        }

        endOfDay = hour == 24 && minute == 0 && second == 0 && nanosecond == 0;
        if ((hour > 23 && !endOfDay) || minute > 59 || second > 59 || !Zone(ref scanner, out FeelZone? zone))
        {
            return null;
        }

        return new FeelTime(endOfDay ? 0 : hour, minute, second, nanosecond, zone);
    }

    private static bool Fraction(ref TextScanner scanner, out int nanosecond)
    {
        nanosecond = 0;
        if (!scanner.Take('.'))
        {
            return true;
        }

        if (!scanner.Digits(1, 9, out ReadOnlySpan<char> digits))
        {
            return false;
        }

        nanosecond = int.Parse(digits.ToString().PadRight(9, '0'), CultureInfo.InvariantCulture);
        while (scanner.Digits(1, 9, out _))
        {
            // Digits beyond the nanosecond are dropped.
        }

        return true;
    }

    private static bool Zone(ref TextScanner scanner, out FeelZone? zone)
    {
        zone = null;
        if (scanner.AtEnd)
        {
            return true;
        }

        if (scanner.Take('Z'))
        {
            zone = FeelZone.Utc;
            return scanner.AtEnd;
        }

        if (scanner.Take('@'))
        {
            zone = FeelZone.FromName(scanner.Remaining);
            return zone is not null;
        }

        return Offset(ref scanner, out zone);
    }

    private static bool Offset(ref TextScanner scanner, out FeelZone? zone)
    {
        zone = null;
        bool negative = scanner.Next == '-';
        if (!scanner.Take('+') && !scanner.Take('-'))
        {
            return false;
        }

        int second = 0;
        if (!scanner.TwoDigits(out int hour) || !scanner.Take(':') || !scanner.TwoDigits(out int minute)
            || (scanner.Take(':') && !scanner.TwoDigits(out second)) || minute > 59 || second > 59 || !scanner.AtEnd)
        {
            return false;
        }

        int seconds = (hour * 3600) + (minute * 60) + second;
        zone = FeelZone.FromOffset(negative ? -seconds : seconds);
        return zone is not null;
    }
}
