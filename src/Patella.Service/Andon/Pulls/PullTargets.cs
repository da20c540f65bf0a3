using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Andon.Gate;
using Patella.Service.Cases;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Orders;
using Patella.Service.Policies;

namespace Patella.Service.Andon.Pulls;

/// <summary>What a pull is about and came from, as far as we know it.</summary>
internal sealed record PullContext(ConversationRow? Conversation, CaseState? Case, IReadOnlyDictionary<string, string>? Incident, MirroredOrder? Order)
{
    public string? Unit => Order?.State.Unit ?? Conversation?.Unit ?? Case?.Unit;
}

/// <summary>A target that stands.</summary>
internal sealed record KnownTarget(string Kind, string Id, string Title, string? Unit, string? Owner, LaunchRow? Launch);

/// <summary>Finds what a cord is pulled on, and what it is likely to be pulled on.</summary>
internal sealed class PullTargets(ConversationStore conversations, CaseStore cases, OrderMirror orders, Goods goods, PolicyKinds policies, KnownIncidents incidents, BusinessTime business)
{
    private const long Recent = 14 * 86_400 * Microseconds.PerSecond;
    private const int MostSuggestions = 20;

    /// <summary>Keys of an order's attributes, and dimensions of an incident, that name a target.</summary>
    private static readonly (string Key, string Kind)[] Named =
        [("coupon", TargetKinds.Coupon), ("coupons", TargetKinds.Coupon), ("campaign", TargetKinds.Campaign), ("version", TargetKinds.Version), ("product", TargetKinds.Listing), ("listing", TargetKinds.Listing), ("policy", TargetKinds.Policy)];

    /// <summary>What the caller says it came from; a problem where it is not here or not theirs to see.</summary>
    public async Task<Outcome<PullContext>> Context(IReader reader, Caller caller, string? conversation, string? caseId, string? incident)
    {
        var talk = conversation is null ? null : await conversations.Find(reader, conversation);
        if (conversation is not null && (talk is null || !ConversationDesk.MaySee(caller, talk)))
        {
            return Problem.Invalid("/conversation", "This is not here.");
        }

        var found = caseId is null ? null : await cases.Find(reader, caseId);
        if (caseId is not null && found is null)
        {
            return Problem.Invalid("/case", "This is not here.");
        }

        var seen = incident is null ? null : await incidents.NodeOf(reader, incident);
        if (incident is not null && seen is null)
        {
            return Problem.Invalid("/incident", "This is not here.");
        }

        var order = (talk?.OrderId ?? found?.Order) is { } id ? await orders.FindOrder(reader, id) : null;
        return new PullContext(talk, found, seen, order);
    }

    /// <summary>The target, or why there is none.</summary>
    public async Task<Outcome<KnownTarget>> Find(IReader reader, Caller caller, PullTarget target, PullContext context)
    {
        var (kind, id) = (target.Kind!, target.Id!);
        if (await Launches.Find(reader, id) is { } launch && launch.Kind == kind)
        {
            return new KnownTarget(kind, id, launch.Title, launch.Unit ?? context.Unit, launch.Owner, launch);
        }

        if (TargetKinds.MustBeRegistered(kind))
        {
            return Problem.Invalid("/target/id", "No launch or campaign of this id is registered.");
        }

        if (kind == TargetKinds.Policy)
        {
            return policies.Find(id) is { } policy ? new KnownTarget(kind, id, policy.Title(caller.Language), context.Unit, null, null) : Problem.Invalid("/target/id", "There is no such policy.");
        }

        var known = kind == TargetKinds.Listing ? (await goods.VariantsOf(reader, [id])).FirstOrDefault()?.Title : null;
        var title = string.IsNullOrWhiteSpace(known) ? context.Order?.State.Items.FirstOrDefault(item => item.ProductId == id)?.Title : known;
        return (string.IsNullOrWhiteSpace(title) ? target.Title : title) is { Length: > 0 } words
            ? new KnownTarget(kind, id, words.Length <= 200 ? words : words[..200], context.Unit, null, null)
            : Problem.Invalid("/target/title", "Nobody here knows this target: say in a few words what it is.");
    }

    /// <summary>What to pull on, likeliest first: what the order is of, what the incident is about, then what was registered lately for the unit.</summary>
    public async Task<Outcome<IReadOnlyList<PullSuggestion>>> Suggest(IReader reader, Caller caller, string? conversation, string? caseId, string? incident)
    {
        if (await Context(reader, caller, conversation, caseId, incident) is var asked && asked.Problem is { } problem)
        {
            return problem;
        }

        var (context, all) = (asked.Value, new List<PullSuggestion>());
        foreach (var item in (context.Order?.State.Items ?? []).Where(item => item.ProductId is not null).DistinctBy(item => item.ProductId))
        {
            all.Add(new PullSuggestion(TargetKinds.Listing, item.ProductId!, item.Title, context.Unit, "order"));
        }

        all.AddRange(OfAttributes(context));
        if (context.Conversation?.AppVersion is { } version)
        {
            all.Add(new PullSuggestion(TargetKinds.Version, version, version, context.Unit, "conversation"));
        }

        all.AddRange(Named.Where(pair => context.Incident?.ContainsKey(pair.Key) == true).Select(pair => new PullSuggestion(pair.Kind, context.Incident![pair.Key], context.Incident[pair.Key], context.Unit, "incident")));
        var launches = await reader.Many<LaunchRow>(PullRows.Sql["LaunchesOf"], new { since = business.Now - Recent, unit = context.Unit, limit = MostSuggestions });
        all.AddRange(launches.Select(launch => new PullSuggestion(launch.Kind, launch.Id, launch.Title, launch.Unit, launch.State == LaunchRow.Launched ? "recent" : "launch")));

        // What is registered knows its title best.
        var titles = launches.ToDictionary(launch => (launch.Kind, launch.Id), launch => launch.Title);
        return all.Select(one => titles.TryGetValue((one.Kind, one.Id), out var title) ? one with { Title = title } : one).Where(one => Validation.IsId(one.Id)).DistinctBy(one => (one.Kind, one.Id)).Take(MostSuggestions).ToList();
    }

    private static IEnumerable<PullSuggestion> OfAttributes(PullContext context)
    {
        if (context.Order?.State.Attributes is not { Length: > 0 } text || Parse(text) is not { ValueKind: JsonValueKind.Object } attributes)
        {
            yield break;
        }

        foreach (var (key, kind) in Named)
        {
            var values = !attributes.TryGetProperty(key, out var value) ? [] : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
            foreach (var one in values.Where(one => one.ValueKind == JsonValueKind.String && one.GetString() is { Length: > 0 }))
            {
                yield return new PullSuggestion(kind, one.GetString()!, one.GetString()!, context.Unit, "order");
            }
        }
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            // The marketplace's own words, which need not be JSON.
            return null;
        }
    }
}
