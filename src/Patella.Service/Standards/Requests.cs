using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Kernel.Calendars;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Standards;

/// <summary>POST /standards/calendars: creates a calendar, or its next version.</summary>
/// <param name="AroundTheClock">True counts every hour; zone, week and days are then left out.</param>
/// <param name="Week">Seven lists of hours such as <c>09:00-18:00</c>, Monday first; an empty list is a closed day.</param>
public sealed record CalendarRequest(string? Id, LocalName? Name, bool? AroundTheClock, string? Zone, IReadOnlyList<IReadOnlyList<string>>? Week, IReadOnlyList<SpecialDayView>? Days)
{
    private const int NameLength = 120;

    internal Validation Check(string at, Validation into)
    {
        into.Id(Id, at + "/id", required: false).Text(Name?.Chinese, at + "/name/zh-CN", 1, NameLength).Text(Name?.English, at + "/name/en", 1, NameLength);
        if (AroundTheClock == true)
        {
            return into;
        }

        foreach (var fault in CalendarFaults.Of(Zone, Week?.Select(HoursText.Read).ToList(), Days?.Select(day => day.ToDay()).ToList()))
        {
            into.Must(false, $"{at}/{fault.Place.Replace("openings", "hours", StringComparison.Ordinal)}", ProblemText.Said(fault.Message));
        }

        foreach (var (index, day) in (Days ?? []).Index().Take(CalendarFaults.MostDays))
        {
            into.Text(day.Name, $"{at}/days/{index}/name", 1, NameLength);
        }

        return into;
    }

    internal KeptCalendar ToCalendar(IIdentifiers identifiers) => AroundTheClock == true
        ? new KeptCalendar(Id ?? identifiers.New(), 0, Name!.Chinese, Name.English, true, null, [], [], 0)
        : new KeptCalendar(Id ?? identifiers.New(), 0, Name!.Chinese, Name.English, false, Zone, [.. Week!.Select(HoursText.Read)], [.. (Days ?? []).Select(day => day.ToDay()).OrderBy(day => day.Date)], 0);
}

/// <summary>A calendar on the wire.</summary>
/// <param name="OpenNow">Whether it is open at this moment of business time.</param>
public sealed record CalendarView(
    string Id, long Version, LocalName Name, bool AroundTheClock, string? Zone, IReadOnlyList<IReadOnlyList<string>> Week, IReadOnlyList<SpecialDayView> Days, bool OpenNow, DateTimeOffset? SavedAt)
{
    internal static CalendarView Of(KeptCalendar calendar, long now) => new(
        calendar.Id, calendar.Version, new LocalName(calendar.NameZh, calendar.NameEn), calendar.IsAroundTheClock, calendar.Zone, [.. calendar.Week.Select(HoursText.Write)],
        [.. calendar.Days.Select(SpecialDayView.Of)], calendar.Hours.IsOpen(now), calendar.SavedAt > 0 ? Microseconds.ToTime(calendar.SavedAt) : null);
}

/// <summary>POST /standards/clauses: creates a clause, or its next version.</summary>
/// <param name="Unit">A unit's overlay; absent in the base.</param>
/// <param name="Calendar">Absent counts every hour.</param>
/// <param name="EffectiveFrom">Absent means now; a clause that is in force cannot be changed for the past.</param>
public sealed record ClauseRequest(
    string? Id, string? Measure, string? Unit, string? Tier, string? Priority, long? TargetMinutes, long? WarnPercent, string? Calendar, DateTimeOffset? EffectiveFrom)
{
    public const long MostMinutes = 129_600;
    public static readonly IReadOnlyList<string> Priorities = ["low", "normal", "high", "urgent"];

    internal Validation Check(string at, Validation into) => into
        .Id(Id, at + "/id", required: false)
        .OneOf(Measure, at + "/measure", Measures.OfClauses)
        .Id(Unit, at + "/unit", required: false)
        .Text(Tier, at + "/tier", 0, 40)
        .Must(Priority is null || Priorities.Contains(Priority), at + "/priority", $"Must be one of: {string.Join(", ", Priorities)}.")
        .Must(TargetMinutes is >= 1 and <= MostMinutes, at + "/targetMinutes", "Must be 1 to 129,600 open minutes (90 days).")
        .Must(WarnPercent is null or (>= 1 and <= 100), at + "/warnPercent", "Must be 1 to 100.")
        .Id(Calendar, at + "/calendar", required: false)
        .Must(EffectiveFrom is null || EffectiveFrom.Value.Year is >= 1970 and < 2200, at + "/effectiveFrom", "Must be between 1970 and 2200.");

    internal Clause ToClause(IIdentifiers identifiers) => new()
    {
        Id = Id ?? identifiers.New(),
        Measure = Measure!,
        Unit = Unit,
        Tier = string.IsNullOrEmpty(Tier) ? null : Tier,
        Priority = Priority,
        TargetMinutes = TargetMinutes!.Value,
        WarnPercent = WarnPercent ?? 80,
        Calendar = Calendar ?? StandardBook.AroundTheClock,
    };
}

/// <summary>A clause on the wire, in one version.</summary>
/// <param name="State">in-force, coming (from a later instant on) or past.</param>
/// <param name="DueIfNow">When a matter that begins now would be due.</param>
public sealed record ClauseView(
    string Id, long Version, string Measure, string? Unit, string? Tier, string? Priority, long TargetMinutes, long WarnPercent, string Calendar, DateTimeOffset EffectiveFrom,
    string State, bool Retired, DateTimeOffset DueIfNow)
{
    internal static ClauseView Of(Clause clause, StandardBook book, long now)
    {
        var terms = book.TermsOf(clause);
        var inForce = book.InForce(now).Any(other => other.Id == clause.Id && other.Version == clause.Version);
        return new ClauseView(
            clause.Id, clause.Version, clause.Measure, clause.Unit, clause.Tier, clause.Priority, clause.TargetMinutes, clause.WarnPercent, clause.Calendar, Microseconds.ToTime(clause.EffectiveFrom),
            inForce ? "in-force" : clause.EffectiveFrom > now ? "coming" : "past", clause.Retired != 0, Microseconds.ToTime(terms.Calendar.Add(now, terms.Target)));
    }
}

/// <summary>POST /standards/pause-reasons: creates or changes a reason for which clocks may stand still.</summary>
/// <param name="Measures">Which clocks it stops.</param>
public sealed record PauseReasonRequest(string? Code, LocalName? Name, IReadOnlyList<string>? Measures, bool? Retired)
{
    internal Validation Check(string at, Validation into) => into
        .Id(Code, at + "/code").Must(Code is null or { Length: <= 40 }, at + "/code", "Must be at most 40 characters.")
        .Text(Name?.Chinese, at + "/name/zh-CN", 1, 120).Text(Name?.English, at + "/name/en", 1, 120)
        .Must(Measures is { Count: > 0 } && Measures.All(Standards.Measures.OfClauses.Contains), at + "/measures", $"Must be some of: {string.Join(", ", Standards.Measures.OfClauses)}.");

    internal PauseReason ToReason() => new(Code!, Name!.Chinese, Name.English, [.. Measures!.Distinct()], Retired ?? false);
}

/// <summary>A pause reason on the wire.</summary>
public sealed record PauseReasonView(string Code, LocalName Name, IReadOnlyList<string> Measures, bool Retired)
{
    internal static PauseReasonView Of(PauseReason reason) => new(reason.Code, new LocalName(reason.NameZh, reason.NameEn), reason.Measures, reason.Retired);
}
