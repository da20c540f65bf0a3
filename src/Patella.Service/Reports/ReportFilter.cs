using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Patella.Platform.Clocks;
using Patella.Service.Edge;

namespace Patella.Service.Reports;

/// <summary>What a report is asked for, as it comes in: days of a time zone, both inclusive.</summary>
public sealed record ReportQuery(
    [FromQuery(Name = "from")] string? From, [FromQuery(Name = "to")] string? To, [FromQuery(Name = "zone")] string? Zone,
    [FromQuery(Name = "unit")] string? Unit, [FromQuery(Name = "entrance")] string? Entrance, [FromQuery(Name = "language")] string? Language);

/// <summary>A span of business time, UTC microseconds, the end exclusive. Both ends lie on half hours.</summary>
internal readonly record struct Span(long From, long Until)
{
    public long Length => Until - From;
}

/// <summary>A report's question, checked: the period and the one before it, as long.</summary>
/// <param name="Period">Cut at now: what has not happened yet is compared with nothing.</param>
/// <param name="Before">Begins as many days earlier and is as long.</param>
internal sealed record ReportFilter(DateOnly First, DateOnly Last, TimeZoneInfo Zone, Span Period, Span Before, string? Unit, string? Entrance, string? Language)
{
    /// <summary>Days that one report may span.</summary>
    public const int MostDays = 400;

    private const int DefaultDays = 7;
    private const long HalfHour = SlotSums.HalfHour * 60 * Microseconds.PerSecond;

    public int Days => Last.DayNumber - First.DayNumber + 1;

    public string EntranceKey => Entrance ?? SlotSums.Every;

    public string LanguageKey => Language ?? SlotSums.Every;

    public string UnitKey => Unit ?? SlotSums.Every;

    /// <summary>Until when the period has happened; its slots may reach half an hour further. UTC microseconds.</summary>
    public long AsOf { get; init; }

    /// <param name="now">Business time.</param>
    public static Outcome<ReportFilter> Read(ReportQuery query, string defaultZone, long now)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(query.Zone ?? defaultZone, out var zone) || !zone.HasIanaId)
        {
            return Problem.Invalid("zone", "Must be the IANA name of a time zone, such as Asia/Shanghai.");
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Microseconds.ToTime(now), zone).DateTime);
        if (!TryDay(query.To, today, out var last) || !TryDay(query.From, last.AddDays(1 - DefaultDays), out var first))
        {
            return Problem.Invalid(TryDay(query.To, today, out _) ? "from" : "to", "Must be a day such as 2026-11-11.");
        }

        var check = new Validation()
            .Must(first <= last, "from", "Must not be after 'to'.")
            .Must(last.DayNumber - first.DayNumber < MostDays, "from", $"At most {MostDays} days in one report.")
            .Must(first.Year is >= 1990 and < 2200 && last.Year is >= 1990 and < 2200, "from", "Must lie between 1990 and 2200.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var (from, until, before) = (StartOf(first, zone), StartOf(last.AddDays(1), zone), StartOf(first.AddDays(first.DayNumber - last.DayNumber - 1), zone));
        if (from % HalfHour != 0 || until % HalfHour != 0 || before % HalfHour != 0)
        {
            return Problem.Invalid("zone", "Days of this time zone begin at a quarter of an hour; reports count by half hours. Choose a neighbouring zone.");
        }

        var end = Math.Max(from, Math.Min(until, SlotSums.SlotOf(now, SlotSums.HalfHour) + HalfHour));
        return new ReportFilter(first, last, zone, new Span(from, end), new Span(before, Math.Min(from, before + (end - from))), Given(query.Unit), Given(query.Entrance), Given(query.Language)) { AsOf = Math.Min(end, now) };
    }

    /// <summary>The first moment of a day; where clocks skip midnight, the first there is.</summary>
    public static long StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30);
        }

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return Microseconds.From(new DateTimeOffset(midnight, offset));
    }

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static bool TryDay(string? text, DateOnly otherwise, out DateOnly day)
    {
        day = otherwise;
        return string.IsNullOrEmpty(text) || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }
}
