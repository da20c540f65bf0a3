using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Reports;

/// <summary>Groups of figures; wire values.</summary>
public static class FigureGroups
{
    public const string Volume = "volume";
    public const string Assured = "assured";
    public const string Simple = "simple";
    public const string Caring = "caring";
}

/// <summary>What a figure is counted in; wire values.</summary>
public static class FigureKinds
{
    public const string Count = "count";

    /// <summary>0 to 1.</summary>
    public const string Share = "share";

    public const string Seconds = "seconds";
    public const string Number = "number";

    /// <summary>-100 to 100.</summary>
    public const string Score = "score";
}

/// <summary>A figure and what it means, as pages show it beside the figure.</summary>
/// <param name="Better">up, down, or none when neither is better.</param>
/// <param name="Opens">conversations, cases, clocks, or absent when there is nothing behind it.</param>
public sealed record FigureView(string Key, string Group, string Kind, string Better, string? Opens, LocalName Name, LocalName Definition);

/// <summary>How a figure follows from sums.</summary>
/// <param name="Uses">The sums it needs.</param>
/// <param name="Line">The condition on the lines it counts, for opening it; null when it opens to nothing.</param>
internal sealed record Figure(string Key, string Group, string Kind, string Better, Sum[] Uses, Func<long[], double?> Value, string? Line = null, string Opens = "conversations")
{
    /// <summary>Sums that count what the figure is a part of; null for counts.</summary>
    public Sum? Whole { get; init; }

    public Sum? Part { get; init; }

    /// <summary>False for what is known by unit and time only: it is left out when entrance or language are chosen.</summary>
    public bool ByEntrance { get; init; } = true;
}

/// <summary>All figures of the reports, in the order in which they are shown.</summary>
internal static class FigureBook
{
    private static readonly LocalTexts Texts = new(typeof(FigureBook).Assembly, "Reports.Texts.figures.json");

    private const string ThatAreNoPromise = "measure <> 'promise'";
    private const string ThatArePromises = "measure = 'promise'";

    public static readonly IReadOnlyList<Figure> All =
    [
        Count("offered", Sum.Offered, "1 = 1"),
        Count("cases", Sum.Cases, "1 = 1", "cases") with { ByEntrance = false },
        Count("orders", Sum.Orders) with { ByEntrance = false },
        Share("picked-up", FigureGroups.Assured, "up", Sum.Picked, Sum.Offered, "picked = 1"),
        Share("replied", FigureGroups.Assured, "up", Sum.Replied, Sum.Offered, "replied = 1"),
        Median("first-reply", FigureGroups.Assured, Sum.Reply0, Bands.OfReplies, 0.5, "reply_at >= spoke_at"),
        Median("person-reply", FigureGroups.Assured, Sum.PersonReply0, Bands.OfReplies, 0.5, "person_reply_at >= asked_at"),
        Median("person-reply-p90", FigureGroups.Assured, Sum.PersonReply0, Bands.OfReplies, 0.9, "person_reply_at >= asked_at"),
        OfTwo("standards-kept", Sum.StandardsMet, Sum.StandardsBroken, ThatAreNoPromise, "clocks"),
        OfTwo("promises-kept", Sum.PromisesMet, Sum.PromisesBroken, ThatArePromises, "clocks"),
        OfTwo("case-promises-kept", Sum.CasePromisesKept, Sum.CasePromisesBroken, "kept + broken > 0", "cases"),
        new("steps", FigureGroups.Simple, FigureKinds.Number, "down", [Sum.Said, Sum.Choices, Sum.Repeated, Sum.Offered],
            sums => Over(sums[(int)Sum.Said] + sums[(int)Sum.Choices] + sums[(int)Sum.Repeated], sums[(int)Sum.Offered]), "1 = 1") { Whole = Sum.Offered },
        Ratio("asked-things", Sum.Choices, Sum.Offered, "choices > 0"),
        Share("repeated", FigureGroups.Simple, "down", Sum.Repeated, Sum.Offered, "repeated = 1"),
        Median("resolution", FigureGroups.Simple, Sum.Resolution0, Bands.OfResolutions, 0.5, "resolved = 1"),
        Share("reopened", FigureGroups.Simple, "down", Sum.Reopened, Sum.Closed, "reopened = 1"),
        Share("transferred", FigureGroups.Simple, "down", Sum.Transferred, Sum.Offered, "transfers > 0"),
        new("contact-rate", FigureGroups.Simple, FigureKinds.Number, "down", [Sum.Offered, Sum.Orders], sums => Over(100 * sums[(int)Sum.Offered], sums[(int)Sum.Orders]), "1 = 1")
            { Part = Sum.Offered, Whole = Sum.Orders, ByEntrance = false },
        new("simpler", FigureGroups.Simple, FigureKinds.Number, "up", [Sum.SimplerSum, Sum.Compared], sums => Over(sums[(int)Sum.SimplerSum], sums[(int)Sum.Compared]), "simpler is not null") { Whole = Sum.Compared },
        Ratio("case-transfers", Sum.CaseTransfers, Sum.Cases, "transfers > 0", "cases") with { ByEntrance = false },
        new("case-hours", FigureGroups.Simple, FigureKinds.Seconds, "down", [Sum.CaseSeconds, Sum.CaseSecondsCount], sums => Over(sums[(int)Sum.CaseSeconds], sums[(int)Sum.CaseSecondsCount]), "last_closed_at is not null", "cases")
            { Whole = Sum.CaseSecondsCount, ByEntrance = false },
        Share("got-person", FigureGroups.Caring, "up", Sum.Got, Sum.Asked, "asked_at is not null"),
        Share("abandoned", FigureGroups.Caring, "down", Sum.Abandoned, Sum.Offered, "abandoned = 1"),
        Share("bot", FigureGroups.Caring, "none", Sum.ByBot, Sum.Picked, "picked = 1 and asked_at is null"),
        Share("satisfied", FigureGroups.Caring, "up", Sum.Satisfied, Sum.Rated, "satisfied is not null"),
        Share("solved", FigureGroups.Caring, "up", Sum.Solved, Sum.Judged, "solved is not null"),
        new("recommend", FigureGroups.Caring, FigureKinds.Score, "up", [Sum.Promoters, Sum.Detractors, Sum.Recommended],
            sums => Over(100 * (sums[(int)Sum.Promoters] - sums[(int)Sum.Detractors]), sums[(int)Sum.Recommended]), "recommend is not null") { Whole = Sum.Recommended },
        Share("recorded-satisfied", FigureGroups.Caring, "up", Sum.RecordedSatisfied, Sum.Recorded, "(agent_satisfied is not null or agent_solved is not null)"),
    ];

    /// <summary>Lists that are the other side of a figure: whom it misses.</summary>
    private static readonly Dictionary<string, string> Others = new()
    {
        ["not-picked-up"] = "picked = 0",
        ["not-replied"] = "replied = 0",
        ["asked-for-person"] = "asked_at is not null",
        ["dissatisfied"] = "satisfied is not null and satisfied <= 2",
        ["not-solved"] = "solved is not null and solved = 0",
        ["detractors"] = "recommend is not null and recommend <= 6",
    };

    /// <summary>Conditions that most lines meet, and the sum that counts those of conversations: their lists are read by time or unit. The others have entries of their own (partial indexes).</summary>
    private static readonly Dictionary<string, Sum?> Common = new()
    {
        ["1 = 1"] = Sum.Offered, ["picked = 1"] = Sum.Picked, ["replied = 1"] = Sum.Replied, ["reply_at >= spoke_at"] = Sum.ReplyCount, ["person_reply_at >= asked_at"] = Sum.PersonReplyCount,
        ["choices > 0"] = Sum.Choices, ["resolved = 1"] = Sum.Resolved, ["asked_at is not null"] = Sum.Asked, ["picked = 1 and asked_at is null"] = Sum.ByBot, [ThatAreNoPromise] = null, [ThatArePromises] = null,
    };

    private static readonly Dictionary<string, Figure> ByKey = All.ToDictionary(figure => figure.Key);

    public static bool IsRare(string condition) => !Common.ContainsKey(condition);

    /// <summary>The column of the sums that is above 0 wherever a conversation meets a common condition; for a rare one that of all.</summary>
    public static string CountedBy(string condition) => Sums.Columns[(int)(Common.GetValueOrDefault(condition) ?? Sum.Offered)];

    public static Figure? Find(string? key) => key is not null && ByKey.TryGetValue(key, out var figure) ? figure : null;

    /// <summary>Keys that open to conversations, and the condition on their lines.</summary>
    public static IReadOnlyDictionary<string, string> OpenToConversations { get; } = All.Where(figure => figure is { Line: not null, Opens: "conversations" })
        .Select(figure => KeyValuePair.Create(figure.Key, figure.Line!)).Concat(Others).ToDictionary();

    /// <summary>Keys that open to clocks, all or those that were missed, and the condition on their lines.</summary>
    public static IReadOnlyDictionary<string, string> OpenToClocks { get; } = All.Where(figure => figure is { Line: not null, Opens: "clocks" })
        .SelectMany(figure => new[] { KeyValuePair.Create(figure.Key, figure.Line!), KeyValuePair.Create(figure.Key.Replace("-kept", "-missed", StringComparison.Ordinal), "met = 0 and " + figure.Line) }).ToDictionary();

    public static IReadOnlyList<FigureView> Views { get; } = [.. All.Select(figure => new FigureView(
        figure.Key, figure.Group, figure.Kind, figure.Better, figure.Line is null ? null : figure.Opens, Text("name." + figure.Key), Text("definition." + figure.Key)))];

    public static string Name(string language, string key) => Texts.In(language, "name." + key);

    private static LocalName Text(string key) => new(Texts.In("zh-CN", key), Texts.In("en", key));

    private static Figure Count(string key, Sum sum, string? line = null, string opens = "conversations")
        => new(key, FigureGroups.Volume, FigureKinds.Count, "none", [sum], sums => sums[(int)sum], line, opens) { Part = sum };

    private static Figure Share(string key, string group, string better, Sum part, Sum whole, string line)
        => new(key, group, FigureKinds.Share, better, [part, whole], sums => Over(sums[(int)part], sums[(int)whole]), line) { Part = part, Whole = whole };

    private static Figure Ratio(string key, Sum part, Sum whole, string line, string opens = "conversations")
        => new(key, FigureGroups.Simple, FigureKinds.Number, "down", [part, whole], sums => Over(sums[(int)part], sums[(int)whole]), line, opens) { Part = part, Whole = whole };

    private static Figure OfTwo(string key, Sum kept, Sum broken, string line, string opens)
        => new(key, FigureGroups.Assured, FigureKinds.Share, "up", [kept, broken], sums => Over(sums[(int)kept], sums[(int)kept] + sums[(int)broken]), line, opens) { Part = kept, ByEntrance = false };

    private static Figure Median(string key, string group, Sum first, IReadOnlyList<double> bounds, double share, string line)
        => new(key, group, FigureKinds.Seconds, "down", [.. Enumerable.Range((int)first, Bands.Count).Select(index => (Sum)index)],
            sums => Bands.Quantile(bounds, sums.AsSpan((int)first, Bands.Count), share), line);

    private static double? Over(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);
}
