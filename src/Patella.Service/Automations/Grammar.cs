using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Standards;

namespace Patella.Service.Automations;

/// <summary>The events an automation can look at, and which timeline entries they are. Wire values, append only.</summary>
public static class Triggers
{
    public const string Opened = "opened";
    public const string ConsumerMessage = "consumer-message";
    public const string AgentMessage = "agent-message";
    public const string PersonRequested = "person-requested";
    public const string AgentJoined = "agent-joined";
    public const string Transferred = "transferred";
    public const string Closed = "closed";
    public const string Abandoned = "abandoned";
    public const string Rated = "rated";
    public const string StandardAtRisk = "standard-at-risk";
    public const string StandardBroken = "standard-broken";

    public static readonly IReadOnlyList<string> All = [Opened, ConsumerMessage, AgentMessage, PersonRequested, AgentJoined, Transferred, Closed, Abandoned, Rated, StandardAtRisk, StandardBroken];

    /// <summary>The event that an entry is, or null. Entries without a conversation are none.</summary>
    public static string? Of(TimelineEntry entry) => entry.Conversation is null ? null : entry.Kind switch
    {
        "conversation.opened" => Opened,
        "conversation.message" => entry.AuthorParty switch { Party.Consumer => ConsumerMessage, Party.Agent => AgentMessage, _ => null },
        "conversation.person-requested" => PersonRequested,
        "conversation.agent-joined" => AgentJoined,
        "conversation.transferred" => Transferred,
        "conversation.closed" => Closed,
        "conversation.abandoned" => Abandoned,
        "conversation.rated" => Rated,
        ClockEntries.Warned => StandardAtRisk,
        ClockEntries.Breached => StandardBroken,
        _ => null,
    };
}

/// <summary>What kind of value a field has.</summary>
public enum FieldType
{
    /// <summary>A code out of a list, compared as a whole.</summary>
    Text = 1,

    /// <summary>What somebody wrote, looked through for words.</summary>
    Words = 2,

    Number = 3,

    YesNo = 4,
}

/// <summary>How values are compared. Wire values, append only.</summary>
public static class Operators
{
    public const string Is = "is";
    public const string IsNot = "is-not";
    public const string OneOf = "one-of";
    public const string NoneOf = "none-of";
    public const string Contains = "contains";
    public const string ContainsNot = "contains-not";
    public const string AtLeast = "at-least";
    public const string AtMost = "at-most";

    public static IReadOnlyList<string> For(FieldType type) => type switch
    {
        FieldType.Text => [Is, IsNot, OneOf, NoneOf],
        FieldType.Words => [Contains, ContainsNot],
        FieldType.Number => [AtLeast, AtMost, Is],
        FieldType.YesNo => [Is],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}

/// <summary>The fields a condition can look at. Wire values, append only.</summary>
public static class Fields
{
    public const string Unit = "unit";
    public const string State = "state";
    public const string Assigned = "assigned";
    public const string Words = "words";
    public const string Measure = "measure";
    public const string WaitingMinutes = "waiting-minutes";
    public const string AgeMinutes = "age-minutes";
    public const string ConsumerMessages = "consumer-messages";
    public const string LastBy = "last-by";
    public const string Satisfied = "satisfied";
    public const string Solved = "solved";
    public const string EntryUnit = "entry-unit";
    public const string Language = "language";
    public const string Channel = "channel";
    public const string Tier = "tier";
    public const string Anonymous = "anonymous";
    public const string HasOrder = "has-order";

    public static readonly IReadOnlyDictionary<string, FieldType> All = new Dictionary<string, FieldType>
    {
        [Unit] = FieldType.Text,
        [EntryUnit] = FieldType.Text,
        [State] = FieldType.Text,
        [Assigned] = FieldType.YesNo,
        [LastBy] = FieldType.Text,
        [Words] = FieldType.Words,
        [ConsumerMessages] = FieldType.Number,
        [WaitingMinutes] = FieldType.Number,
        [AgeMinutes] = FieldType.Number,
        [Language] = FieldType.Text,
        [Channel] = FieldType.Text,
        [Tier] = FieldType.Text,
        [Anonymous] = FieldType.YesNo,
        [HasOrder] = FieldType.YesNo,
        [Measure] = FieldType.Text,
        [Satisfied] = FieldType.Number,
        [Solved] = FieldType.YesNo,
    };

    /// <summary>The values there are, for fields that have few.</summary>
    public static IReadOnlyList<string>? ValuesOf(string field) => field switch
    {
        State => ConversationState.All,
        LastBy => [Party.Consumer, Party.Bot, Party.Agent, Party.System],
        Channel => [Channels.Chat, Channels.Email],
        Measure => Measures.All,
        _ => null,
    };
}
