using System.Globalization;
using Patella.Platform.Clocks;
using Patella.Service.Edge;

namespace Patella.Service.Reports;

/// <summary>A report that comes by itself.</summary>
public sealed record Schedule
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>day or week.</summary>
    public string Every { get; init; } = "day";

    /// <summary>1 Monday to 7 Sunday; what a daily one has here is not looked at.</summary>
    public long Weekday { get; init; } = 1;

    /// <summary>Minutes after local midnight.</summary>
    public long Minute { get; init; }

    public string Zone { get; init; } = "UTC";

    public string? Unit { get; init; }

    public string? Entrance { get; init; }

    public string? Language { get; init; }

    /// <summary>Language of the names in it, BCP 47.</summary>
    public string Texts { get; init; } = "en";

    /// <summary>Addresses, one a line.</summary>
    public string Recipients { get; init; } = "";

    public long Active { get; init; } = 1;

    public long? NextAt { get; init; }

    public string MadeBy { get; init; } = "";

    public IReadOnlyList<string> RecipientList => Recipients.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The first time it is due after a moment, UTC microseconds. A local time that clocks skip is the first there is after it.</summary>
    public long NextAfter(long at)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Microseconds.ToTime(at), zone).DateTime).AddDays(-1);
        while (true)
        {
            if (Every == "day" || IsoDay(day) == Weekday)
            {
                var due = DueOn(day, zone);
                if (due > at)
                {
                    return due;
                }
            }

            day = day.AddDays(1);
        }
    }

    /// <summary>The days it reports when it is due: the day before, or the seven days before.</summary>
    public (DateOnly First, DateOnly Last) PeriodOf(long dueAt)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Microseconds.ToTime(dueAt), TimeZoneInfo.FindSystemTimeZoneById(Zone)).DateTime);
        return (today.AddDays(Every == "day" ? -1 : -7), today.AddDays(-1));
    }

    private long DueOn(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(Minute);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return Microseconds.From(new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)));
    }

    private static int IsoDay(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;
}

/// <summary>POST /reports/schedules.</summary>
/// <param name="Every">day or week.</param>
/// <param name="At">Local time of the zone, 08:30.</param>
public sealed record ScheduleRequest(
    string? Id, string? Name, string? Every, int? Weekday, string? At, string? Zone, string? Unit, string? Entrance, string? Language, IReadOnlyList<string>? Recipients, bool? Active)
{
    private const int MostRecipients = 20;

    internal Validation Check(string place = "", Validation? into = null)
    {
        var check = (into ?? new Validation()).Id(Id, place + "/id", required: false).Text(Name, place + "/name", 1, 120).OneOf(Every, place + "/every", ["day", "week"])
            .Must(Every != "week" || Weekday is >= 1 and <= 7, place + "/weekday", "Must be 1 (Monday) to 7 (Sunday).")
            .Must(TryMinute(out _), place + "/at", "Must be a time such as 08:30.")
            .Must(Zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone) && zone.HasIanaId, place + "/zone", "Must be the IANA name of a time zone, such as Asia/Shanghai.")
            .Must(Recipients is null or { Count: <= MostRecipients }, place + "/recipients", $"At most {MostRecipients} addresses.");
        for (var index = 0; index < Math.Min(Recipients?.Count ?? 0, MostRecipients); index++)
        {
            check.Must(IsAddress(Recipients![index]), $"{place}/recipients/{index}", "Must be a mail address.");
        }

        return check;
    }

    internal Schedule ToSchedule(string id, string texts, string by)
    {
        TryMinute(out var minute);
        return new Schedule
        {
            Id = id, Name = Name!, Every = Every!, Weekday = Weekday ?? 1, Minute = minute, Zone = Zone!, Unit = Unit, Entrance = Entrance, Language = Language, Texts = texts,
            Recipients = string.Join('\n', Recipients ?? []), Active = Active == false ? 0 : 1, MadeBy = by,
        };
    }

    private bool TryMinute(out long minute)
    {
        var read = TimeOnly.TryParseExact(At, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        minute = (time.Hour * 60) + time.Minute;
        return read;
    }

    private static bool IsAddress(string? text) => text is { Length: >= 3 and <= 254 } && text.IndexOf('@') is > 0 and var at && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',');
}

/// <summary>A schedule on the wire.</summary>
public sealed record ScheduleView(
    string Id, string Name, string Every, int Weekday, string At, string Zone, string? Unit, string? Entrance, string? Language, IReadOnlyList<string> Recipients, bool Active, DateTimeOffset? NextAt)
{
    internal static ScheduleView Of(Schedule schedule) => new(
        schedule.Id, schedule.Name, schedule.Every, (int)schedule.Weekday, new TimeOnly((int)(schedule.Minute / 60), (int)(schedule.Minute % 60)).ToString("HH:mm", CultureInfo.InvariantCulture), schedule.Zone,
        schedule.Unit, schedule.Entrance, schedule.Language, schedule.RecipientList, schedule.Active == 1, schedule.NextAt is { } at ? Microseconds.ToTime(at) : null);
}

/// <summary>A figure in the summary of a delivery.</summary>
public sealed record DeliveredFigure(string Key, string Kind, double? Value, double? Before);

/// <summary>A report that was made. Its table is at GET /reports/deliveries/{id}/table.</summary>
/// <param name="SentTo">Addresses it was mailed to; empty when it is only kept here.</param>
public sealed record DeliveryView(
    string Id, string Schedule, string Name, string From, string To, string Zone, string? Unit, string? Entrance, string? Language, DateTimeOffset MadeAt, IReadOnlyList<string> SentTo, IReadOnlyList<DeliveredFigure> Summary);
