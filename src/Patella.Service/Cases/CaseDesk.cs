using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Knowledge;
using Patella.Service.Parties;

namespace Patella.Service.Cases;

/// <summary>Commands on one case, for whoever asks: each once by its client id, decided on the locked case, saved with what follows in one transaction.</summary>
internal sealed class CaseDesk(
    IStore store, CaseStore cases, CaseEffects effects, CaseOwners owners, CaseViews views, OpenCase open, ConversationStore conversations, PersonStore persons, KnowledgeBase knowledge, IIdentifiers identifiers)
{
    /// <summary>A decision on a case.</summary>
    public delegate Task<Outcome<IReadOnlyList<CaseEvent>>> Decision(ITransaction transaction, CaseState state, CaseActor actor, CaseFacts facts);

    public async Task<Outcome<CaseView>> Open(Caller caller, OpenCaseRequest request)
    {
        var check = OpenCase.Check(request);
        return check.Failed ? check.Problem : await Show(caller, await store.Write(caller.Tenant, async transaction => await open.Run(transaction, await owners.ActorOf(transaction, caller), request)));
    }

    public Task<Outcome<CaseView>> Describe(Caller caller, string id, DescribeCaseRequest request)
    {
        var check = new Validation().Text(request.Subject ?? "x", "/subject", 1, CaseRules.SubjectLimit).Must(request.Priority is null || TryPriority(request.Priority, out _), "/priority", "Must be low, normal, high or urgent.");
        CasePriority? priority = request.Priority is not null && TryPriority(request.Priority, out var named) ? named : null;
        return Do(caller, id, request.ClientId, check, (state, actor, facts) => CaseRules.Describe(state, actor, facts, request.Subject, request.Kind, priority));
    }

    public Task<Outcome<CaseView>> ChangeStatus(Caller caller, string id, CaseStatusRequest request)
        => Do(caller, id, request.ClientId, new Validation().Id(request.Status, "/status"),
            (state, actor, facts) => CaseRules.ChangeStatus(state, actor, facts, request.Status!, request.Until is { } until ? Microseconds.From(until) : null));

    public Task<Outcome<CaseView>> Assign(Caller caller, string id, CaseAssignmentRequest request)
        => Do(caller, id, request.ClientId, new Validation().Id(request.Staff, "/staff", required: false), async (transaction, state, actor, facts) =>
        {
            var owner = request.Staff is null ? null : await owners.Serving(transaction, request.Staff);
            return request.Staff is not null && owner is null ? NotServing("/staff") : await Kept(transaction, state, facts, owner, CaseRules.Assign(state, actor, owner));
        });

    /// <summary>The first person who takes a case of the highest tier keeps it, with a deputy, until it closes.</summary>
    private async Task<Outcome<IReadOnlyList<CaseEvent>>> Kept(ITransaction transaction, CaseState state, CaseFacts facts, StaffName? taker, Outcome<IReadOnlyList<CaseEvent>> decided)
    {
        if (decided.Problem is not null || taker is null || state.Keeper is not null || state.Tier is null || !facts.Settings.KeptTiers.Contains(state.Tier))
        {
            return decided;
        }

        return CaseRules.Events([.. decided.Value, new CaseKeeperNamed(taker, await owners.DeputyOf(transaction, taker.Id, state.Language))]);
    }

    public Task<Outcome<CaseView>> NameKeeper(Caller caller, string id, KeeperRequest request)
        => Do(caller, id, request.ClientId, new Validation().Id(request.Keeper, "/keeper", required: false).Id(request.Deputy, "/deputy", required: false), async (transaction, state, actor, _) =>
        {
            var keeper = request.Keeper is null ? null : await owners.Serving(transaction, request.Keeper);
            var deputy = request.Deputy is not null ? await owners.Serving(transaction, request.Deputy) : keeper is null ? null : await owners.DeputyOf(transaction, keeper.Id, state.Language);
            return request.Keeper is not null && keeper is null ? NotServing("/keeper")
                : request.Deputy is not null && deputy is null ? NotServing("/deputy")
                : CaseRules.NameKeeper(state, actor, keeper, deputy);
        });

    public Task<Outcome<CaseView>> Propose(Caller caller, string id, CaseTransferRequest request)
        => Do(caller, id, request.ClientId, new Validation().Id(request.Unit, "/unit").Text(request.Reason, "/reason", 1, CaseRules.WordsLimit),
            (state, actor, facts) => CaseRules.Propose(state, actor, facts, identifiers.New(), request.Unit!, request.Reason));

    public Task<Outcome<CaseView>> Accept(Caller caller, string id, CaseAcceptanceRequest request)
        => Do(caller, id, request.ClientId, new Validation(), (transaction, state, actor, facts) =>
        {
            var taker = request.Queue == true || actor.Party != Party.Agent ? null : actor.Staff;
            return Kept(transaction, state, facts, taker, CaseRules.Accept(state, actor, facts, taker));
        });

    public Task<Outcome<CaseView>> Refuse(Caller caller, string id, CaseRefusalRequest request)
        => Do(caller, id, request.ClientId, new Validation().Id(request.RightUnit, "/rightUnit").Text(request.Reason ?? "", "/reason", 0, CaseRules.WordsLimit),
            (state, actor, facts) => CaseRules.RefuseTransfer(state, actor, facts, request.RightUnit!, request.Reason, identifiers.New()));

    public Task<Outcome<CaseView>> Withdraw(Caller caller, string id, CaseCommandRequest request)
        => Do(caller, id, request.ClientId, new Validation(), (state, actor, _) => CaseRules.Withdraw(state, actor));

    public Task<Outcome<CaseView>> Settle(Caller caller, string id, SettlementRequest request)
        => Do(caller, id, request.ClientId, new Validation().Id(request.Unit, "/unit").Text(request.Reason, "/reason", 1, CaseRules.WordsLimit),
            (state, actor, facts) => CaseRules.Settle(state, actor, facts, request.Unit!, request.Reason, identifiers.New()));

    public Task<Outcome<CaseView>> Promise(Caller caller, string id, PromiseRequest request)
        => Do(caller, id, request.ClientId, new Validation().Text(request.Words ?? "", "/words", 0, CaseRules.WordsLimit).Must(request.DueAt is not null, "/dueAt", "Is required."),
            (state, actor, facts) => CaseRules.Promise(state, actor, facts, request.Words is { Length: > 0 } ? request.Words : null, Microseconds.From(request.DueAt!.Value), request.Kept == true));

    public Task<Outcome<CaseView>> LinkConversation(Caller caller, string id, CaseConversationRequest request)
        => Do(caller, id, request.ClientId, new Validation().Id(request.Conversation, "/conversation"), async (transaction, state, actor, _) =>
            await conversations.Find(transaction, request.Conversation!) is not { } thread ? Problem.Invalid("/conversation", "Must be a conversation of this tenant.")
                : state.Person is not null && thread.Person != state.Person && !(await persons.IdsOf(transaction, state.Person)).Contains(thread.Person) ? Problem.Conflict("other-person", "The conversation is with somebody else.")
                : CaseRules.LinkConversation(state, actor, thread.Id));

    public Task<Outcome<CaseView>> Tag(Caller caller, string id, TagsRequest request)
        => Do(caller, id, request.ClientId, new Validation().Must(request.Tags is not null, "/tags", "Is required."), (state, actor, _) => CaseRules.Tag(state, actor, request.Tags!));

    public Task<Outcome<CaseView>> SetFields(Caller caller, string id, FieldsRequest request)
        => Do(caller, id, request.ClientId, new Validation().Must(request.Values is { Count: <= CaseSettings.FieldLimit }, "/values", "Is required."),
            (state, actor, facts) => CaseFields.Set(state, actor, facts, request.Values!));

    public Task<Outcome<CaseView>> Note(Caller caller, string id, CaseNoteRequest request)
        => Do(caller, id, request.ClientId, new Validation().Text(request.Text, "/text", 1, CaseRules.WordsLimit), (state, actor, _) => CaseRules.Note(state, actor, request.Text!));

    public Task<Outcome<CaseView>> Close(Caller caller, string id, CaseClosureRequest request)
        => Do(caller, id, request.ClientId, new Validation().Text(request.Outcome, "/outcome", 1, CaseRules.WordsLimit), async (transaction, state, actor, facts) =>
        {
            var article = request.Article is null ? null : await knowledge.Find(transaction, request.Article);
            return request.Article is not null && article is null
                ? Problem.Invalid("/article", "Must be an article of this tenant.")
                : CaseRules.Close(state, actor, facts, request.Outcome!, request.Status, article?.Id, article is not null && article.IsPublished(facts.Now) && (article.Shared || actor.Units.Any(article.IsOpenTo)));
        });

    /// <summary>Runs a command once.</summary>
    public Task<Outcome<CaseView>> Do(Caller caller, string id, string? clientId, Validation check, Func<CaseState, CaseActor, CaseFacts, Outcome<IReadOnlyList<CaseEvent>>> decide)
        => Do(caller, id, clientId, check, (_, state, actor, facts) => Task.FromResult(decide(state, actor, facts)));

    public async Task<Outcome<CaseView>> Do(Caller caller, string id, string? clientId, Validation check, Decision decide)
        => check.Id(clientId, "/clientId").Failed ? check.Problem : await Show(caller, await store.Write(caller.Tenant, transaction => Once(transaction, caller, id, clientId!, decide)));

    private async Task<Outcome<CaseState>> Once(ITransaction transaction, Caller caller, string id, string clientId, Decision decide)
    {
        if (await cases.Lock(transaction, id) is not { } state)
        {
            return Problem.NotFound("The case");
        }

        if (await cases.FindCommand(transaction, state.Id, clientId) is not null)
        {
            return state;
        }

        var actor = await owners.ActorOf(transaction, caller);
        var facts = await owners.FactsFor(transaction, state);
        var decided = await decide(transaction, state, actor, facts);
        if (decided.Problem is { } problem)
        {
            return problem;
        }

        await cases.AddCommand(transaction, state.Id, clientId);
        return await effects.Save(transaction, state, decided.Value, actor, facts.Settings);
    }

    internal async Task<Outcome<CaseView>> Show(Caller caller, Outcome<CaseState> outcome)
        => outcome.Problem is { } problem ? problem : await store.Read(caller.Tenant, reader => views.Of(reader, outcome.Value));

    internal static bool TryPriority(string word, out CasePriority priority) => Enum.TryParse(word, true, out priority) && Enum.IsDefined(priority) && !char.IsDigit(word[0]);

    private static Problem NotServing(string pointer) => Problem.Invalid(pointer, "Must be an active person of the staff who serves consumers.");
}
