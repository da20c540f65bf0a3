using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Standards;

/// <summary>The calendars in the settings document.</summary>
internal sealed class CalendarSection(StandardSettings settings, AuditTrail audit, IIdentifiers identifiers) : ListSection<CalendarRequest, KeptCalendar>
{
    public override string Name => "calendars";

    public override async Task<object> Export(IReader reader) => (await StandardBooks.Read(reader)).Calendars.Where(calendar => calendar.SavedAt > 0)
        .Select(calendar => new CalendarRequest(calendar.Id, new LocalName(calendar.NameZh, calendar.NameEn), calendar.IsAroundTheClock, calendar.Zone, [.. calendar.Week.Select(HoursText.Write)], [.. calendar.Days.Select(SpecialDayView.Of)])).ToList();

    protected override void Check(CalendarRequest request, SettingsContext context, string at, Validation into) => request.Check(at, into);

    protected override KeptCalendar ToValue(CalendarRequest request) => request.ToCalendar(identifiers);

    protected override async Task SaveOne(ITransaction transaction, KeptCalendar value)
    {
        var before = (await StandardBooks.Read(transaction)).Calendar(value.Id)?.Version;
        var saved = await settings.SaveCalendar(transaction, value);
        if (saved.Problem is { } problem)
        {
            throw new RefusalException(problem);
        }

        if (saved.Value.Version != before)
        {
            await audit.Write(transaction, "system", "settings-import", "standards.calendar-saved", "calendar:" + value.Id, new { saved.Value.Version });
        }
    }
}

/// <summary>A clause as the settings document brings it.</summary>
internal sealed record ClauseLine(Clause Clause, long? EffectiveFrom);

/// <summary>
/// The clauses in the settings document, as they are in force. A clause that is there already is changed from now on: a document cannot rewrite the past.
/// </summary>
internal sealed class ClauseSection(StandardSettings settings, AuditTrail audit, BusinessTime business, IIdentifiers identifiers) : ListSection<ClauseRequest, ClauseLine>
{
    public override string Name => "standards";

    public override async Task<object> Export(IReader reader) => (await StandardBooks.Read(reader)).InForce(business.Now).OrderBy(clause => clause.Id, StringComparer.Ordinal)
        .Select(clause => new ClauseRequest(clause.Id, clause.Measure, clause.Unit, clause.Tier, clause.Priority, clause.TargetMinutes, clause.WarnPercent, clause.Calendar, Microseconds.ToTime(clause.EffectiveFrom))).ToList();

    protected override void Check(ClauseRequest request, SettingsContext context, string at, Validation into)
        => request.Check(at, into).Must(request.Unit is null || context.UnitCodes.Contains(request.Unit), at + "/unit", "Must be the code of a unit.");

    protected override ClauseLine ToValue(ClauseRequest request) => new(request.ToClause(identifiers), request.EffectiveFrom is { } from ? Microseconds.From(from) : null);

    protected override async Task SaveOne(ITransaction transaction, ClauseLine value)
    {
        var known = (await StandardBooks.Read(transaction)).Newest(value.Clause.Id);
        var from = known is null || value.EffectiveFrom > Math.Max(business.Now, known.EffectiveFrom) ? value.EffectiveFrom : null;
        var saved = await settings.SaveClause(transaction, value.Clause, from);
        if (saved.Problem is { } problem)
        {
            throw new RefusalException(problem);
        }

        if (saved.Value.Version != known?.Version)
        {
            await audit.Write(transaction, "system", "settings-import", "standards.clause-saved", "clause:" + value.Clause.Id, new { saved.Value.Version, saved.Value.TargetMinutes });
        }
    }
}

/// <summary>The pause reasons in the settings document.</summary>
internal sealed class PauseReasonSection(StandardSettings settings, AuditTrail audit) : ListSection<PauseReasonRequest, PauseReason>
{
    public override string Name => "pauseReasons";

    public override async Task<object> Export(IReader reader) => (await StandardBooks.Read(reader)).Reasons
        .Select(reason => new PauseReasonRequest(reason.Code, new LocalName(reason.NameZh, reason.NameEn), reason.Measures, reason.Retired)).ToList();

    protected override void Check(PauseReasonRequest request, SettingsContext context, string at, Validation into) => request.Check(at, into);

    protected override PauseReason ToValue(PauseReasonRequest request) => request.ToReason();

    protected override async Task SaveOne(ITransaction transaction, PauseReason value)
    {
        var saved = await settings.SavePauseReason(transaction, value);
        if (saved.Problem is { } problem)
        {
            throw new RefusalException(problem);
        }

        await audit.Write(transaction, "system", "settings-import", "standards.pause-reason-saved", "pause-reason:" + value.Code);
    }
}
