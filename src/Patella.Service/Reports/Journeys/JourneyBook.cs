using System.Collections.Frozen;

namespace Patella.Service.Reports.Journeys;

/// <summary>Who reads a journey. Each sees what is theirs; what is not named for them is not shown.</summary>
internal enum JourneyReader
{
    Staff = 0,
    Consumer = 1,
    Shop = 2,
}

/// <summary>The systems an order passes through; wire values, append only.</summary>
public static class JourneySystems
{
    public const string Order = "order";
    public const string Parcel = "parcel";
    public const string Payment = "payment";
    public const string Conversation = "conversation";
    public const string Case = "case";
    public const string Action = "action";
    public const string Remedy = "remedy";
    public const string Voice = "voice";
    public const string Promise = "promise";
}

/// <summary>How an entry of a journey stands; wire values, absent where nothing was at stake.</summary>
public static class JourneyStates
{
    public const string Kept = "kept";
    public const string AtRisk = "at-risk";
    public const string Broken = "broken";
}

/// <summary>Which system a kind of the timeline belongs to, who may see it, and whether it went well. Pure.</summary>
internal static class JourneyBook
{
    /// <summary>What consumers may read. A list of what is shown, not of what is hidden: a kind added later stays inside until somebody decides.</summary>
    private static readonly FrozenSet<string> ForConsumers = FrozenSet.ToFrozenSet(
    [
        "conversation.opened", "conversation.message", "conversation.person-requested", "conversation.agent-joined", "conversation.closed", "conversation.reopened", "conversation.rated",
        "case.opened", "case.asked", "case.promised", "case.promise-broken", "case.closed", "case.reopened", "action.done", "action.refused",
        "remedy.planned", "remedy.paid", "remedy.confirmed", "remedy.failed", "remedy.cancelled",
    ], StringComparer.Ordinal);

    /// <summary>Of these consumers also read what was said; of the others the title alone.</summary>
    private static readonly FrozenSet<string> WordsForConsumers = FrozenSet.ToFrozenSet(["conversation.message", "case.asked"], StringComparer.Ordinal);

    /// <summary>Facts of the marketplace and its carriers: consumers and the shop know them anyway.</summary>
    private static readonly string[] Facts = ["order.", "logistics.", "delivery.", "refund.", "payment.captured", "payment.refunded"];

    private static readonly FrozenDictionary<string, string> States = new Dictionary<string, string>
    {
        ["logistics.exception"] = JourneyStates.AtRisk, ["logistics.lost"] = JourneyStates.Broken, ["logistics.damaged"] = JourneyStates.Broken,
        ["delivery.cooking-late"] = JourneyStates.AtRisk, ["refund.succeeded"] = JourneyStates.Kept, ["refund.seller-refused"] = JourneyStates.AtRisk,
        ["standard.warned"] = JourneyStates.AtRisk, ["standard.breached"] = JourneyStates.Broken, ["standard.met"] = JourneyStates.Kept,
        ["case.promise-reminded"] = JourneyStates.AtRisk, ["case.promise-broken"] = JourneyStates.Broken, ["case.part-late"] = JourneyStates.Broken,
        ["action.done"] = JourneyStates.Kept, ["action.refused"] = JourneyStates.AtRisk, ["action.declined"] = JourneyStates.AtRisk,
        ["remedy.confirmed"] = JourneyStates.Kept, ["remedy.failed"] = JourneyStates.Broken,
    }.ToFrozenDictionary();

    /// <summary>Machinery that says nothing about the order to anybody.</summary>
    private static readonly FrozenSet<string> Quiet = FrozenSet.ToFrozenSet(["conversation.understood", "conversation.tagged", "conversation.snoozed", "conversation.woken", "conversation.macro-run", "case.person-moved", "survey.sampled", "survey.sent"], StringComparer.Ordinal);

    public static bool Shows(JourneyReader reader, string kind) => reader switch
    {
        JourneyReader.Staff => !Quiet.Contains(kind),
        JourneyReader.Consumer => ForConsumers.Contains(kind) || IsFact(kind),
        JourneyReader.Shop => IsFact(kind),
        _ => throw new InvalidOperationException($"Unknown reader {reader}."),
    };

    public static bool ShowsWords(JourneyReader reader, string kind) => reader != JourneyReader.Consumer || IsFact(kind) || WordsForConsumers.Contains(kind);

    public static string? StateOf(string kind) => States.GetValueOrDefault(kind);

    /// <summary>The system of a kind; what nobody placed stands with the order.</summary>
    public static string SystemOf(string kind) => kind switch
    {
        "order.rated" or "conversation.rated" or "survey.answered" or "survey.answered-by-mail" or "survey.recorded" => JourneySystems.Voice,
        "order.paid" => JourneySystems.Payment,
        "case.promised" or "case.promise-broken" or "case.promise-reminded" => JourneySystems.Promise,
        _ => kind[..Math.Max(0, kind.IndexOf('.', StringComparison.Ordinal))] switch
        {
            "logistics" or "delivery" => JourneySystems.Parcel,
            "payment" or "refund" => JourneySystems.Payment,
            "conversation" or "survey" or "mail" => JourneySystems.Conversation,
            "case" => JourneySystems.Case,
            "action" => JourneySystems.Action,
            "remedy" => JourneySystems.Remedy,
            "standard" => JourneySystems.Promise,
            _ => JourneySystems.Order,
        },
    };

    private static bool IsFact(string kind) => Facts.Any(fact => kind.StartsWith(fact, StringComparison.Ordinal));
}
