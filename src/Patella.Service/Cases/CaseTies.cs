using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Cases;

/// <summary>Commands that touch two cases: links, parents, merges, splits, follow-ups. Both are locked in the order of their ids.</summary>
internal sealed class CaseTies(IStore store, CaseStore cases, CaseEffects effects, CaseOwners owners, OpenCase open, CaseDesk desk, IIdentifiers identifiers, BusinessTime clock)
{
    private const int DepthSeen = 8;

    private delegate Task<Outcome<CaseState>> Change(ITransaction transaction, CaseState one, CaseState other, CaseActor actor, CaseFacts facts);

    public Task<Outcome<CaseView>> Link(Caller caller, string id, CaseLinkRequest request)
        => Both(caller, id, request.Case, request.ClientId, new Validation().OneOf(request.Kind, "/kind", CaseLinkKind.ByHand).Must(request.Case is not null, "/case", "Is required."), "/case", async (transaction, one, other, actor, facts) =>
        {
            var events = CaseRules.Link(one, other, request.Kind!);
            return events.Problem is { } problem ? problem : await SaveBoth(transaction, one, events.Value, other, Backwards(other, one, events.Value), actor, facts);
        });

    public Task<Outcome<CaseView>> Unlink(Caller caller, string id, string kind, string other)
        => Both(caller, id, other, identifiers.New(), new Validation().OneOf(kind, "kind", CaseLinkKind.ByHand), "case", async (transaction, one, two, actor, facts) =>
        {
            var events = CaseRules.Unlink(one, two, kind);
            return events.Problem is { } problem ? problem : await SaveBoth(transaction, one, events.Value, two, CaseRules.Unlink(two, one, kind).Value, actor, facts);
        });

    public Task<Outcome<CaseView>> SetParent(Caller caller, string id, ParentRequest request)
        => desk.Do(caller, id, request.ClientId, new Validation(), async (transaction, state, actor, _) =>
        {
            var above = new List<CaseState>();
            for (var next = request.Parent; next is not null && above.Count < DepthSeen; next = above[^1].Parent)
            {
                if (await cases.Find(transaction, next) is not { } parent)
                {
                    return Problem.Invalid("/parent", "Must be a case of this tenant.");
                }

                above.Add(parent);
            }

            return CaseRules.SetParent(state, actor, above);
        });

    public Task<Outcome<CaseView>> Merge(Caller caller, string id, MergeRequest request)
        => Both(caller, id, request.Into, request.ClientId, new Validation().Must(request.Into is not null, "/into", "Is required."), "/into", async (transaction, source, target, actor, facts) =>
            CaseRules.RefuseMerge(source, target, actor) is { } problem ? problem
                : await SaveBoth(transaction, source, CaseRules.Merge(source, target), target, CaseRules.TakeIn(target, source), actor, facts));

    public async Task<Outcome<CaseView>> Part(Caller caller, string id, CaseCommandRequest request)
    {
        var into = (await store.Read(caller.Tenant, reader => cases.Find(reader, id)))?.MergedInto;
        return into is null
            ? await desk.Do(caller, id, request.ClientId, new Validation(), (_, _, _) => Problem.Conflict("not-merged", "This case goes on in no other."))
            : await Both(caller, id, into, request.ClientId, new Validation(), "id", async (transaction, source, target, actor, facts) =>
                source.MergedInto != target.Id ? Problem.Conflict("not-merged", "This case goes on in no other.")
                    : await SaveBoth(transaction, source, CaseRules.Part(source, target), target, CaseRules.LetGo(target, source), actor, facts));
    }

    /// <summary>A second problem of the same person becomes a case of its own, tied to this one.</summary>
    public async Task<Outcome<CaseView>> Split(Caller caller, string id, SplitRequest request)
    {
        var check = new Validation().Id(request.ClientId, "/clientId").Id(request.Id, "/id", required: false).Text(request.Subject, "/subject", 1, CaseRules.SubjectLimit).Id(request.Unit, "/unit", required: false);
        return check.Failed ? check.Problem : await desk.Show(caller, await store.Write(caller.Tenant, async Task<Outcome<CaseState>> (transaction) =>
        {
            if (await cases.Lock(transaction, id) is not { } state)
            {
                return Problem.NotFound("The case");
            }

            var seed = new CaseSeed(
                request.Id ?? identifiers.New(), request.Subject, request.Subject, request.Kind, state.Priority, request.Unit, state.Person, state.Order,
                state.Conversations.Count > 0 ? state.Conversations[0] : null, "split", null, null, null, state.FirstAgent, null) { FallbackUnit = state.Unit };
            return await Second(transaction, caller, state, request.ClientId!, seed, CaseLinkKind.Split);
        }));
    }

    /// <summary>Opens it again; too long after its end a follow-up case is opened instead, and that one is returned.</summary>
    public async Task<Outcome<CaseView>> Reopen(Caller caller, string id, ReopeningRequest request)
    {
        var check = new Validation().Id(request.ClientId, "/clientId").Text(request.Reason, "/reason", 1, CaseRules.WordsLimit);
        return check.Failed ? check.Problem : await desk.Show(caller, await store.Write(caller.Tenant, async Task<Outcome<CaseState>> (transaction) =>
        {
            if (await cases.Lock(transaction, id) is not { } state)
            {
                return Problem.NotFound("The case");
            }

            var actor = await owners.ActorOf(transaction, caller);
            var facts = await owners.FactsFor(transaction, state);
            if (!state.IsOpen && state.MergedInto is null && CaseRules.IsTooLate(state, facts))
            {
                var seed = new CaseSeed(
                    identifiers.New(), state.Subject, request.Reason, state.Kind, state.Priority, null, state.Person, state.Order, null, "follow-up", null, null, null,
                    actor.Party == Conversations.Party.Agent ? actor.Staff : state.FirstAgent, null) { FollowUpOf = state.Id, FallbackUnit = state.Unit };
                return await Second(transaction, caller, state, request.ClientId!, seed, CaseLinkKind.FollowUp);
            }

            if (await cases.FindCommand(transaction, state.Id, request.ClientId!) is not null)
            {
                return state;
            }

            var events = CaseRules.Reopen(state, facts, request.Reason, new CasePromised(clock.Now + facts.Settings.PromiseMicroseconds(state.Kind), null));
            if (events.Problem is { } problem)
            {
                return problem;
            }

            await cases.AddCommand(transaction, state.Id, request.ClientId!);
            return await effects.Save(transaction, state, events.Value, actor, facts.Settings);
        }));
    }

    private async Task<Outcome<CaseState>> Second(ITransaction transaction, Caller caller, CaseState state, string clientId, CaseSeed seed, string link)
    {
        if (await cases.FindCommand(transaction, state.Id, clientId) is { Length: > 0 } made)
        {
            return (await cases.Find(transaction, made))!;
        }

        var actor = await owners.ActorOf(transaction, caller);
        var opened = await open.Run(transaction, actor, link == CaseLinkKind.FollowUp ? seed : seed with { FollowUpOf = null });
        if (opened.Problem is { } problem)
        {
            return problem;
        }

        await cases.AddCommand(transaction, state.Id, clientId, opened.Value.Id);
        if (state.Links.Count < CaseRules.LinkLimit)
        {
            await cases.Save(transaction, state, [new CaseLinked(link, opened.Value.Id)], actor);
        }

        return link == CaseLinkKind.FollowUp ? opened.Value : await cases.Save(transaction, opened.Value, [new CaseLinked(link, state.Id)], actor);
    }

    private async Task<Outcome<CaseView>> Both(Caller caller, string id, string? otherId, string? clientId, Validation check, string pointer, Change change)
    {
        if (check.Id(clientId, "/clientId").Failed)
        {
            return check.Problem;
        }

        return await desk.Show(caller, await store.Write(caller.Tenant, async Task<Outcome<CaseState>> (transaction) =>
        {
            if (await cases.Find(transaction, id) is not { } first)
            {
                return Problem.NotFound("The case");
            }

            if (await cases.Find(transaction, otherId!) is not { } second)
            {
                return Problem.Invalid(pointer, "Must be a case of this tenant.");
            }

            // In the order of their ids, so that two merges at once cannot wait for each other.
            var firstSooner = string.CompareOrdinal(first.Id, second.Id) <= 0;
            var one = await cases.Lock(transaction, firstSooner ? first.Id : second.Id);
            var two = await cases.Lock(transaction, firstSooner ? second.Id : first.Id);
            var (mine, other) = firstSooner ? (one!, two!) : (two!, one!);
            if (await cases.FindCommand(transaction, mine.Id, clientId!) is not null)
            {
                return mine;
            }

            var changed = await change(transaction, mine, other, await owners.ActorOf(transaction, caller), await owners.FactsFor(transaction, mine));
            if (changed.Succeeded)
            {
                await cases.AddCommand(transaction, mine.Id, clientId!);
            }

            return changed;
        }));
    }

    private async Task<CaseState> SaveBoth(ITransaction transaction, CaseState one, IReadOnlyList<CaseEvent> ofOne, CaseState other, IReadOnlyList<CaseEvent> ofOther, CaseActor actor, CaseFacts facts)
    {
        await effects.Save(transaction, other, ofOther, actor, facts.Settings);
        return await effects.Save(transaction, one, ofOne, actor, facts.Settings);
    }

    private static IReadOnlyList<CaseEvent> Backwards(CaseState other, CaseState one, IReadOnlyList<CaseEvent> events)
        => [.. events.OfType<CaseLinked>().Where(linked => !other.Links.Contains(new CaseLink(linked.Kind, one.Id))).Select(linked => new CaseLinked(linked.Kind, one.Id))];
}
