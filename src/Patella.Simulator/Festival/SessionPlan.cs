using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>What a consumer comes with.</summary>
public enum Intention
{
    /// <summary>Where is my order: the bot knows from the mirror.</summary>
    Status = 1,
    /// <summary>A question that the knowledge base answers.</summary>
    Known = 2,
    /// <summary>A problem that only a person solves.</summary>
    Problem = 3,
}

/// <summary>What a consumer will do, decided before the run; what the servers do decides the rest.</summary>
/// <param name="Index">Position in the run.</param>
/// <param name="Subject">External id for the marketplace token; null for an anonymous visitor.</param>
/// <param name="Name">Name in the token.</param>
/// <param name="Language">Language the consumer writes in.</param>
/// <param name="EntryUnit">Unit through whose page the consumer comes in.</param>
/// <param name="Unit">Unit whose problem it is.</param>
/// <param name="OrderNumber">Order the consumer points at; null when the question is about none.</param>
/// <param name="Intention">What the consumer comes with.</param>
/// <param name="Texts">What the consumer writes, in order; the first opens.</param>
/// <param name="Answer">The text that answers a known question; a consumer who gets another one is not helped. Null when any will do.</param>
/// <param name="AgentReplies">How many replies of a person it would take.</param>
/// <param name="AsksAtOnce">Wants a person from the first word on.</param>
/// <param name="NotHelped">Would not be content with the bot's answer.</param>
/// <param name="SecondDevice">Goes on from a second device.</param>
/// <param name="Rating">Stars (1 to 5) the consumer will give; null for none.</param>
public sealed record SessionPlan(
    int Index, string? Subject, string? Name, string Language, string EntryUnit, string Unit, string? OrderNumber, Intention Intention,
    IReadOnlyList<string> Texts, string? Answer, int AgentReplies, bool AsksAtOnce, bool NotHelped, bool SecondDevice, int? Rating)
{
    /// <summary>True when the consumer will ask for a person whatever the bot says.</summary>
    public bool NeedsPerson => AsksAtOnce || NotHelped || Intention == Intention.Problem;
}
