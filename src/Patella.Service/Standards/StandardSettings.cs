using Patella.Kernel.Calendars;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Standards;

/// <summary>Changes what a tenant promises, inside the caller's transaction: always the whole book is checked as it would be after the change.</summary>
public sealed class StandardSettings(StandardBooks books, TenantStore tenants, BusinessTime business)
{
    /// <summary>How far ahead two calendars are compared when one unit's clause must not be weaker than the base.</summary>
    private const long ComparedFor = 400L * 86_400 * Microseconds.PerSecond;

    private const int MostClauses = 2_000;

    /// <summary>Creates a calendar or gives it its next version. Clocks that run keep the version they began under.</summary>
    public async Task<Outcome<KeptCalendar>> SaveCalendar(ITransaction transaction, KeptCalendar calendar)
    {
        await books.Changed(transaction);
        var book = await StandardBooks.Read(transaction);
        var known = book.Calendars.FirstOrDefault(other => other.Id == calendar.Id && other.SavedAt > 0);
        if (calendar.Id == StandardBook.AroundTheClock)
        {
            return Problem.Refused("built-in-calendar", "The calendar around-the-clock is always there and counts every hour. Give yours another id.");
        }

        if (known is not null && SaysTheSame(known, calendar))
        {
            return known;
        }

        var next = calendar with { Version = (known?.Version ?? 0) + 1, SavedAt = business.Now };
        var after = new StandardBook(book.Versions, [.. book.Calendars.Where(other => other.Id != next.Id && other.SavedAt > 0), next], book.Reasons);
        if (Weaker(after) is { } problem)
        {
            return problem;
        }

        await transaction.Execute(StandardBooks.Sql["AddCalendar"], CalendarRow.Of(next));
        return next;
    }

    /// <summary>Creates a clause or gives it its next version, from now or a later instant on.</summary>
    public async Task<Outcome<Clause>> SaveClause(ITransaction transaction, Clause clause, long? effectiveFrom)
    {
        await books.Changed(transaction);
        var book = await StandardBooks.Read(transaction);
        var (known, now) = (book.Newest(clause.Id), business.Now);
        if (known is not null && known.SaysTheSame(clause) && (effectiveFrom is null || effectiveFrom == known.EffectiveFrom))
        {
            return known;
        }

        if (await Refuse(transaction, book, known, clause, effectiveFrom, now) is { } refusal)
        {
            return refusal;
        }

        var next = clause with { Version = (known?.Version ?? 0) + 1, EffectiveFrom = effectiveFrom ?? Math.Max(now, known?.EffectiveFrom ?? now), SavedAt = now };
        if (Weaker(new StandardBook([.. book.Versions, next], book.Calendars, book.Reasons)) is { } problem)
        {
            return problem;
        }

        await transaction.Execute(StandardBooks.Sql["AddClause"], next);
        return next;
    }

    /// <summary>Ends a clause from now on; what it measured stays.</summary>
    public async Task<Outcome<Clause>> RetireClause(ITransaction transaction, string id)
        => (await StandardBooks.Read(transaction)).Newest(id) is { } known ? await SaveClause(transaction, known with { Retired = 1 }, null) : Problem.NotFound("The clause");

    public async Task<Outcome<PauseReason>> SavePauseReason(ITransaction transaction, PauseReason reason)
    {
        if (reason.Code == PauseReason.OutsideHours)
        {
            return Problem.Refused("not-a-pause", "Closed hours are not a pause: give the clause a calendar that is closed then.");
        }

        await books.Changed(transaction);
        var book = await StandardBooks.Read(transaction);
        foreach (var kept in book.Reasons.Where(other => other.Code != reason.Code).Append(reason))
        {
            // The start set becomes the tenant's own list with its first change.
            await transaction.Execute(StandardBooks.Sql["SavePauseReason"], new { kept.Code, kept.NameZh, kept.NameEn, Measures = Json.Write(kept.Measures), Retired = kept.Retired ? 1L : 0L });
        }

        return reason;
    }

    private async Task<Problem?> Refuse(IReader reader, StandardBook book, Clause? known, Clause clause, long? effectiveFrom, long now)
    {
        if (clause.Unit is not null && (await tenants.ListUnits(reader)).All(unit => unit.Code != clause.Unit))
        {
            return Problem.Invalid("/unit", "Must be the code of a unit of this tenant.");
        }

        if (book.Calendar(clause.Calendar) is null)
        {
            return Problem.Invalid("/calendar", "Must be the id of a calendar of this tenant.");
        }

        if (known is not null && known.Key != clause.Key)
        {
            return Problem.Refused("other-clause", $"Clause '{clause.Id}' is for {ClauseWords.Of(known)}. What it is for cannot change: retire it and write another.");
        }

        if (known is not null && effectiveFrom < Math.Max(now, known.EffectiveFrom))
        {
            return Problem.Refused("in-the-past", "A clause that has been in force cannot be changed for the past; choose now or a later time.");
        }

        var twin = clause.Retired == 0 ? book.InForce(long.MaxValue).FirstOrDefault(other => other.Id != clause.Id && other.Key == clause.Key) : null;
        return twin is not null ? Problem.Conflict("clause-exists", $"Clause '{twin.Id}' is for {ClauseWords.Of(clause)} already. Change that one.")
            : book.Versions.Count >= MostClauses * 10 ? Problem.Refused("too-many-clauses", "There are too many versions of clauses.") : null;
    }

    /// <summary>The first overlay that would promise less than the base, now or from any instant at which a clause changes.</summary>
    private Problem? Weaker(StandardBook book)
    {
        var now = business.Now;
        foreach (var at in book.Versions.Select(version => version.EffectiveFrom).Where(from => from > now).Append(now).Distinct())
        {
            foreach (var overlay in book.InForce(at).Where(clause => clause.Unit is not null))
            {
                if (book.Best(overlay.Measure, null, overlay.Tier, overlay.Priority, at) is { } common && Compare(book, overlay, common, at) is { } problem)
                {
                    return problem;
                }
            }
        }

        return null;
    }

    private static Problem? Compare(StandardBook book, Clause overlay, Clause common, long at)
    {
        if (overlay.TargetMinutes > common.TargetMinutes)
        {
            return Problem.Refused("weaker-than-base",
                $"Clause '{overlay.Id}' ({ClauseWords.Of(overlay)}) promises {overlay.TargetMinutes} minutes where the base clause '{common.Id}' promises {common.TargetMinutes}. A unit may be stricter than the base, never weaker.");
        }

        return overlay.Calendar == common.Calendar || book.TermsOf(overlay).Calendar.Covers(book.TermsOf(common).Calendar, at, at + ComparedFor)
            ? null
            : Problem.Refused("weaker-than-base",
                $"Clause '{overlay.Id}' ({ClauseWords.Of(overlay)}, {overlay.TargetMinutes} minutes) counts on calendar '{overlay.Calendar}', which is closed when '{common.Calendar}' of the base clause '{common.Id}' ({common.TargetMinutes} minutes) is open. A unit may be stricter than the base, never weaker.");
    }

    private static bool SaysTheSame(KeptCalendar left, KeptCalendar right)
    {
        var (one, other) = (CalendarRow.Of(left), CalendarRow.Of(right));
        return (one.NameZh, one.NameEn, one.AroundClock, one.Zone, one.Week, one.Days) == (other.NameZh, other.NameEn, other.AroundClock, other.Zone, other.Week, other.Days);
    }
}
