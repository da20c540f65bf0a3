using System.Text.Json;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Edge;
using Patella.Service.Standards;

namespace Patella.Service.Conversations;

/// <summary>A file of a message.</summary>
public sealed record EntryFile(string Id, string Name, string ContentType, long Size, string? Url = null);

/// <summary>An answer that the consumer can tap.</summary>
public sealed record QuickReply(string Key, string Text);

/// <summary>Who wrote an entry.</summary>
public sealed record EntryAuthor(string Party, string? Id = null, string? Name = null);

/// <summary>What a message carries beside its text; kept as the entry's data.</summary>
public sealed record EntryContent
{
    /// <summary>Display name of a bot or a person of the staff.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<EntryFile>? Files { get; init; }

    /// <summary>Cards as JSON objects with a <c>type</c>: order, article, handover.</summary>
    public IReadOnlyList<JsonElement>? Cards { get; init; }

    public IReadOnlyList<QuickReply>? QuickReplies { get; init; }

    public bool? Canned { get; init; }

    /// <summary>Whether it counts as a reply; greetings and canned texts do not.</summary>
    public bool? Useful { get; init; }

    /// <summary>What a system line is about: unit, reason, staff name.</summary>
    public IReadOnlyDictionary<string, string>? About { get; init; }
}

/// <summary>A message to be posted.</summary>
/// <param name="ClientId">The author's own id of it, unique in the conversation: the same again gives the same entry.</param>
public sealed record NewMessage(string ClientId, string? Text, EntryContent Content)
{
    public const int TextLimit = 4_000;
    public const int FileLimit = 10;
}

/// <summary>An entry of a conversation on the wire. <paramref name="Delivery"/> is how an answer by e-mail fares.</summary>
public sealed record Entry(
    long Sequence, string Id, string Conversation, string Kind, string Event, DateTimeOffset At, EntryAuthor Author, string? Text,
    IReadOnlyList<EntryFile>? Files, IReadOnlyList<JsonElement>? Cards, IReadOnlyList<QuickReply>? QuickReplies, bool? Canned, string? ClientId,
    IReadOnlyDictionary<string, string>? Data, MailDelivery? Delivery = null);

/// <summary>The consumer of a conversation, as staff and consumer see them.</summary>
public sealed record ConversationPerson(string Id, string? Name, bool Anonymous, string Language, string? Tier);

/// <summary>Somebody of the staff, by name.</summary>
public sealed record StaffName(string Id, string? Name);

/// <summary>The place in the queue.</summary>
/// <param name="Position">From 1.</param>
/// <param name="EstimatedWaitSeconds">Null while too little is known to say.</param>
public sealed record QueuePlace(int Position, int? EstimatedWaitSeconds);

public sealed record Rating(int? Satisfied, bool? Solved, string? Comment);

/// <summary>A conversation on the wire.</summary>
/// <param name="Standard">What was promised and is due first; only staff see it.</param>
public sealed record ConversationView(
    string Id, string State, ConversationPerson Person, string EntryUnit, string Unit, string? OrderId, string Language, string? Topic, StaffName? Assignee,
    DateTimeOffset OpenedAt, DateTimeOffset? AskedPersonAt, DateTimeOffset? FirstReplyAt, DateTimeOffset? ClosedAt, long Newest, long ReadByConsumer, long ReadByStaff,
    QueuePlace? Queue, Rating? Rating, string? LastText, DateTimeOffset LastAt, string LastBy, DateTimeOffset? WaitingSince,
    StandardView? Standard = null, string Channel = Channels.Chat);

/// <summary>Where somebody waits, for those who show it. Dispatch knows; while it says nothing, nothing is shown.</summary>
public interface IQueuePlaces
{
    Task<QueuePlace?> Find(Patella.Platform.Identifiers.TenantId tenant, string conversation);
}

/// <summary>The reasons for which an expected refusal leaves a transaction: it rolls back and the caller gets the problem.</summary>
internal sealed class RefusedException(Problem problem) : Exception(problem.Detail.ToString())
{
    public Problem Problem => problem;
}
