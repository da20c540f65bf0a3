namespace Patella.Service.Conversations.Desk;

/// <summary>POST .../notes: for staff alone. Those mentioned find it among what calls for them.</summary>
/// <param name="Mentions">Ids of people of the staff, at most 20.</param>
public sealed record NoteRequest(string? ClientId, string? Text, IReadOnlyList<string>? Mentions = null);

/// <summary>POST .../notes/{sequence}/changes: other words for one's own note, or none to withdraw it.</summary>
public sealed record NoteChangeRequest(string? ClientId, string? Text);

/// <summary>POST .../tags: what to put on and what to take off.</summary>
public sealed record TagsRequest(string? ClientId, IReadOnlyList<string>? Add, IReadOnlyList<string>? Remove);

/// <summary>POST .../snoozes: put away until a moment of business time, or until the consumer says something, whichever comes first.</summary>
/// <param name="OnReply">True unless said otherwise.</param>
/// <param name="What">What is to be done then, up to 500 characters.</param>
public sealed record SnoozeRequest(string? ClientId, DateTimeOffset? Until, bool? OnReply = null, string? What = null);

/// <summary>A step that needs nothing but its own id.</summary>
public sealed record DeskStepRequest(string? ClientId);

/// <summary>POST .../merges: the conversation in which this one goes on.</summary>
public sealed record MergeRequest(string? ClientId, string? Into);

/// <summary>PUT .../draft. <paramref name="Version"/> is the one this writing is based on, 0 for a first.</summary>
public sealed record DraftRequest(long? Version, string? Text, bool? Note, IReadOnlyList<EntryFile>? Files);

/// <summary>What somebody has begun to write in a conversation.</summary>
public sealed record DraftView(string Conversation, long Version, string Text, bool Note, IReadOnlyList<EntryFile> Files, DateTimeOffset At);

/// <summary>That a conversation is put away, by whom and until when.</summary>
public sealed record SnoozeView(string Staff, DateTimeOffset Since, DateTimeOffset? Until, bool OnReply, string? What);

/// <summary>A conversation that goes on in this one.</summary>
public sealed record MergedPart(string Conversation, DateTimeOffset At);

/// <summary>What stands beside a conversation on the desk of the one who looks.</summary>
/// <param name="MergedInto">Where it goes on, if it was merged.</param>
public sealed record DeskFacts(string Conversation, IReadOnlyList<string> Tags, SnoozeView? Snooze, string? MergedInto, IReadOnlyList<MergedPart> Merged, DraftView? Draft);

/// <summary>A line of a list: the conversation and what stands beside it.</summary>
public sealed record ConversationLine(ConversationView Conversation, IReadOnlyList<string> Tags, SnoozeView? Snooze, string? MergedInto, bool Draft);

/// <summary>Something that calls for one person: a mention, what they put away and is back, a case whose promise ends soon or was broken, or a page where something waits for them.</summary>
/// <param name="Kind">mention, woken, promise-due, promise-broken, or a word of another capability.</param>
/// <param name="Conversation">Absent for a case that nobody talks about yet.</param>
/// <param name="Case">Of a call about a case, with its number as people write it.</param>
/// <param name="Link">Of a call of another capability: the page of the console where it stands, and what it is about.</param>
public sealed record DeskItem(string Id, string Kind, string? Conversation, string? Person, string? By, string? Text, DateTimeOffset At, bool Read, string? Case = null, string? CaseNumber = null, string? Link = null, string? About = null);

/// <summary>A page of items and how many are unread in all.</summary>
public sealed record DeskItems(IReadOnlyList<DeskItem> Items, long Unread, string? Next = null);

/// <summary>POST /desk-items/reads: these, or all of a conversation, or all up to a moment.</summary>
public sealed record ItemReadsRequest(IReadOnlyList<string>? Ids, string? Conversation, DateTimeOffset? Until);

/// <summary>How one person's desk behaves.</summary>
/// <param name="Notifications">Whether the browser may tell of what calls for them while they look elsewhere.</param>
/// <param name="Sound">Whether that may be heard.</param>
/// <param name="HoldSeconds">How long a message is held before it is sent, 0 to 10: the only time in which it can be taken back.</param>
public sealed record DeskSettings(bool Notifications = false, bool Sound = true, int HoldSeconds = 0);

/// <summary>A moment one often puts something away until, in the tenant's own time zone.</summary>
/// <param name="Key">in-an-hour, this-evening, tomorrow, next-week.</param>
public sealed record SnoozePreset(string Key, DateTimeOffset At);

internal sealed class SnoozeRow
{
    public string Conversation { get; init; } = "";

    public string Staff { get; init; } = "";

    public long Since { get; init; }

    public long? UntilAt { get; init; }

    public long OnReply { get; init; }

    public string? What { get; init; }

    /// <summary>The number in the conversation of the entry that put it away; what the consumer said before does not bring it back.</summary>
    public long Sequence { get; init; }
}

internal sealed class MergeRow
{
    public string Conversation { get; init; } = "";

    public string IntoConversation { get; init; } = "";

    public string Staff { get; init; } = "";

    public long At { get; init; }

    public string WasState { get; init; } = "";

    public string? WasAssignee { get; init; }

    /// <summary>The number in the merged conversation of the entry that merged it; what the consumer said before does not part them.</summary>
    public long Sequence { get; init; }
}

internal sealed class DraftRow
{
    public string Conversation { get; init; } = "";

    public long Version { get; init; }

    public string Text { get; init; } = "";

    public long Note { get; init; }

    public string Files { get; init; } = "[]";

    public long At { get; init; }
}

internal sealed class TagRow
{
    public string Conversation { get; init; } = "";

    public string Tag { get; init; } = "";
}
