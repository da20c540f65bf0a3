namespace Patella.Service.Conversations;

/// <summary>The states of a conversation, as they stand in the store and on the wire.</summary>
public static class ConversationState
{
    public const string Bot = "bot";
    public const string Queued = "queued";
    public const string Agent = "agent";
    public const string Wrapup = "wrapup";
    public const string Closed = "closed";
    public const string Abandoned = "abandoned";

    public static readonly IReadOnlyList<string> All = [Bot, Queued, Agent, Wrapup, Closed, Abandoned];

    public static bool IsOver(string state) => state is Closed or Abandoned;
}

/// <summary>Ways by which a consumer speaks, as they stand in the store and on the wire; append only.</summary>
public static class Channels
{
    /// <summary>The widget and the help page.</summary>
    public const string Chat = "chat";

    /// <summary>What is said comes and goes by mail.</summary>
    public const string Email = "email";
}

/// <summary>Who speaks or acts in a conversation.</summary>
public static class Party
{
    public const string Consumer = "consumer";
    public const string Bot = "bot";
    public const string Agent = "agent";
    public const string Merchant = "merchant";
    public const string System = "system";
}

/// <summary>A conversation as it is kept. Times are UTC microseconds of business time.</summary>
public sealed record ConversationRow
{
    public string Id { get; init; } = "";

    public string State { get; init; } = ConversationState.Bot;

    /// <summary>The consumer's person id.</summary>
    public string Person { get; init; } = "";

    public string? PersonName { get; init; }

    public long Anonymous { get; init; }

    public string? Tier { get; init; }

    public string EntryUnit { get; init; } = "";

    public string Unit { get; init; } = "";

    public string? OrderId { get; init; }

    public string Language { get; init; } = "en";

    /// <summary>One of <see cref="Channels"/>: how its consumer speaks and is answered.</summary>
    public string Channel { get; init; } = Channels.Chat;

    /// <summary>Version of the app or page the consumer began it in, as that told; null when it did not.</summary>
    public string? AppVersion { get; init; }

    /// <summary>What it seems to be about, as guessed; never asked of the consumer.</summary>
    public string? Topic { get; init; }

    public string? Assignee { get; init; }

    public string? AssigneeName { get; init; }

    public long OpenedAt { get; init; }

    public long? AskedPersonAt { get; init; }

    /// <summary>Since when it stands in the queue; null when it does not.</summary>
    public long? WaitingSince { get; init; }

    /// <summary>When the consumer first said something; before that it is no contact yet.</summary>
    public long? SpokeAt { get; init; }

    public long? FirstReplyAt { get; init; }

    public long? FirstPersonReplyAt { get; init; }

    public long? ClosedAt { get; init; }

    public long LastSequence { get; init; }

    public long LastAt { get; init; }

    public string LastBy { get; init; } = Party.System;

    public string? LastText { get; init; }

    public long ReadByConsumer { get; init; }

    public long ReadByStaff { get; init; }

    public long? Satisfied { get; init; }

    public long? Solved { get; init; }

    public string? Comment { get; init; }

    public long Imported { get; init; }
}
