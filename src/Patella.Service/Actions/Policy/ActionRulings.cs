using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Actions.Authority;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Kinds;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Policies;
using Patella.Service.Tenants;

namespace Patella.Service.Actions.Policy;

/// <summary>Who is spoken to in a conversation. Declared here and implemented by the capability that keeps conversations.</summary>
public interface IConversationPerson
{
    /// <summary>The person the conversation's consumer has proven to be; null for a visitor, and for a conversation that is not here.</summary>
    Task<string?> Find(IReader reader, string conversation);
}

/// <summary>A question and what the policy said.</summary>
internal sealed record Ruling(PolicyQuestion Question, PolicyVerdict Verdict);

/// <summary>Puts actions before their policy: the facts, the verdict, and what whoever asked reads of it. The same for offers, previews and execution.</summary>
internal sealed class ActionRulings(PolicyGuard guard, PersonStore people, OrderMirror mirror, TenantStore tenants, IEnumerable<IConversationPerson> conversations)
{
    public async Task<Ruling> Ask(IReader reader, Caller caller, MirroredOrder order, ActionKind kind, ActionFacts facts, JsonElement arguments, ActionPlan? plan, string? caseRef, string? conversation, string? action)
    {
        var asker = await AskerOf(reader, caller, order, facts.Currency, conversation);
        var question = QuestionOf(kind, order, facts, asker, arguments, plan, caseRef, action);
        return new Ruling(question, await guard.Ask(reader, question));
    }

    /// <summary>The kinds that are refused whatever is asked for, with the refusal.</summary>
    public async Task<IReadOnlyDictionary<string, PolicyVerdict>> RefusedAnyway(IReader reader, Caller caller, MirroredOrder order, ActionFacts facts, IEnumerable<ActionKind> kinds)
    {
        var asker = await AskerOf(reader, caller, order, facts.Currency, null);
        return await guard.RefusedAnyway(reader, [.. kinds.Select(kind => QuestionOf(kind, order, facts, asker, null, null, null, null))]);
    }

    public Task<string> Keep(ITransaction transaction, Caller caller, Ruling ruling, string? overridden)
        => guard.Keep(transaction, ruling.Question, ruling.Verdict, new PolicyKept($"{Running.ActionDesk.KindOf(caller)}:{caller.Id}", overridden));

    /// <summary>What is read of a refusal: consumers one sentence, what is possible instead and that a person is there; staff the rule too.</summary>
    public static Problem Refusal(Caller caller, PolicyVerdict verdict) => Problem.Refused("policy", ProblemText.Said(verdict.Says(caller.Language))) with
    {
        Members = new Dictionary<string, object?>
        {
            ["instead"] = verdict.SaysInstead(caller.Language), ["person"] = true, ["reason"] = caller.Kind == CallerKind.Consumer ? null : verdict.Reason, ["rule"] = caller.Kind == CallerKind.Consumer ? null : verdict.Rule,
        },
    };

    private static PolicyQuestion QuestionOf(ActionKind kind, MirroredOrder order, ActionFacts facts, ActionAsker asker, JsonElement? arguments, ActionPlan? plan, string? caseRef, string? action) => new(
        kind.Name, action is null ? "order:" + order.Id : "action:" + action, caseRef ?? order.Id, ActionQuestion.Of(kind.Name, facts, asker, arguments, plan), facts.Now, asker.Category, order.Person);

    private async Task<ActionAsker> AskerOf(IReader reader, Caller caller, MirroredOrder order, string? currency, string? conversation)
    {
        var authenticated = caller.Kind == CallerKind.Consumer ? caller.Id : null;
        foreach (var known in conversations)
        {
            authenticated ??= conversation is null ? null : await known.Find(reader, conversation);
        }

        var merchant = order.Merchant is null ? null : await tenants.FindMerchantByExternalId(reader, order.Merchant);
        var limit = (await CustomerFirst.Find(tenants, reader)).LimitIn(currency);
        return new ActionAsker(
            Running.ActionDesk.KindOf(caller), AuthorityRules.GradeOf(caller), authenticated, authenticated is not null && await mirror.IsOf(reader, order, authenticated),
            order.Person is null ? null : (await people.Find(reader, order.Person))?.Tier, merchant?.Category, limit, SpokenTime.Of(await tenants.Profile(reader), 0).Zone);
    }
}
