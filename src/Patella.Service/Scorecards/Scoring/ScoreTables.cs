using Patella.Kernel.Dmn.Xml;
using Patella.Platform.Storage;
using Patella.Service.Policies;

namespace Patella.Service.Scorecards.Scoring;

/// <summary>The tables of the lighthouse as they were in force at a moment of business time.</summary>
internal sealed class ScoreTables(PolicyBook policies)
{
    public const string ScoreKey = "lighthouse-score";
    public const string PromotionKey = "lighthouse-promotion";

    /// <summary>The policies this capability asks, with the tables that hold until a tenant publishes its own.</summary>
    public static IReadOnlyList<PolicyKind> Kinds =>
    [
        new(ScoreKey, "灯塔：每夜评分", "Lighthouse: score of a night",
        [
            new("indicator", "string", false, "指标的键：reply、prompt、shipping、refund、help、dispute、goods、service、logistics", "key of an indicator: reply, prompt, shipping, refund, help, dispute, goods, service, logistics"),
            new("enough", "boolean", false, "数据是否足够", "whether there is enough data"),
            new("place", "number", false, "同类目中比它好的店铺占百分之几", "percent of the category's shops that are better"),
            new("total", "number", true, "当夜总分，0 到 5；数据太少时为空", "score of the night, 0 to 5; null with too little data"),
            new("before", "number", true, "前一夜总分", "score of the night before"),
            new("held", "boolean", false, "此前是否有标识", "whether the shop has the badge"),
        ], Built(ScoreKey), "{}", "weights", Guards: false),
        new(PromotionKey, "灯塔：大促准入", "Lighthouse: who may take part in a promotion",
        [
            new("total", "number", true, "总分，0 到 5", "score, 0 to 5"),
            new("least", "number", true, "各指标中最低的得分", "lowest points of an indicator"),
            new("disputes", "number", false, "三十天内判商家责任的笔数", "rulings against the shop in thirty days"),
            new("disputeRate", "number", true, "判责笔数除以支付订单数", "rulings against the shop by paid orders"),
            new("categoryDisputeRate", "number", true, "全类目的同一比率", "the same of the whole category"),
            new("goods", "number", true, "商品评分，180 天", "rating of goods, 180 days"),
            new("service", "number", true, "服务评分，180 天", "rating of service, 180 days"),
            new("logistics", "number", true, "物流评分，180 天", "rating of delivery, 180 days"),
        ], Built(PromotionKey), "{}", "clauses", Guards: false),
    ];

    public async Task<ScoreTable> Score(IReader reader, long at)
    {
        var version = await policies.At(reader, ScoreKey, at);
        return new ScoreTable(Readable(version), Name(version));
    }

    public async Task<PromotionTable> Promotion(IReader reader, long at)
    {
        var version = await policies.At(reader, PromotionKey, at);
        return new PromotionTable(Readable(version), Name(version));
    }

    public static string Built(string key) => PolicyKind.Embedded(typeof(ScoreTables).Assembly, $"Scorecards.Tables.{key}.dmn");

    private static string Name(PolicyVersion version) => $"{version.Policy}:{version.Number}";

    private static Kernel.Dmn.DmnProgram Readable(PolicyVersion version)
    {
        try
        {
            return version.Program;
        }
        catch (DmnFormatException wrong)
        {
            throw new ScoringException(Name(version), wrong.Message);
        }
    }
}
