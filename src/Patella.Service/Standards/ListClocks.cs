using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Standards;

/// <summary>A clock on the wire. Minutes are open minutes of its calendar.</summary>
/// <param name="Standing">on-time, at-risk or broken at this moment, for one that has not ended.</param>
public sealed record ClockView(
    string Id, ClockSubject Subject, string Measure, string State, string? Standing, string Unit, string? EntryUnit, string? Tier, string? Priority, string? Conversation, string? Case, string? Person, string? Order,
    string? Clause, long? ClauseVersion, double? TargetMinutes, DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? MetAt, DateTimeOffset? BreachedAt, DateTimeOffset? EndedAt, string? EndedBecause,
    string? PausedBecause, double PausedMinutes, double? ElapsedMinutes, long Hops, IReadOnlyList<PauseView>? Pauses = null)
{
    private const double MinuteMicroseconds = 60.0 * Microseconds.PerSecond;

    internal static ClockView Of(Clock clock, long now) => new(
        clock.Id, clock.Subject, clock.Measure, clock.State, clock.IsOpen ? clock.Standing(now) : null, clock.Unit, clock.EntryUnit, clock.Tier, clock.Priority, clock.Conversation, clock.CaseRef, clock.Person, clock.OrderRef,
        clock.Clause, clock.ClauseVersion, clock.Target / MinuteMicroseconds, Microseconds.ToTime(clock.StartedAt), Microseconds.ToTime(clock.DueAt), Time(clock.MetAt), Time(clock.BreachedAt), Time(clock.EndedAt), clock.EndedBecause,
        clock.PausedBecause, Math.Round(clock.PausedTotal / MinuteMicroseconds, 2), clock.Elapsed is { } elapsed ? Math.Round(elapsed / MinuteMicroseconds, 2) : null, clock.Hops);

    private static DateTimeOffset? Time(long? at) => at is { } value ? Microseconds.ToTime(value) : null;
}

/// <summary>One stop of a clock; going on while it has no end.</summary>
public sealed record PauseView(DateTimeOffset Since, DateTimeOffset? Until, string Reason);

/// <summary>Filters of GET /standards/clocks: what a line of the report counts.</summary>
/// <param name="Outcome">met, breached, cancelled, open or at-risk.</param>
public sealed record ClockFilter(string? Unit, string? Measure, string? Clause, string? Outcome, string? SubjectKind, string? SubjectId, DateTimeOffset? From, DateTimeOffset? To, string? After, int? Limit);

/// <summary>What is at risk or broken in one unit now.</summary>
public sealed record UnitAtRisk(string Unit, long AtRisk, long Broken);

/// <summary>What is at risk or broken now, soonest due first.</summary>
public sealed record AtRiskView(DateTimeOffset At, IReadOnlyList<UnitAtRisk> Units, IReadOnlyList<ClockView> Clocks);

internal sealed class ListClocks(IStore store, ServiceClocks clocks, BusinessTime business)
{
    private static readonly IReadOnlyList<string> Outcomes = ["met", "breached", "cancelled", "open", "at-risk"];

    public async Task<Outcome<Page<ClockView>>> Run(Caller caller, ClockFilter filter)
    {
        var check = new Validation()
            .Must(filter.Outcome is null || Outcomes.Contains(filter.Outcome), "outcome", $"Must be one of: {string.Join(", ", Outcomes)}.")
            .Must(filter.Measure is null || Measures.All.Contains(filter.Measure), "measure", $"Must be one of: {string.Join(", ", Measures.All)}.")
            .Must(Paging.TryRead(filter.After, out var sort, out var cursorId), "after", "Must be the 'next' of an earlier page.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var (now, limit) = (business.Now, Paging.Limit(filter.Limit));
        var rows = await store.Read(caller.Tenant, reader => reader.Many<Clock>(Query(filter), new
        {
            filter.Unit, filter.Measure, filter.Clause, filter.SubjectKind, filter.SubjectId, sort, cursorId, limit = limit + 1, now,
            from = filter.From is { } from ? Microseconds.From(from) : 0, until = filter.To is { } to ? Microseconds.From(to) : long.MaxValue,
        }));
        return new Page<ClockView>([.. rows.Take(limit).Select(clock => ClockView.Of(clock, now))], rows.Count > limit ? Paging.Cursor(rows[limit - 1].StartedAt, rows[limit - 1].Id) : null);
    }

    public async Task<Outcome<ClockView>> One(Caller caller, string id)
    {
        var (clock, pauses) = await store.Read(caller.Tenant, async reader => (await reader.One<Clock>(StandardBooks.Sql["FindClock"], new { id }), await clocks.PausesOf(reader, id)));
        return clock is null
            ? Problem.NotFound("The clock")
            : ClockView.Of(clock, business.Now) with { Pauses = [.. pauses.Select(pause => new PauseView(Microseconds.ToTime(pause.Since), pause.EndedAt is { } end ? Microseconds.ToTime(end) : null, pause.Reason))] };
    }

    public Task<AtRiskView> AtRisk(Caller caller, string? unit, int? limit)
    {
        var now = business.Now;
        return store.Read(caller.Tenant, async reader => new AtRiskView(
            Microseconds.ToTime(now),
            [.. (await reader.Many<UnitCount>(StandardBooks.Sql["CountAtRisk"], new { unit, now })).Select(count => new UnitAtRisk(count.Unit, count.AtRisk, count.Broken))],
            [.. (await reader.Many<Clock>(StandardBooks.Sql["AtRisk"], new { unit, now, limit = Paging.Limit(limit) })).Select(clock => ClockView.Of(clock, now))]));
    }

    /// <remarks>
    /// Each part reads in order from an index of its own and stops at the limit: of a unit each measure, and what is rare. The empty text behind the unit and the plus sign
    /// keep SQLite, which has no statistics, from walking all clocks of a unit or a time where what is open or one subject's is little.
    /// </remarks>
    private static string Query(ClockFilter filter)
    {
        var (few, isOpen) = (filter.SubjectId is not null, filter.Outcome is "open" or "at-risk");
        var sql = new StringBuilder("select * from standard_clock where tenant = @tenant and (+started_at, id) < (@sort, @cursorId) and started_at >= @from and started_at <= @sort and started_at < @until");
        sql.Append(filter.Unit is null ? "" : isOpen ? " and unit || '' = @Unit" : " and unit = @Unit");
        sql.Append(filter.Clause is null ? "" : " and clause = @Clause");
        sql.Append(filter.SubjectKind is null ? "" : " and subject_kind = @SubjectKind");
        sql.Append(few ? " and subject_id = @SubjectId" : "");
        var measures = filter.Measure is not null ? [" and measure = @Measure"] : filter.Unit is null || few || isOpen ? [""] : Measures.All.Select(measure => $" and measure = '{measure}'").ToArray();
        var inOrder = $" order by {(few ? "+" : "")}started_at desc, id desc limit @limit";
        var parts = Outcome(filter.Outcome).SelectMany(outcome => measures.Select(measure => sql + measure + outcome + inOrder)).ToList();
        return parts.Count == 1 ? parts[0] : string.Join(" union all ", parts.Select((part, index) => $"select * from ({part}) as part{index}")) + " order by started_at desc, id desc limit @limit";
    }

    private static string[] Outcome(string? outcome) => outcome switch
    {
        "met" => [" and state = 'met'"],
        "breached" => [" and state = 'breached'", " and counted = 0 and ended_at is null and state = 'running' and due_at < @now"],
        "cancelled" => [" and state = 'cancelled'"],
        "open" => [" and counted = 0 and ended_at is null"],
        "at-risk" => [" and counted = 0 and ended_at is null and (state = 'breached' or (state = 'running' and warn_at <= @now))"],
        _ => [""],
    };

    private sealed class UnitCount
    {
        public string Unit { get; init; } = "";

        public long AtRisk { get; init; }

        public long Broken { get; init; }
    }
}
