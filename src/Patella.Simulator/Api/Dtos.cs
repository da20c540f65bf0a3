using System.Text.Json;

namespace Patella.Simulator.Api;

/// <summary>The answer to a staff sign-in, as far as the simulator reads it.</summary>
public sealed record StaffSession(NamedParty Person, string? Token, double? TimeRate, DateTimeOffset? BusinessNow);

/// <summary>Somebody with an id and a name.</summary>
public sealed record NamedParty(string? Id, string? Name);

/// <summary>The answer to a visitor's or consumer's sign-in.</summary>
public sealed record VisitorSession(string Token);

/// <summary>A conversation as the API tells it, as far as the simulator reads it.</summary>
public sealed record ConversationState(string Id, string State, string? Unit, string? Language, long? Newest, NamedParty? Assignee);

/// <summary>Who wrote an entry: consumer, bot, agent, merchant, system.</summary>
public sealed record EntryAuthor(string Party, string? Id, string? Name);

/// <summary>An entry of a conversation; sequences count from 1 without gaps.</summary>
public sealed record ConversationEntry(
    long Sequence, string? Conversation, string? Kind, string? Event, EntryAuthor? Author, string? Text, bool? Canned, string? ClientId, JsonElement? Cards)
{
    /// <summary>A message (not a note, not a system entry) by this party.</summary>
    public bool IsMessageBy(string party) => Event == "message" && Author?.Party == party;

    /// <summary>A reply that counts: by the bot or a person, with content, not a greeting or another canned text.</summary>
    public bool IsUsefulBy(string party) => IsMessageBy(party) && Canned != true && !string.IsNullOrWhiteSpace(Text);
}

/// <summary>A page of entries.</summary>
public sealed record EntryPage(IReadOnlyList<ConversationEntry> Items, long? Newest);

/// <summary>A live offer of a conversation to an agent.</summary>
public sealed record OfferState(string Id, ConversationState Conversation);

/// <summary>An agent's inbox.</summary>
public sealed record InboxState(IReadOnlyList<OfferState>? Offers, IReadOnlyList<ConversationState>? Conversations);

/// <summary>An order card, as far as the simulator reads it.</summary>
public sealed record OrderCardState(string Id, string Number);

/// <summary>A case, as far as the simulator reads it.</summary>
public sealed record CaseStateView(string Id, string? Merchant, string? Language, IReadOnlyList<CasePartState>? Parts);

/// <summary>What a case asks of a party, as the staff see it.</summary>
public sealed record CasePartState(string Id, DateTimeOffset? AnsweredAt);

/// <summary>What is asked of a shop, as its people see it.</summary>
public sealed record AskedPart(string Id);

/// <summary>A member of staff, as far as the simulator reads it.</summary>
public sealed record StaffState(string Email);

/// <summary>A list answer.</summary>
public sealed record ItemPage<T>(IReadOnlyList<T> Items);

/// <summary>What the server pushes over the live channel; which members are set depends on the type.</summary>
public sealed record LiveMessage(
    string Type, ConversationEntry? Entry, JsonElement? Conversation, InboxState? Inbox, string? ClientId, long? Sequence,
    JsonElement? Problem, Dictionary<string, long>? Newest);
