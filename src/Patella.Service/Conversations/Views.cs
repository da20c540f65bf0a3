using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>From rows to what is shown.</summary>
public static class Views
{
    public const string KindPrefix = "conversation.";

    public static ConversationView Of(ConversationRow row, QueuePlace? queue = null) => new(
        row.Id, row.State, new ConversationPerson(row.Person, row.PersonName, row.Anonymous != 0, row.Language, row.Tier), row.EntryUnit, row.Unit, row.OrderId, row.Language, row.Topic,
        row.Assignee is null ? null : new StaffName(row.Assignee, row.AssigneeName),
        Time(row.OpenedAt), Time(row.AskedPersonAt), Time(row.FirstReplyAt), Time(row.ClosedAt), row.LastSequence, row.ReadByConsumer, row.ReadByStaff, queue,
        row.Satisfied is null && row.Solved is null ? null : new Rating((int?)row.Satisfied, row.Solved is { } solved ? solved != 0 : null, row.Comment),
        row.LastText, Time(row.LastAt), row.LastBy, Time(row.WaitingSince), Channel: row.Channel);

    /// <summary>An entry as staff see it.</summary>
    public static Entry Of(TimelineEntry entry)
    {
        var content = Json.Read<EntryContent>(entry.Data) ?? new EntryContent();
        var name = entry.Kind[KindPrefix.Length..];
        var kind = name is "message" or "note" ? name : "system";
        return new Entry(
            entry.Sequence!.Value, entry.Id, entry.Conversation!, kind, name, Microseconds.ToTime(entry.At), new EntryAuthor(entry.AuthorParty, entry.AuthorId, content.Name),
            entry.Text, content.Files, content.Cards, content.QuickReplies, content.Canned, entry.ClientId, content.About);
    }

    /// <summary>An entry as the consumer sees it: notes and steps of the desk are a gap that is filled, staff ids are not told.</summary>
    public static Entry ForConsumer(Entry entry)
        => DeskEvents.IsForStaffOnly(entry.Event)
            ? new Entry(entry.Sequence, entry.Id, entry.Conversation, "system", "hidden", entry.At, new EntryAuthor(Party.System), null, null, null, null, null, null, null)
            : entry with { Author = entry.Author with { Id = null }, Cards = entry.Cards?.Where(card => !IsHandover(card)).ToList(), Data = entry.Event == "transferred" ? null : entry.Data, Delivery = null };

    public static ConversationView ForConsumer(ConversationView view) => view with { Topic = null, Assignee = view.Assignee is { } assignee ? new StaffName("", assignee.Name) : null };

    private static bool IsHandover(JsonElement card) => card.TryGetProperty("type", out var type) && type.GetString() == "handover";

    private static DateTimeOffset Time(long at) => Microseconds.ToTime(at);

    private static DateTimeOffset? Time(long? at) => at is { } value ? Microseconds.ToTime(value) : null;
}
