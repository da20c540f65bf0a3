using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>Steps of the agent's desk. Each is an entry that only staff see, made once for a client id, so every page that follows learns of it.</summary>
public sealed partial class ConversationStore
{
    /// <summary>Notes a step of the desk in the thread and changes the conversation by <paramref name="decide"/>, if given.</summary>
    /// <param name="what">One of <see cref="DeskEvents"/>.</param>
    /// <param name="text">What was written by hand; the only place for personal text.</param>
    public Task<Outcome<TimelineEntry>> DeskStep(
        ITransaction transaction, string id, string what, Actor by, string clientId, string? text = null, IReadOnlyDictionary<string, string>? about = null,
        Func<ConversationRow, Outcome<ConversationRow>>? decide = null)
        => Say(transaction, id, what, by, new NewMessage(clientId, text, new EntryContent { About = about }), decide ?? (row => row));

    /// <summary>Takes a closing back: the conversation is with a person again, as it was.</summary>
    public Task<Outcome<TimelineEntry>> Reopen(ITransaction transaction, string id, string clientId, string staff, string name)
        => Say(transaction, id, "agent-joined", new Actor(Party.Agent, staff, name), new NewMessage(clientId, null, new EntryContent()), row => ConversationRules.Reopen(row, staff, name, clock.Now));
}

/// <summary>What the desk writes into a thread: for staff alone; to consumers it is a number without content.</summary>
public static class DeskEvents
{
    public const string Note = "note";
    public const string NoteChanged = "note-changed";
    public const string NoteWithdrawn = "note-withdrawn";
    public const string Tagged = "tagged";
    public const string Snoozed = "snoozed";
    public const string Woken = "woken";
    public const string Merged = "merged";
    public const string Parted = "parted";
    public const string MacroRun = "macro-run";
    public const string Moved = "moved";

    private static readonly HashSet<string> All = [Note, NoteChanged, NoteWithdrawn, Tagged, Snoozed, Woken, Merged, Parted, MacroRun, Moved];

    public static bool IsForStaffOnly(string name) => All.Contains(name);
}
