using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>What is decided about a case, without store or clock: the events, or why not. No events means that nothing changes.</summary>
public static partial class CaseRules
{
    public const int SubjectLimit = 200;
    public const int WordsLimit = 2_000;
    public const int ListLimit = 20;
    public const int LinkLimit = 40;

    /// <summary>Hops beyond this many raise an alert each.</summary>
    public const int HopsWithoutAlert = 2;

    /// <summary>A promise lies at most this far ahead: longer is no promise.</summary>
    public const long LongestPromise = 60L * 24 * 3600 * 1_000_000;

    private static readonly Outcome<IReadOnlyList<CaseEvent>> Nothing = Events();

    /// <summary>Opens a case that is filled in by <paramref name="opened"/>; its first promise comes with it.</summary>
    public static IReadOnlyList<CaseEvent> Open(CaseOpened opened, string? asked, string? conversation, CasePromised promise, StaffName? keeper, StaffName? deputy)
    {
        List<CaseEvent> events = [opened];
        if (asked is not null)
        {
            events.Add(new CaseAsked { Words = asked });
        }

        if (conversation is not null)
        {
            events.Add(new CaseConversationLinked(conversation));
        }

        if (keeper is not null)
        {
            events.Add(new CaseKeeperNamed(keeper, deputy));
        }

        events.Add(promise);
        return events;
    }

    /// <summary>Another subject, kind or priority; the number stays.</summary>
    public static Outcome<IReadOnlyList<CaseEvent>> Describe(CaseState state, CaseActor actor, CaseFacts facts, string? subject, string? kind, CasePriority? priority)
    {
        if (Refuse(state, actor) is { } problem)
        {
            return problem;
        }

        if (kind is not null && facts.Settings.Kind(kind) is null)
        {
            return Problem.Invalid("/kind", "Must be one of this tenant's kinds.");
        }

        var same = (subject is null || subject == state.Subject) && (kind is null || kind == state.Kind) && (priority is null || priority == state.Priority);
        return same ? Nothing : Events(new CaseDescribed(kind == state.Kind ? null : kind, priority == state.Priority ? null : priority) { Words = subject == state.Subject ? null : subject });
    }

    /// <summary>Another status short of the end; closing is <see cref="Close"/>.</summary>
    public static Outcome<IReadOnlyList<CaseEvent>> ChangeStatus(CaseState state, CaseActor actor, CaseFacts facts, string status, long? waitUntil)
    {
        if (Refuse(state, actor) is { } problem)
        {
            return problem;
        }

        if (facts.Settings.Status(status) is not { } setting)
        {
            return Problem.Invalid("/status", "Must be one of this tenant's statuses.");
        }

        if (setting.Category == CaseCategory.Closed)
        {
            return Problem.Conflict("close-with-outcome", "A case is closed with its outcome: POST closures.");
        }

        return status == state.Status && waitUntil == state.WaitUntil ? Nothing : Events(new CaseStatusChanged(status, setting.Category, setting.Category == CaseCategory.Waiting ? waitUntil : null));
    }

    /// <summary>To one person, or (null) into the unit's queue.</summary>
    public static Outcome<IReadOnlyList<CaseEvent>> Assign(CaseState state, CaseActor actor, StaffName? owner)
    {
        if (Refuse(state, actor) is { } problem)
        {
            return problem;
        }

        if (state.Keeper is { } keeper && owner?.Id != keeper.Id)
        {
            return Problem.Conflict("has-keeper", $"{keeper.Name} keeps this case until it closes. Name another keeper to hand it over formally.");
        }

        return owner?.Id == state.Owner?.Id ? Nothing : Events(new CaseAssigned(owner));
    }

    public static Outcome<IReadOnlyList<CaseEvent>> NameKeeper(CaseState state, CaseActor actor, StaffName? keeper, StaffName? deputy)
    {
        if (Refuse(state, actor) is { } problem)
        {
            return problem;
        }

        if (keeper is null && deputy is not null)
        {
            return Problem.Invalid("/deputy", "A deputy needs somebody to stand in for.");
        }

        return keeper?.Id == deputy?.Id && keeper is not null
            ? Problem.Invalid("/deputy", "Must be another person than the keeper.")
            : (keeper, deputy) == (state.Keeper, state.Deputy) ? Nothing : Events(new CaseKeeperNamed(keeper, deputy));
    }

    public static Outcome<IReadOnlyList<CaseEvent>> Tag(CaseState state, CaseActor actor, IReadOnlyList<string> tags)
    {
        var wanted = tags.Select(tag => tag.Trim().ToLowerInvariant()).Where(tag => tag.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        return RefuseAnybody(state, actor) is { } problem ? problem
            : wanted.Count > ListLimit || wanted.Any(tag => tag.Length > 40) ? Problem.Invalid("/tags", $"At most {ListLimit} tags of 40 characters.")
            : wanted.SequenceEqual(state.Tags) ? Nothing : Events(new CaseTagged(wanted));
    }

    public static Outcome<IReadOnlyList<CaseEvent>> Note(CaseState state, CaseActor actor, string text)
        => RefuseAnybody(state, actor, openOnly: false) is { } problem ? problem : Events(new CaseNoted { Words = text });

    public static Outcome<IReadOnlyList<CaseEvent>> LinkConversation(CaseState state, CaseActor actor, string conversation)
        => RefuseAnybody(state, actor) is { } problem ? problem
            : state.Conversations.Contains(conversation) ? Nothing
            : state.Conversations.Count >= ListLimit ? Problem.Conflict("too-many", $"A case holds at most {ListLimit} conversations.")
            : Events(new CaseConversationLinked(conversation));

    internal static Outcome<IReadOnlyList<CaseEvent>> Events(params CaseEvent[] events) => events;

    /// <summary>Whether this actor may decide about it: its owner unit, its owner, its keeper or deputy, and whoever commands.</summary>
    public static bool MayDecide(CaseState state, CaseActor actor)
        => actor.ActsFor(state.Unit) || actor.Is(state.Owner) || actor.Is(state.Keeper) || actor.Is(state.Deputy);

    /// <summary>Why this actor may not decide about an open case; the first agent may always do what the consumer is told.</summary>
    private static Problem? Refuse(CaseState state, CaseActor actor, bool firstAgentToo = true)
        => RefuseAnybody(state, actor)
            ?? (MayDecide(state, actor) || (firstAgentToo && actor.Is(state.FirstAgent)) ? null : NotYours(state));

    private static Problem NotYours(CaseState state) => Problem.Conflict("not-your-case", $"This case belongs to the unit {state.Unit}. Ask it to act, or propose a transfer.");

    /// <summary>Why nobody may do it.</summary>
    private static Problem? RefuseAnybody(CaseState state, CaseActor actor, bool openOnly = true)
        => state.MergedInto is not null ? Problem.Conflict("merged", "This case goes on in another one; act there, or part them again.")
            : openOnly && !state.IsOpen ? Problem.Conflict("case-closed", "This case is closed. Reopen it first.")
            : null;
}
