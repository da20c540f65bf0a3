using Patella.Kernel.Calendars;

namespace Patella.Service.Standards;

/// <summary>
/// What happens to a clock, decided without store or clock. How it ends depends on the instants alone and never on when a timer fired:
/// answered by its due time it is met, even when the answer was written down after the timer. A call about an instant before the clock began, and a stop, start
/// or hop from before its last one, is an old call come again and changes nothing.
/// </summary>
public static class ClockRules
{
    /// <summary>Takes note of the time gone by: a running clock past its due time is breached; one whose breach was noted too early runs again.</summary>
    public static Clock Settle(Clock clock, long at) => clock.State switch
    {
        ClockState.Running when at > clock.DueAt => clock with { State = ClockState.Breached, BreachedAt = clock.DueAt },
        ClockState.Breached when clock.IsOpen && at <= clock.DueAt => clock with { State = ClockState.Running, BreachedAt = null },
        _ => clock,
    };

    /// <summary>The timer's look: breached, or else warned. The same clock means that nothing is due.</summary>
    public static Clock Look(Clock clock, long now)
    {
        if (!clock.IsOpen || clock.State != ClockState.Running)
        {
            return clock;
        }

        return now > clock.DueAt ? Settle(clock, now) : now >= clock.WarnAt && clock.Warned == 0 ? clock with { Warned = 1 } : clock;
    }

    /// <summary>The answer came.</summary>
    public static Clock Meet(Clock clock, BusinessCalendar calendar, long at) => End(clock, calendar, at, ClockState.Met, null);

    /// <summary>It is not waited for any more. What was breached before stays breached.</summary>
    public static Clock Cancel(Clock clock, BusinessCalendar calendar, string reason, long at) => End(clock, calendar, at, ClockState.Cancelled, reason);

    /// <summary>Stands still for a named reason. A breached clock and a promise do not: the consumer waits all the same.</summary>
    public static Clock Pause(Clock clock, string reason, long at)
    {
        if (!clock.IsOpen || at < clock.ChangedAt)
        {
            return clock;
        }

        var settled = Settle(clock, at);
        return settled.State != ClockState.Running || settled.Target is null
            ? settled
            : settled with { State = ClockState.Paused, PausedSince = at, PausedBecause = reason, ChangedAt = at };
    }

    /// <summary>Goes on; due later by the open time it stood still.</summary>
    public static Clock Resume(Clock clock, BusinessCalendar calendar, long at)
    {
        if (clock.State != ClockState.Paused || !clock.IsOpen || at < clock.ChangedAt)
        {
            return clock;
        }

        return Due(clock with
        {
            State = ClockState.Running,
            PausedTotal = clock.PausedTotal + calendar.OpenBetween(clock.PausedSince!.Value, at),
            PausedSince = null,
            PausedBecause = null,
            ChangedAt = at,
        }, calendar);
    }

    /// <summary>Another unit owes it now. Same start, same pauses; the earlier of the two due times stands.</summary>
    /// <param name="terms">What the new unit promises; null when it has no clause.</param>
    public static Clock Move(Clock clock, BusinessCalendar calendar, string unit, ClockTerms? terms, IReadOnlyList<ClockPause> pauses, long at)
    {
        if (!clock.IsOpen || clock.Unit == unit || at < clock.ChangedAt)
        {
            return clock;
        }

        var settled = Settle(clock, at);
        var moved = settled with { Unit = unit, Hops = clock.Hops + 1, ChangedAt = at };
        if (terms is null || settled.Target is null || settled.State == ClockState.Breached)
        {
            return moved;
        }

        var taken = moved with
        {
            Clause = terms.Clause,
            ClauseVersion = terms.ClauseVersion,
            Calendar = terms.CalendarId,
            CalendarVersion = terms.CalendarVersion,
            Target = terms.Target,
            WarnPercent = terms.WarnPercent,
            PausedTotal = pauses.Where(pause => pause.EndedAt is not null).Sum(pause => terms.Calendar.OpenBetween(pause.Since, pause.EndedAt!.Value)),
        };
        return DueAsOf(taken, terms.Calendar, at) < DueAsOf(moved, calendar, at) ? Settle(Due(taken, terms.Calendar), at) : moved;
    }

    /// <summary>When to look again; null when nothing is to come.</summary>
    public static long? NextLook(Clock clock)
        => !clock.IsOpen || clock.State != ClockState.Running ? null : clock.Warned == 0 && clock.WarnAt < clock.DueAt ? clock.WarnAt : clock.DueAt + 1;

    /// <summary>Due and warning times from start, target and pauses; those of a promise were given.</summary>
    public static Clock Due(Clock clock, BusinessCalendar calendar) => clock.Target is not { } target
        ? clock
        : clock with { DueAt = calendar.Add(clock.StartedAt, target + clock.PausedTotal), WarnAt = calendar.Add(clock.StartedAt, (target * clock.WarnPercent / 100) + clock.PausedTotal) };

    private static Clock End(Clock clock, BusinessCalendar calendar, long at, string state, string? reason)
    {
        if (!clock.IsOpen || at < clock.StartedAt)
        {
            return clock;
        }

        var moment = Math.Max(at, clock.ChangedAt);
        var settled = Settle(Resume(clock, calendar, moment), moment);
        var elapsed = Math.Max(0, calendar.OpenBetween(clock.StartedAt, moment) - settled.PausedTotal);
        return settled with
        {
            State = settled.State == ClockState.Breached ? ClockState.Breached : state,
            MetAt = state == ClockState.Met ? moment : null,
            EndedAt = moment,
            EndedBecause = reason,
            Elapsed = elapsed,
        };
    }

    /// <summary>When it would be due if a pause that goes on ended now.</summary>
    private static long DueAsOf(Clock clock, BusinessCalendar calendar, long at) => Due(Resume(clock, calendar, at), calendar).DueAt;
}

/// <summary>What a clause promises at an instant, with the calendar it counts on.</summary>
public sealed record ClockTerms(string Clause, long ClauseVersion, string CalendarId, long CalendarVersion, BusinessCalendar Calendar, long Target, long WarnPercent);
