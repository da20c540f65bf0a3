using Patella.Kernel.Text.Reasons;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Parties;

namespace Patella.Service.Cases;

/// <summary>POST /cases. Everything but the id may be left to what is known: from a conversation come person, order, words and language; the rest follows.</summary>
/// <param name="Id">The caller's own id: the same again gives the same case.</param>
/// <param name="PromiseAt">When the consumer hears from us; left out, the tenant's time for this kind.</param>
/// <param name="PromiseWords">What is promised, in the consumer's language.</param>
public sealed record OpenCaseRequest(
    string? Id, string? Subject, string? Conversation, string? Order, string? Person, string? Kind, string? Priority, string? Unit, string? Asked,
    DateTimeOffset? PromiseAt, string? PromiseWords, string? Parent);

/// <summary>What is known when a case is opened.</summary>
internal sealed record CaseSeed(
    string Id, string? Subject, string? Asked, string? Kind, CasePriority Priority, string? Unit, string? Person, string? Order, string? Conversation, string Origin, string? OriginKey,
    long? PromiseAt, string? PromiseWords, StaffName? FirstAgent, StaffName? Owner)
{
    public string? FollowUpOf { get; init; }

    public string? FallbackUnit { get; init; }

    /// <summary>Subject and promised words in the language of the consumer, for what nobody wrote.</summary>
    public Func<string, (string Subject, string Words)>? Notice { get; init; }
}

/// <summary>Opens cases: by hand, from a conversation without leaving it, or because something happened.</summary>
public sealed class OpenCase(
    CaseStore cases, CaseEffects effects, CaseOwners owners, ConversationStore conversations, OrderMirror orders, PersonStore persons, IIdentifiers identifiers, BusinessTime clock)
{
    private const int EntriesSeen = 50;

    internal static Validation Check(OpenCaseRequest request) => new Validation()
        .Id(request.Id, "/id", required: false)
        .Text(request.Subject ?? "", "/subject", 0, CaseRules.SubjectLimit)
        .Text(request.Asked ?? "", "/asked", 0, CaseRules.WordsLimit)
        .Text(request.PromiseWords ?? "", "/promiseWords", 0, CaseRules.WordsLimit)
        .Id(request.Conversation, "/conversation", required: false).Id(request.Person, "/person", required: false).Id(request.Unit, "/unit", required: false)
        .Must(request.Order is null or { Length: > 0 and <= 100 }, "/order", "Must be an order's id or number.")
        .Must(request.Priority is null || Enum.TryParse<CasePriority>(request.Priority, true, out var priority) && Enum.IsDefined(priority), "/priority", "Must be low, normal, high or urgent.")
        .Must(request.Subject is { Length: > 0 } || request.Conversation is not null, "/subject", "Say what it is about, or name the conversation.");

    /// <summary>By hand or by API.</summary>
    public async Task<Outcome<CaseState>> Run(ITransaction transaction, CaseActor actor, OpenCaseRequest request)
    {
        var id = request.Id ?? identifiers.New();
        if (await cases.Find(transaction, id) is { } there)
        {
            return there;
        }

        var thread = request.Conversation is null ? null : await conversations.Find(transaction, request.Conversation);
        if (request.Conversation is not null && thread is null)
        {
            return Problem.Invalid("/conversation", "Must be a conversation of this tenant.");
        }

        if (thread is not null && request.Person is not null && thread.Person != request.Person && !(await persons.IdsOf(transaction, thread.Person)).Contains(request.Person))
        {
            return Problem.Invalid("/person", "Is not the person of this conversation.");
        }

        var first = actor.Staff is null ? null : thread?.Assignee is { } assignee ? new StaffName(assignee, thread.AssigneeName) : actor.Party == Party.Agent ? actor.Staff : null;
        var priority = request.Priority is null ? CasePriority.Normal : Enum.Parse<CasePriority>(request.Priority, true);
        return await Run(transaction, actor, new CaseSeed(
            id, request.Subject, request.Asked, request.Kind, priority, request.Unit, request.Person ?? thread?.Person, request.Order ?? thread?.OrderId, request.Conversation,
            thread is null ? "api" : "conversation", null, request.PromiseAt is { } at ? Microseconds.From(at) : null, request.PromiseWords, first, null));
    }

    /// <summary>From a conversation and by a rule, with whoever has it as first agent; where a case of that kind is open in it already, that one stands.</summary>
    public async Task<Outcome<CaseState>> ByRule(ITransaction transaction, ConversationRow row, string kind)
    {
        if ((await cases.OfConversation(transaction, row.Id)).FirstOrDefault(one => one.IsOpen && one.Kind == kind) is { } there)
        {
            return there;
        }

        var first = row.Assignee is { } assignee ? new StaffName(assignee, row.AssigneeName) : null;
        return await Run(transaction, CaseActor.System, new CaseSeed(identifiers.New(), null, null, kind, CasePriority.Normal, null, row.Person, row.OrderId, row.Id, "automation", null, null, null, first, null));
    }

    /// <summary>From whatever is known.</summary>
    internal async Task<Outcome<CaseState>> Run(ITransaction transaction, CaseActor actor, CaseSeed seed)
    {
        var settings = await owners.Settings(transaction);
        var units = await owners.Units(transaction);
        var order = seed.Order is null ? null : await orders.FindOrder(transaction, seed.Order);
        var thread = seed.Conversation is null ? null : await conversations.Find(transaction, seed.Conversation);
        var personId = seed.Person ?? order?.Person;
        var person = personId is null ? null : await persons.Find(transaction, personId);
        var asked = seed.Asked is { Length: > 0 } ? seed.Asked : await Asked(transaction, thread);
        var kind = seed.Kind ?? settings.KindOfReason(Reason(asked ?? seed.Subject, thread));
        if (Refuse(seed, settings, units, order, person, personId, kind, clock.Now) is { } problem)
        {
            return problem;
        }

        if (order?.Person is not null && person is not null && !await orders.IsOf(transaction, order, person.Id))
        {
            return Problem.Invalid("/order", "Is not an order of this person.");
        }

        var fallback = seed.FallbackUnit ?? thread?.Unit ?? units.Order(StringComparer.Ordinal).FirstOrDefault();
        var unit = seed.Unit ?? (fallback is null ? null : OwnerRule.UnitOf(settings, kind, order?.Unit, fallback, units));
        if (unit is null)
        {
            return Problem.Invalid("/unit", "This tenant has no unit that could own it.");
        }

        var kept = person?.Tier is { } tier && settings.KeptTiers.Contains(tier);
        var before = kept ? (await cases.KeptFor(transaction, await persons.IdsOf(transaction, person!.Id))).FirstOrDefault() : null;
        var keeper = before?.Keeper ?? (kept ? seed.FirstAgent : null);
        var status = settings.FirstOf(CaseCategory.Open);
        var language = thread?.Language ?? person?.Language ?? "zh-CN";
        var notice = seed.Notice?.Invoke(language);
        var opened = new CaseOpened(
            await cases.NextNumber(transaction), kind, status.Code, CaseCategory.Open, seed.Priority, unit, keeper ?? seed.Owner, seed.FirstAgent, person?.Id, person?.Tier,
            order?.Id, order?.Number, order?.Merchant, thread?.EntryUnit, language, seed.Origin, seed.OriginKey)
        {
            Words = SubjectOf(notice?.Subject ?? seed.Subject, asked, order?.Number),
        };
        var words = seed.PromiseWords is { Length: > 0 } said ? said : notice?.Words;
        var promise = new CasePromised(seed.PromiseAt ?? clock.Now + settings.PromiseMicroseconds(kind), null) { Words = words };
        var deputy = keeper is null ? null : before is not null ? before.Deputy : await owners.DeputyOf(transaction, keeper.Id, opened.Language);
        var events = CaseRules.Open(opened, asked, thread?.Id, promise, keeper, deputy);
        events = seed.FollowUpOf is { } earlier ? [.. events, new CaseLinked(CaseLinkKind.FollowUp, earlier)] : events;
        return await effects.Add(transaction, seed.Id, events, actor, settings) is { } made ? made : Problem.Conflict("case-there", "A case for this is open already.");
    }

    private static Problem? Refuse(CaseSeed seed, CaseSettings settings, IReadOnlySet<string> units, MirroredOrder? order, Person? person, string? personId, string kind, long now)
    {
        var check = new Validation()
            .Must(seed.Order is null || order is not null, "/order", "Must be an order of this tenant.")
            .Must(personId is null || person is not null, "/person", "Must be a person of this tenant.")
            .Must(settings.Kind(kind) is not null, "/kind", "Must be one of this tenant's kinds.")
            .Must(seed.Unit is null || units.Contains(seed.Unit), "/unit", "Must be the code of a unit of this tenant.")
            .Must(seed.PromiseAt is null || (seed.PromiseAt > now && seed.PromiseAt - now <= CaseRules.LongestPromise), "/promiseAt", "Must lie in the future and within 60 days.");
        return check.Failed ? check.Problem
            : seed.Unit is not null && settings.ClosedUnits.Contains(seed.Unit) ? Problem.Conflict("unit-closed", $"The unit {seed.Unit} takes no cases any more.")
            : null;
    }

    /// <summary>What the consumer said, as far as it says something.</summary>
    private async Task<string?> Asked(ITransaction transaction, ConversationRow? thread)
    {
        if (thread is null)
        {
            return null;
        }

        var entries = await conversations.ReadEntries(transaction, thread.Id, 0, EntriesSeen);
        var said = entries.Where(entry => entry is { Kind: "conversation.message", AuthorParty: Party.Consumer, Text.Length: > 0 }).Select(entry => entry.Text!).ToList();
        var telling = said.FirstOrDefault(text => ReasonClassifier.Guess(text).Reason is not (Kernel.Text.Reasons.Reason.Greeting or Kernel.Text.Reasons.Reason.HumanRequest or Kernel.Text.Reasons.Reason.Thanks)) ?? said.FirstOrDefault();
        return telling is { Length: > CaseRules.WordsLimit } ? telling[..CaseRules.WordsLimit] : telling;
    }

    private static string? Reason(string? text, ConversationRow? thread)
    {
        var guess = ReasonClassifier.Guess(text).Reason;
        return guess is Kernel.Text.Reasons.Reason.Other or Kernel.Text.Reasons.Reason.HumanRequest ? thread?.Topic ?? guess.Code() : guess.Code();
    }

    private static string SubjectOf(string? subject, string? asked, string? order)
    {
        var line = (subject is { Length: > 0 } ? subject : asked ?? order ?? "").ReplaceLineEndings(" ").Trim();
        return line.Length > CaseRules.SubjectLimit ? line[..CaseRules.SubjectLimit] : line.Length == 0 ? "-" : line;
    }
}
