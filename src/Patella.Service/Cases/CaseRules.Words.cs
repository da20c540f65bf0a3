using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>Promises to the consumer, questions to the parties, and the end.</summary>
public static partial class CaseRules
{
    /// <summary>The next word to the consumer, and by when.</summary>
    /// <param name="kept">The promise before was fulfilled, not moved.</param>
    public static Outcome<IReadOnlyList<CaseEvent>> Promise(CaseState state, CaseActor actor, CaseFacts facts, string? words, long dueAt, bool kept)
    {
        if (Refuse(state, actor) is { } problem)
        {
            return problem;
        }

        if (dueAt <= facts.Now)
        {
            return Problem.Invalid("/dueAt", "Must lie in the future: it is what the consumer may count on.");
        }

        return dueAt - facts.Now > LongestPromise
            ? Problem.Invalid("/dueAt", "Must lie within 60 days.")
            : Events(new CasePromised(dueAt, End(state, kept)) { Words = words });
    }

    /// <summary>The clock says that a promise ends soon; one that was made anew in the meantime is not meant.</summary>
    /// <param name="dueAt">Of the promise that is meant.</param>
    public static IReadOnlyList<CaseEvent> RemindPromise(CaseState state, CaseFacts facts, long dueAt)
        => state is { IsOpen: true, MergedInto: null, Promise: { Broken: false, Reminded: false } promise } && promise.DueAt == dueAt && dueAt > facts.Now ? [new PromiseReminded(dueAt)] : [];

    /// <summary>The clock says that a promise was not kept; one that was made anew in the meantime is not meant.</summary>
    public static IReadOnlyList<CaseEvent> BreakPromise(CaseState state, CaseFacts facts)
        => state is { IsOpen: true, MergedInto: null, Promise: { Broken: false } promise } && promise.DueAt <= facts.Now ? [new PromiseBroken(promise.DueAt)] : [];

    public static Outcome<IReadOnlyList<CaseEvent>> AskPart(CaseState state, CaseActor actor, string part, string party, string who, string question, IReadOnlyList<string> shares)
        => Refuse(state, actor) is { } problem ? problem
            : state.Parts.Count >= ListLimit ? Problem.Conflict("too-many", $"A case has at most {ListLimit} parts.")
            : state.Parts.Any(one => one.IsOpen && one.Party == party && one.Who == who) ? Problem.Conflict("part-open", "This party is asked already. Wait for the answer.")
            : Events(new PartAsked(part, party, who, shares) { Words = question });

    public static Outcome<IReadOnlyList<CaseEvent>> AnswerPart(CaseState state, CaseActor actor, string part, string answer)
        => state.Parts.FirstOrDefault(one => one.Id == part) is not { } asked ? Problem.NotFound("The part")
            : !asked.IsOpen ? Problem.Conflict("part-answered", "This part is answered already.")
            : !state.IsOpen ? Problem.Conflict("case-closed", "This case is closed; no answer is needed any more.")
            : Events(new PartAnswered(part, actor.Staff) { Words = answer });

    /// <summary>The clock of a part has run out.</summary>
    public static IReadOnlyList<CaseEvent> PartLate(CaseState state, string part)
        => state.IsOpen && state.Parts.Any(one => one.Id == part && one.IsOpen && !one.Late) ? [new PartLate(part)] : [];

    /// <summary>The end, with its outcome. The first agent may do it alone when an article that all share covers it.</summary>
    /// <param name="articleShared">Whether the named article may be used by the actor's units.</param>
    public static Outcome<IReadOnlyList<CaseEvent>> Close(CaseState state, CaseActor actor, CaseFacts facts, string outcome, string? status, string? article, bool articleShared)
    {
        if (RefuseAnybody(state, actor) is { } problem)
        {
            return problem;
        }

        var alone = !MayDecide(state, actor);
        if (alone && !(actor.Is(state.FirstAgent) && article is not null && articleShared))
        {
            return actor.Is(state.FirstAgent)
                ? Problem.Conflict("not-your-case", "You may solve it alone with an article that is shared with all units: name it. Otherwise the unit that owns it closes it.")
                : NotYours(state);
        }

        var setting = facts.Settings.Status(status ?? "") ?? (status is null ? facts.Settings.FirstOf(CaseCategory.Closed) : null);
        if (setting is not { Category: CaseCategory.Closed })
        {
            return Problem.Invalid("/status", "Must be one of this tenant's closed statuses.");
        }

        var missing = CaseFields.Missing(state, facts.Settings);
        return missing.Count > 0
            ? Problem.Conflict("fields-missing", $"Before it closes it needs: {string.Join(", ", missing)}.")
            : Events(new CaseClosed(setting.Code, state.Promise is { Broken: false } ? true : null, article, alone) { Words = outcome });
    }

    /// <summary>Open again, with a new promise. After the tenant's days a follow-up case is opened instead, which is the caller's to do.</summary>
    public static Outcome<IReadOnlyList<CaseEvent>> Reopen(CaseState state, CaseFacts facts, string? reason, CasePromised promise)
    {
        if (state.MergedInto is not null)
        {
            return Problem.Conflict("merged", "This case goes on in another one; act there, or part them again.");
        }

        var status = facts.Settings.FirstOf(CaseCategory.Understanding);
        return state.IsOpen ? Nothing : Events(new CaseReopened(status.Code, status.Category) { Words = reason }, promise);
    }

    /// <summary>Whether a closed case may be opened again, or is followed up by a new one.</summary>
    public static bool IsTooLate(CaseState state, CaseFacts facts) => state.ClosedAt is { } closed && facts.Now - closed > facts.Settings.ReopenDays * 86_400_000_000L;

    private static string? End(CaseState state, bool kept) => state.Promise switch
    {
        null => null,
        { Broken: true } => PromiseEnd.Broken,
        _ => kept ? PromiseEnd.Kept : PromiseEnd.Renewed,
    };
}
