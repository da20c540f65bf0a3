using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Reports;

/// <summary>A conversation behind a figure, with what the reports know of it. Seconds are absent where nothing ended the wait.</summary>
/// <param name="OfferedAt">First word of the consumer, on whose day it is counted.</param>
public sealed record ContactView(
    string Conversation, DateTimeOffset OfferedAt, string Unit, string Entrance, string Language, string Channel, string? Order, bool AskedForPerson, bool PickedUp, bool Replied, bool Abandoned,
    long? ReplySeconds, long? PersonReplySeconds, long? ResolutionSeconds, long Said, long AskedThings, long Transfers, bool Reopened, bool Repeated, long? Satisfied, bool? Solved, long? Recommend, long? Simpler,
    ConversationView? Shown);

/// <summary>A case behind a figure.</summary>
public sealed record CaseLineView(string Case, long? Number, string? Kind, string Unit, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, long Transfers, long PromisesKept, long PromisesBroken, bool Reopened);

/// <summary>A clock behind a figure: a standard or a promise that was met or missed.</summary>
/// <param name="At">When that happened, on whose day it is counted.</param>
/// <param name="Case">The case it ran for; else <paramref name="Conversation"/>.</param>
/// <param name="CaseNumber">As people say it.</param>
public sealed record ClockLineView(string Clock, DateTimeOffset At, string Unit, string Measure, bool Met, string? Conversation, string? Case, long? CaseNumber);

/// <summary>The lines that a figure counts, newest first, in pages.</summary>
internal static class BehindFigures
{
    private const long HalfHour = SlotSums.HalfHour * 60 * Microseconds.PerSecond;

    public static async Task<Page<ContactView>> Contacts(IReader reader, ReportFilter filter, string condition, long sort, string cursorId, int limit)
    {
        var lines = await Lines(reader, filter, condition, sort, cursorId, limit);
        var ids = lines.Select(line => line.Conversation).ToList();
        var rows = ids.Count == 0 ? [] : (await reader.Many<ConversationRow>("select * from conversation where tenant = @tenant and id in @ids", new { ids })).ToDictionary(row => row.Id);
        return new Page<ContactView>([.. lines.Select(line => View(line) with { Shown = rows.TryGetValue(line.Conversation, out var row) ? Views.Of(row) : null })],
            lines.Count == limit ? Paging.Cursor(lines[^1].OfferedAt!.Value, lines[^1].Conversation) : null);
    }

    /// <remarks>
    /// What is rare is found by its own entries and then checked for its unit: the empty text behind the unit keeps SQLite, which has no statistics, from walking the unit's whole history instead.
    /// What is common, but narrowed, is looked for in those half hours only in which the sums say that there is some.
    /// </remarks>
    public static async Task<IReadOnlyList<ContactLine>> Lines(IReader reader, ReportFilter filter, string condition, long sort, string cursorId, int limit)
    {
        var narrowed = !FigureBook.IsRare(condition) && (filter.Unit ?? filter.Entrance ?? filter.Language) is not null;
        var slots = $"""
            (select slot from report_slot where tenant = @tenant and grain = {SlotSums.HalfHour} and entrance = @entranceKey and language = @languageKey and unit = @unitKey
                and slot > @from - {HalfHour} and slot < @until and {FigureBook.CountedBy(condition)} > 0 order by slot desc limit @slots) s cross join
            """;
        // PostgreSQL would walk all lines and look each one's half hour up; a limit in the inner query, which it does not look through, makes it take the half hours first.
        var (open, close) = narrowed && reader.Kind == StoreKind.Postgres ? ("lateral (select * from", " order by l.offered_at desc, l.conversation desc limit @limit) l order by l.offered_at desc, l.conversation desc limit @limit")
            : ("", " order by l.offered_at desc, l.conversation desc limit @limit");
        return await reader.Many<ContactLine>(
            $"""
            select l.* from {(narrowed ? slots : "")} {open} contact_line l
            where l.tenant = @tenant and l.offered_at >= {(narrowed ? "s.slot" : "@from")} and l.offered_at < {(narrowed ? $"s.slot + {HalfHour}" : "@until")} and (+l.offered_at, l.conversation) < (@sort, @cursorId) and {condition}
            {(filter.Unit is null ? "" : FigureBook.IsRare(condition) ? " and l.unit || '' = @unit" : " and l.unit = @unit")}{(filter.Entrance is null ? "" : " and l.entry_unit = @entrance")}{(filter.Language is null ? "" : " and l.language = @language")}{close}
            """,
            new { from = filter.Period.From, until = End(filter, sort), sort, cursorId, filter.Unit, filter.Entrance, filter.Language, filter.UnitKey, filter.EntranceKey, filter.LanguageKey, limit, slots = limit + 1 });
    }

    public static async Task<Page<CaseLineView>> Cases(IReader reader, ReportFilter filter, string condition, long sort, string cursorId, int limit)
    {
        var lines = await CaseLines(reader, filter, condition, sort, cursorId, limit);
        return new Page<CaseLineView>([.. lines.Select(View)], lines.Count == limit ? Paging.Cursor(lines[^1].OpenedAt!.Value, lines[^1].CaseRef) : null);
    }

    public static async Task<IReadOnlyList<CaseLine>> CaseLines(IReader reader, ReportFilter filter, string condition, long sort, string cursorId, int limit)
        => await reader.Many<CaseLine>(
            $"""
            select * from case_line where tenant = @tenant and opened_at >= @from and opened_at < @until and (+opened_at, case_ref) < (@sort, @cursorId) and {condition}
            {(filter.Unit is null ? "" : " and unit = @unit")} order by opened_at desc, case_ref desc limit @limit
            """,
            new { from = filter.Period.From, until = End(filter, sort), sort, cursorId, filter.Unit, limit });

    public static async Task<Page<ClockLineView>> Clocks(IReader reader, ReportFilter filter, string condition, long sort, string cursorId, int limit)
    {
        var lines = await ClockLines(reader, filter, condition, sort, cursorId, limit);
        return new Page<ClockLineView>(await ShowClocks(reader, lines), lines.Count == limit ? Paging.Cursor(lines[^1].At, lines[^1].Clock) : null);
    }

    public static async Task<IReadOnlyList<StandardLine>> ClockLines(IReader reader, ReportFilter filter, string condition, long sort, string cursorId, int limit)
        => await reader.Many<StandardLine>(
            $"""
            select clock, at, unit, measure, met, conversation, case_ref from standard_line where tenant = @tenant and at >= @from and at < @until and (+at, clock) < (@sort, @cursorId) and {condition}
            {(filter.Unit is null ? "" : FigureBook.IsRare(condition) ? " and unit || '' = @unit" : " and unit = @unit")} order by at desc, clock desc limit @limit
            """,
            new { from = filter.Period.From, until = End(filter, sort), sort, cursorId, filter.Unit, limit });

    public static async Task<IReadOnlyList<ClockLineView>> ShowClocks(IReader reader, IReadOnlyList<StandardLine> lines)
    {
        var ids = lines.Select(line => line.CaseRef).OfType<string>().Distinct().ToList();
        var cases = ids.Count == 0 ? [] : (await reader.Many<CaseLine>(ReportStore.Sql["FindCaseLines"], new { ids })).ToDictionary(line => line.CaseRef, line => line.Number);
        return [.. lines.Select(line => new ClockLineView(
            line.Clock, Microseconds.ToTime(line.At), line.Unit, line.Measure, line.Met == 1, line.Conversation, line.CaseRef, line.CaseRef is null ? null : cases.GetValueOrDefault(line.CaseRef)))];
    }

    /// <summary>A later page ends where it begins: said as a plain bound, since a pair alone would draw SQLite from the unit's index to that of time.</summary>
    private static long End(ReportFilter filter, long sort) => sort < filter.Period.Until ? sort + 1 : filter.Period.Until;

    public static ContactView View(ContactLine line) => new(
        line.Conversation, Microseconds.ToTime(line.OfferedAt!.Value), line.Unit, line.EntryUnit, line.Language, line.Channel, line.OrderRef, line.AskedAt is not null, line.Picked == 1, line.Replied == 1,
        line.Abandoned == 1, Seconds(line.SpokeAt, line.ReplyAt), Seconds(line.AskedAt, line.PersonReplyAt), line.Resolved == 1 ? Seconds(line.OfferedAt, line.LastClosedAt) : null, line.Said, line.Choices,
        line.Transfers, line.Reopened == 1, line.Repeated == 1, line.Satisfied, line.Solved is { } solved ? solved == 1 : null, line.Recommend, line.Simpler, null);

    public static CaseLineView View(CaseLine line) => new(
        line.CaseRef, line.Number, line.Kind, line.Unit, Microseconds.ToTime(line.OpenedAt!.Value), line.LastClosedAt is { } closed && !(line.LastOpenedAt > closed) ? Microseconds.ToTime(closed) : null,
        line.Transfers, line.Kept, line.Broken, line.LastOpenedAt > line.FirstClosedAt);

    private static long? Seconds(long? from, long? until) => from is { } start && until is { } end && end >= start ? (end - start) / Microseconds.PerSecond : null;
}
