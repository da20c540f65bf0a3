using System.Text.Json.Nodes;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Policies;
using Patella.Service.Tenants;

namespace Patella.Service.Merchants;

/// <summary>What the tables about shops may look at, and the built-in ones.</summary>
internal static class MeasurePolicies
{
    private const long Year = 365L * 24 * 3600 * Microseconds.PerSecond;

    private static readonly IReadOnlyList<PolicyFact> Facts =
    [
        new("measure.kind", "string", false, "措施种类", "shop-suspend or shop-reward"),
        new("measure.rule", "string", false, "依据的条款编号", "Code of the clause"),
        new("measure.days", "number", true, "天数；无期限为空", "How many days it stands; null until it is lifted"),
        new("measure.reward", "string", true, "奖励", "What is given"),
        new("measure.cases", "number", false, "作为依据的工单数", "Cases it rests on"),
        new("measure.conversations", "number", false, "作为依据的会话数", "Conversations it rests on"),
        new("shop.id", "string", false, "商家编号", "The shop"),
        new("shop.unit", "string", false, "业务单元", "Its business unit"),
        new("shop.category", "string", true, "类目", "Its category"),
        new("shop.suspended", "boolean", false, "是否已停业", "Whether it is suspended, or will be"),
        new("shop.suspensionsOfYear", "number", false, "一年内停业次数", "How often it was suspended in 365 days"),
        new("shop.rewardsOfYear", "number", false, "一年内奖励次数", "How often it was rewarded in 365 days"),
        new("proposer.grade", "string", false, "提出人等级", "trainee, standard or senior"),
        new("time.now", "date and time", false, "现在", "Business time"),
    ];

    public static IEnumerable<PolicyKind> All() => MeasureKinds.All.Select(kind =>
    {
        var assembly = typeof(MeasurePolicies).Assembly;
        return new PolicyKind(
            kind, ShopWords.Texts.In("zh-CN", "kind." + kind), ShopWords.Texts.In("en", "kind." + kind), Facts, PolicyKind.Embedded(assembly, $"Merchants.Policy.{kind}.dmn"), PolicyKind.Embedded(assembly, "Merchants.Texts.policy-words.json"));
    });

    /// <summary>The question for a measure as the shop stands now, the measure itself left out.</summary>
    public static async Task<PolicyQuestion> Ask(IReader reader, ShopMeasure measure, Merchant shop, string grade, long now)
    {
        var open = (await reader.Many<ShopMeasure>(MeasureRows.Sql["OpenOfShop"], new { shop = shop.ExternalId })).Where(other => other.Id != measure.Id);
        var evidence = Json.Read<List<ShopEvidence>>(measure.Evidence) ?? [];
        Task<long> OfYear(string kind) => reader.One<long>(MeasureRows.Sql["CountSince"], new { shop = shop.ExternalId, kind, since = now - Year });
        return new PolicyQuestion(measure.Kind, "shop-measure:" + measure.Id, shop.ExternalId, FactSet.Of(new JsonObject
        {
            ["measure"] = new JsonObject
            {
                ["kind"] = measure.Kind, ["rule"] = measure.Rule, ["days"] = measure.Days, ["reward"] = measure.Reward,
                ["cases"] = evidence.Count(one => one.Kind == EvidenceDesk.Case), ["conversations"] = evidence.Count(one => one.Kind == EvidenceDesk.Conversation),
            },
            ["shop"] = new JsonObject
            {
                ["id"] = shop.ExternalId, ["unit"] = shop.Unit, ["category"] = shop.Category, ["suspended"] = open.Any(other => other is { Kind: MeasureKinds.Suspend, Holds: true }),
                ["suspensionsOfYear"] = await OfYear(MeasureKinds.Suspend), ["rewardsOfYear"] = await OfYear(MeasureKinds.Reward),
            },
            ["proposer"] = new JsonObject { ["grade"] = grade },
            ["time"] = new JsonObject { ["now"] = FactSet.Instant(Microseconds.ToTime(now)) },
        }), now, shop.Category);
    }
}

/// <summary>Words of this capability in the caller's language.</summary>
internal static class ShopWords
{
    public static readonly LocalTexts Texts = new(typeof(ShopWords).Assembly, "Merchants.Texts.shops.json");
}
