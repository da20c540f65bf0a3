using Patella.Kernel.Matching;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Orders;

namespace Patella.Service.Dispatch;

/// <summary>The words for an agent's state in the store and on the wire.</summary>
public static class PresenceWords
{
    public static readonly IReadOnlyList<string> All = ["available", "away", "offline"];

    public static string Of(AgentState state) => state switch
    {
        AgentState.Available => "available",
        AgentState.Away => "away",
        AgentState.Offline => "offline",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static AgentState Parse(string word) => word switch
    {
        "available" => AgentState.Available,
        "away" => AgentState.Away,
        "offline" => AgentState.Offline,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, null),
    };
}

/// <summary>
/// Who serves a contact before anybody else is asked, best first: the named person of an open case and the deputy. Declared here and implemented above.
/// </summary>
public interface IContactKeepers
{
    Task<IReadOnlyList<string>> KeepersOf(Patella.Platform.Storage.IReader reader, ConversationRow conversation);
}

/// <summary>Whether somebody takes contacts, and since when (business time).</summary>
public sealed record PresenceView(string State, DateTimeOffset Since);

/// <summary>A contact that is offered to the one who looks.</summary>
/// <param name="Reason">Why them: the unit and language they are skilled for.</param>
/// <param name="ExpiresAt">Machine time at which it goes to somebody else.</param>
public sealed record OfferView(string Id, ConversationView Conversation, string Reason, OrderCard? Order, DateTimeOffset ExpiresAt, double SecondsLeft, IReadOnlyList<string> Skills);

/// <summary>All that a person of the staff has in hand.</summary>
public sealed record InboxView(PresenceView Presence, int Capacity, int Load, IReadOnlyList<OfferView> Offers, IReadOnlyList<ConversationView> Conversations, string Revision);

/// <summary>PUT /presence.</summary>
public sealed record PresenceRequest(string? State);

/// <summary>POST /offers/{id}/refusals.</summary>
public sealed record RefusalRequest(string? Reason);

/// <summary>A line of the supervisor's board: one unit's queue.</summary>
public sealed record QueueLine(string Unit, int Waiting, int Offered, int InProgress, double? OldestSeconds, int Free, int Busy, int Away, int CouldHelp);

/// <summary>A line of the supervisor's board: one person.</summary>
public sealed record PersonLine(string Id, string Name, string State, DateTimeOffset Since, int Load, int Capacity, IReadOnlyList<string> Units, IReadOnlyList<string> Languages, IReadOnlyList<HeldConversation> Conversations);

public sealed record HeldConversation(string Id, DateTimeOffset Since);

/// <summary>The live half of the supervisor's board.</summary>
public sealed record DispatchBoard(IReadOnlyList<QueueLine> Queues, IReadOnlyList<PersonLine> People);

/// <summary>A command for the owner of the pool, and its answer. The ids in it make it safe to send twice.</summary>
internal sealed record DispatchCommand(string? Staff = null, string? State = null, string? Offer = null, string? Conversation = null);

internal sealed record DispatchAnswer(DispatchRefusal? Problem = null, string? Conversation = null, QueuePlace? Place = null, DispatchBoard? Board = null)
{
    public static DispatchAnswer Refuse(Problem problem) => new(new DispatchRefusal(
        problem.Status, problem.Code, problem.Detail.Template, [.. problem.Detail.Values.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "")]));
}

/// <summary>A problem on its way between processes: the sentence and its values apart, so that it can be told in the caller's language.</summary>
internal sealed record DispatchRefusal(int Status, string Code, string Template, IReadOnlyList<string> Values)
{
    public Problem ToProblem() => new(Status, Code, ProblemText.Of(Template, Values));
}

internal sealed class ContactRow
{
    public string Conversation { get; init; } = "";

    public string Unit { get; init; } = "";

    public string Language { get; init; } = "";

    public string? Tier { get; init; }

    public long EnqueuedAt { get; init; }

    public string? Staff { get; init; }
}

internal sealed class OfferRow
{
    public string Id { get; init; } = "";

    public string Conversation { get; init; } = "";

    public string Staff { get; init; } = "";

    public long OfferedAt { get; init; }

    public long ExpiresAt { get; init; }
}

internal sealed class PresenceRow
{
    public string Staff { get; init; } = "";

    public string State { get; init; } = "offline";

    public long Since { get; init; }
}
