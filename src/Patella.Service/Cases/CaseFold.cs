using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>State and event to state. The whole truth about a case: what this does not do has not happened.</summary>
public static class CaseFold
{
    /// <param name="at">UTC microseconds of business time at which it happened.</param>
    /// <param name="by">The staff id of who did it; null for the system.</param>
    public static CaseState Apply(CaseState state, CaseEvent change, long at, string? by)
        => Change(state, change, at, by) with { LastAt = Math.Max(state.LastAt, at), Version = state.Version + 1 };

    private static CaseState Change(CaseState state, CaseEvent change, long at, string? by) => change switch
    {
        CaseOpened opened => Open(state, opened, at),
        CaseAsked asked => state with { Asked = asked.Words },
        CaseDescribed described => state with { Kind = described.Kind ?? state.Kind, Priority = described.Priority ?? state.Priority, Subject = described.Words ?? state.Subject },
        CaseStatusChanged moved => state with
        {
            Status = moved.Status, Category = moved.Category, WaitUntil = moved.WaitUntil, WaitingSince = moved.Category == CaseCategory.Waiting ? at : null,
            DecidedAt = moved.Category == CaseCategory.Decided ? state.DecidedAt ?? at : state.DecidedAt,
        },
        CaseAssigned assigned => state with { Owner = assigned.Owner },
        CaseKeeperNamed named => state with { Keeper = named.Keeper, Deputy = named.Deputy, Owner = named.Keeper ?? state.Owner },
        CasePromised promised => Promise(state, promised, at),
        PromiseReminded => state.Promise is { } near ? state with { Promise = near with { Reminded = true } } : state,
        CasePersonMoved moved => state with { Person = moved.Person, PersonOrigin = state.PersonOrigin ?? state.Person },
        PromiseBroken => state.Promise is { } promise ? state with { Promise = promise with { Broken = true }, PromisesBroken = state.PromisesBroken + 1 } : state,
        CaseConversationLinked linked => state.Conversations.Contains(linked.Conversation) ? state : state with { Conversations = [.. state.Conversations, linked.Conversation] },
        CaseLinked linked => state with { Links = [.. state.Links, new CaseLink(linked.Kind, linked.Case)] },
        CaseUnlinked unlinked => state with { Links = [.. state.Links.Where(link => link != new CaseLink(unlinked.Kind, unlinked.Case))] },
        CaseParentSet set => state with { Parent = set.Parent },
        CaseTagged tagged => state with { Tags = tagged.Tags },
        CaseFieldsSet set => state with { Fields = Json.Read<Dictionary<string, string>>(set.Words) ?? [] },
        CaseClosed closed => Close(state, closed, at),
        CaseReopened reopened => state with
        {
            Status = reopened.Status, Category = reopened.Category, ClosedAt = null, DecidedAt = null, Outcome = null, Article = null, Reopened = state.Reopened + 1, Promise = null,
        },
        TransferProposed or TransferAccepted or TransferRefused or TransferWithdrawn or TransferSettled => Move(state, change, at, by),
        PartAsked or PartAnswered or PartLate => AskParties(state, change, at),
        CaseMerged or CaseTookIn or CaseParted => Join(state, change, at),
        CaseAlertRaised or CaseNoted => state,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "unknown event"),
    };

    private static CaseState Open(CaseState state, CaseOpened opened, long at) => state with
    {
        Number = opened.Number, Kind = opened.Kind, Status = opened.Status, Category = opened.Category, Priority = opened.Priority, Unit = opened.Unit, Owner = opened.Owner,
        FirstAgent = opened.FirstAgent, Person = opened.Person, Tier = opened.Tier, Order = opened.Order, OrderNumber = opened.OrderNumber, Merchant = opened.Merchant,
        EntryUnit = opened.EntryUnit, Language = opened.Language, Origin = opened.Origin, OriginKey = opened.OriginKey, Subject = opened.Words ?? "", OpenedAt = at,
    };

    private static CaseState Promise(CaseState state, CasePromised promised, long at) => state with
    {
        Promise = new CasePromise(promised.Words, at, promised.DueAt, false),
        PromisesMade = state.PromisesMade + 1,
        PromisesKept = state.PromisesKept + (promised.Before == PromiseEnd.Kept ? 1 : 0),
    };

    private static CaseState Move(CaseState state, CaseEvent change, long at, string? by) => change switch
    {
        TransferProposed proposed => state with { Transfer = new OpenTransfer(proposed.Transfer, proposed.From, proposed.To, proposed.Words, at, by) },
        TransferRefused { Settler: { } settler } => state with { Refusals = state.Refusals + 1, Transfer = state.Transfer! with { Settler = settler } },
        TransferRefused => state with { Refusals = state.Refusals + 1, Transfer = null },
        TransferWithdrawn => state with { Transfer = null },
        TransferAccepted accepted => Hop(state, accepted.To) with { Owner = state.Keeper ?? accepted.Owner },
        TransferSettled settled => settled.To == state.Unit ? state with { Transfer = null, Refusals = 0 } : Hop(state, settled.To) with { Owner = state.Keeper },
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private static CaseState Hop(CaseState state, string to)
        => state with { Unit = to, PastUnits = [.. state.PastUnits, state.Unit], Hops = state.Hops + 1, Refusals = 0, Transfer = null };

    private static CaseState AskParties(CaseState state, CaseEvent change, long at) => change switch
    {
        PartAsked asked => state with { Parts = [.. state.Parts, new CasePart(asked.Part, asked.Party, asked.Who, asked.Words, asked.Shares, at)] },
        PartAnswered answered => state with { Parts = Each(state, answered.Part, part => part with { Answer = answered.Words, AnsweredAt = at, AnsweredBy = answered.AnsweredBy }) },
        PartLate late => state with { Parts = Each(state, late.Part, part => part with { Late = true }) },
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private static List<CasePart> Each(CaseState state, string part, Func<CasePart, CasePart> change) => [.. state.Parts.Select(one => one.Id == part ? change(one) : one)];

    private static CaseState Join(CaseState state, CaseEvent change, long at) => change switch
    {
        CaseMerged merged => state with
        {
            MergedInto = merged.Into, BeforeMerge = [state.Status, state.Category], Status = CaseSettings.MergedStatus, Category = CaseCategory.Closed, ClosedAt = at, Transfer = null,
        },
        CaseTookIn took => state with
        {
            Conversations = [.. state.Conversations.Union(took.Conversations)], Links = [.. state.Links, new CaseLink(CaseLinkKind.Merged, took.From)],
            TookIn = new Dictionary<string, IReadOnlyList<string>>(state.TookIn) { [took.From] = took.Conversations },
        },
        CaseParted parted when parted.From == state.MergedInto => state with { MergedInto = null, Status = state.BeforeMerge[0], Category = state.BeforeMerge[1], BeforeMerge = [], ClosedAt = null },
        CaseParted parted => state with
        {
            Conversations = [.. state.Conversations.Except(parted.Conversations)], Links = [.. state.Links.Where(link => link != new CaseLink(CaseLinkKind.Merged, parted.From))],
            TookIn = state.TookIn.Where(pair => pair.Key != parted.From).ToDictionary(),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private static CaseState Close(CaseState state, CaseClosed closed, long at) => state with
    {
        Status = closed.Status, Category = CaseCategory.Closed, ClosedAt = at, DecidedAt = state.DecidedAt ?? at, WaitUntil = null, WaitingSince = null, Outcome = closed.Words, Article = closed.Article,
        Transfer = null, PromisesKept = state.PromisesKept + (closed.PromiseKept == true ? 1 : 0),
    };
}

/// <summary>How a promise ended. Wire and store words, append only.</summary>
public static class PromiseEnd
{
    public const string Kept = "kept";
    public const string Renewed = "renewed";
    public const string Broken = "broken";
}

/// <summary>Ties between cases. Wire and store words, append only.</summary>
public static class CaseLinkKind
{
    public const string Related = "related";
    public const string Duplicate = "duplicate";
    public const string FollowUp = "follow-up";
    public const string Split = "split";
    public const string Merged = "merged";

    /// <summary>Those that people make by hand.</summary>
    public static readonly IReadOnlyList<string> ByHand = [Related, Duplicate];
}
