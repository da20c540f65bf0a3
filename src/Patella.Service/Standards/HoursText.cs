using System.Globalization;
using Patella.Kernel.Calendars;

namespace Patella.Service.Standards;

/// <summary>Opening hours as people write them: <c>09:00-18:00</c>, up to <c>24:00</c>.</summary>
public static class HoursText
{
    public static IReadOnlyList<string> Write(IReadOnlyList<Opening> openings) => [.. openings.Select(opening => Time(opening.From) + "-" + Time(opening.Until))];

    /// <summary>What cannot be read becomes an opening that no calendar takes.</summary>
    public static IReadOnlyList<Opening> Read(IReadOnlyList<string>? texts) => [.. (texts ?? []).Select(Read)];

    private static string Time(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private static Opening Read(string? text) => text?.Split('-') is [var from, var until] && Minute(from) is { } begin && Minute(until) is { } end ? new Opening(begin, end) : new Opening(-1, -1);

    private static int? Minute(string text)
        => text.Trim() is [var h1, var h2, ':', var m1, var m2] && char.IsAsciiDigit(h1) && char.IsAsciiDigit(h2) && char.IsAsciiDigit(m1) && char.IsAsciiDigit(m2)
            && ((h1 - '0') * 10) + (h2 - '0') is var hour && ((m1 - '0') * 10) + (m2 - '0') is var minute && minute < 60 && (hour * 60) + minute <= Opening.MinutesOfDay
            ? (hour * 60) + minute : null;
}

/// <summary>A day unlike its weekday, on the wire and in the store: a holiday has no hours.</summary>
public sealed record SpecialDayView(DateOnly Date, string Name, IReadOnlyList<string> Hours)
{
    public static SpecialDayView Of(SpecialDay day) => new(day.Date, day.Name, HoursText.Write(day.Openings));

    public SpecialDay ToDay() => new(Date, Name ?? "", HoursText.Read(Hours));
}
