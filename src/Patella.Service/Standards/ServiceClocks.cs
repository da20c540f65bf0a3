using Patella.Kernel.Calendars;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;

namespace Patella.Service.Standards;

/// <summary>
/// The contract of Standards for higher capabilities, called inside their own transactions. Every call may come twice: the second time changes nothing.
/// Where no clause applies there is no clock, and the calls about it do nothing.
/// </summary>
public sealed class ServiceClocks(StandardBooks books, TimerTable timers, ClockEntries entries, BusinessTime business, IIdentifiers identifiers)
{
    /// <summary>Timers of this capability.</summary>
    public const string Capability = "standards";

    /// <summary>Share of the way to a promise's date after which it is at risk.</summary>
    private const long PromiseWarnPercent = 80;

    /// <summary>Begins a wait. The same wait again, or one that an ended clock already reaches beyond, begins nothing.</summary>
    /// <param name="from">When the wait began, UTC microseconds of business time.</param>
    /// <returns>The clock that was started, or null when none was.</returns>
    public async Task<Clock?> Start(ITransaction transaction, ClockSubject subject, string measure, ClockScope scope, long from)
    {
        var terms = (await books.Of(transaction)).Terms(measure, scope.Unit, scope.Tier, scope.Priority, from);
        return terms is null ? null : await Insert(transaction, Under(terms, New(subject, measure, scope, from)));
    }

    /// <summary>A date was given to the consumer. The same date again changes nothing; another one replaces it, and a date already missed stays missed.</summary>
    /// <param name="from">When it was given.</param>
    public async Task<Clock?> StartPromise(ITransaction transaction, ClockSubject subject, long dueAt, ClockScope scope, long from)
    {
        var open = (await Open(transaction, subject)).FirstOrDefault(clock => clock.Measure == Measures.Promise);
        if (open?.DueAt == dueAt)
        {
            return null;
        }

        if (open is not null)
        {
            await Save(transaction, open, ClockRules.Cancel(open, BusinessCalendar.AroundTheClock, "replaced", from));
        }

        return await Insert(transaction, New(subject, Measures.Promise, scope, from) with
        {
            DueAt = dueAt,
            WarnPercent = PromiseWarnPercent,
            WarnAt = from + (Math.Max(0, dueAt - from) / 100 * PromiseWarnPercent),
        });
    }

    /// <summary>The answer came. Not later than due is met, even when a timer was quicker; later stays breached and tells how long it took.</summary>
    public async Task Meet(ITransaction transaction, ClockSubject subject, string measure, long at)
    {
        if ((await books.Of(transaction)).Knows(measure))
        {
            await ForEach(transaction, subject, (clock, calendar) => clock.Measure == measure ? ClockRules.Meet(clock, calendar, at) : clock);
        }
    }

    /// <summary>The matter is at its end: its resolution is met, and what else was waited for is waited for no more.</summary>
    public Task Finish(ITransaction transaction, ClockSubject subject, long at)
        => ForEach(transaction, subject, (clock, calendar) => clock.Measure == Measures.Resolution ? ClockRules.Meet(clock, calendar, at) : ClockRules.Cancel(clock, calendar, "closed", at));

    /// <summary>Stops the clocks that this reason may stop.</summary>
    /// <returns>How many stand still now, or a refusal: a pause needs a reason from the tenant's list.</returns>
    public async Task<Outcome<int>> Pause(ITransaction transaction, ClockSubject subject, string reason, long at)
    {
        if ((await books.Of(transaction)).Reasons.FirstOrDefault(known => known.Code == reason && !known.Retired) is not { } named)
        {
            return new Problem(422, "unknown-pause-reason", $"A clock stops only for a reason on the list; '{reason}' is not on it.");
        }

        return await ForEach(transaction, subject, (clock, _) => named.Measures.Contains(clock.Measure) ? ClockRules.Pause(clock, reason, at) : clock);
    }

    /// <summary>Lets the subject's clocks go on.</summary>
    public Task Resume(ITransaction transaction, ClockSubject subject, long at)
        => ForEach(transaction, subject, (clock, calendar) => ClockRules.Resume(clock, calendar, at));

    /// <summary>Another unit owes it from now on. A hop never gives more time: the start stays, and the stricter due time stands.</summary>
    public async Task Move(ITransaction transaction, ClockSubject subject, string unit, long at)
    {
        var book = await books.Of(transaction);
        foreach (var clock in await Open(transaction, subject))
        {
            if (clock.Unit != unit)
            {
                var pauses = clock.PausedTotal == 0 ? [] : await PausesOf(transaction, clock.Id);
                await Save(transaction, clock, ClockRules.Move(clock, await Hours(transaction, clock), unit, book.Terms(clock.Measure, unit, clock.Tier, clock.Priority, clock.StartedAt), pauses, at));
            }
        }
    }

    /// <summary>Not waited for any more, with the reason. Cancelled clocks are counted beside the others, so that cancelling hides nothing.</summary>
    public Task Cancel(ITransaction transaction, ClockSubject subject, string reason, long at, string? measure = null)
        => ForEach(transaction, subject, (clock, calendar) => measure is null || clock.Measure == measure ? ClockRules.Cancel(clock, calendar, reason, at) : clock);

    /// <summary>All clocks of a subject, oldest first, those that have ended too.</summary>
    public Task<IReadOnlyList<Clock>> Of(IReader reader, ClockSubject subject) => reader.Many<Clock>(StandardBooks.Sql["Of"], subject);

    /// <summary>The open clocks of many subjects of one kind, in one statement: for lists.</summary>
    public Task<IReadOnlyList<Clock>> OpenOf(IReader reader, string kind, IReadOnlyList<string> ids)
        => ids.Count == 0 ? Task.FromResult<IReadOnlyList<Clock>>([]) : reader.Many<Clock>(StandardBooks.Sql["OpenOfMany"], new { kind, ids = ids.ToArray() });

    /// <summary>The cases for which a clock is at risk or broken now, those due first first; at most a thousand.</summary>
    /// <param name="unit">Only clocks that this unit owes; null for all.</param>
    /// <param name="broken">Only those that are broken already.</param>
    public Task<IReadOnlyList<string>> CasesAtRisk(IReader reader, string? unit, bool broken)
        => reader.Many<string>(StandardBooks.Sql["CasesAtRisk"], new { unit, now = business.Now, broken = broken ? 1L : 0L });

    /// <summary>The stops of a clock, oldest first.</summary>
    public Task<IReadOnlyList<ClockPause>> PausesOf(IReader reader, string clock) => reader.Many<ClockPause>(StandardBooks.Sql["PausesOf"], new { clock });

    /// <summary>A wait that is over already, from before Patella or another system: measured by what held then, without timers and without entries.</summary>
    public async Task Import(ITransaction transaction, ClockSubject subject, string measure, ClockScope scope, long from, long? met, long ended)
    {
        if ((await books.Of(transaction)).Terms(measure, scope.Unit, scope.Tier, scope.Priority, from) is not { } terms)
        {
            return;
        }

        var running = Under(terms, New(subject, measure, scope, from));
        var over = met is { } answered ? ClockRules.Meet(running, terms.Calendar, answered) : ClockRules.Cancel(running, terms.Calendar, "ended", ended);
        await transaction.Execute(StandardBooks.Sql["ImportClock"], over with { Id = identifiers.New(), Warned = over.EndedAt >= over.WarnAt ? 1 : 0 });
    }

    internal Task<BusinessCalendar> Hours(IReader reader, Clock clock) => books.Hours(reader, clock.Calendar, clock.CalendarVersion);

    /// <summary>Writes what a rule made of a clock: the row, its pauses, its timer and what others should know.</summary>
    internal async Task Save(ITransaction transaction, Clock before, Clock after)
    {
        if (ReferenceEquals(before, after) || before == after)
        {
            return;
        }

        await transaction.Execute(StandardBooks.Sql["SaveClock"], after);
        if (after.PausedSince is { } since && before.PausedSince is null)
        {
            await transaction.Execute(StandardBooks.Sql["BeginPause"], new { clock = after.Id, since, reason = after.PausedBecause });
        }
        else if (before.PausedSince is not null && after.PausedSince is null)
        {
            await transaction.Execute(StandardBooks.Sql["EndPause"], new { clock = after.Id, until = after.EndedAt ?? after.ChangedAt });
        }

        await Arm(transaction, before, after);
        await entries.Tell(transaction, before, after);
    }

    private static Clock New(ClockSubject subject, string measure, ClockScope scope, long from) => new()
    {
        SubjectKind = subject.Kind,
        SubjectId = subject.Id,
        Measure = measure,
        Unit = scope.Unit,
        EntryUnit = scope.EntryUnit,
        Tier = scope.Tier,
        Priority = scope.Priority,
        Conversation = scope.Conversation,
        CaseRef = scope.Case,
        Person = scope.Person,
        OrderRef = scope.Order,
        Staff = scope.Staff,
        StartedAt = from,
        ChangedAt = from,
    };

    private static Clock Under(ClockTerms terms, Clock clock) => ClockRules.Due(clock with
    {
        Clause = terms.Clause,
        ClauseVersion = terms.ClauseVersion,
        Calendar = terms.CalendarId,
        CalendarVersion = terms.CalendarVersion,
        Target = terms.Target,
        WarnPercent = terms.WarnPercent,
    }, terms.Calendar);

    private async Task<Clock?> Insert(ITransaction transaction, Clock clock)
    {
        var named = clock with { Id = identifiers.New() };
        if (await transaction.Execute(StandardBooks.Sql["StartClock"], named) == 0)
        {
            return null;
        }

        await timers.Set(transaction, Capability, named.Id, ClockRules.NextLook(named)!.Value);
        return named;
    }

    private Task<IReadOnlyList<Clock>> Open(ITransaction transaction, ClockSubject subject)
        => transaction.Many<Clock>(StandardBooks.Sql["OpenOf"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), subject);

    private async Task<int> ForEach(ITransaction transaction, ClockSubject subject, Func<Clock, BusinessCalendar, Clock> rule)
    {
        var paused = 0;
        foreach (var clock in await Open(transaction, subject))
        {
            var after = rule(clock, await Hours(transaction, clock));
            await Save(transaction, clock, after);
            paused += after.State == ClockState.Paused ? 1 : 0;
        }

        return paused;
    }

    private async Task Arm(ITransaction transaction, Clock before, Clock after)
    {
        var (was, next) = (ClockRules.NextLook(before), ClockRules.NextLook(after));
        if (next is null)
        {
            await timers.Cancel(transaction, Capability, after.Id);
        }
        else if (next != was)
        {
            await timers.Set(transaction, Capability, after.Id, next.Value);
        }
    }
}
