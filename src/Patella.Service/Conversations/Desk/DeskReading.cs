using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>Reads what stands beside conversations.</summary>
internal static class DeskReading
{
    internal static readonly Statements Sql = new(typeof(DeskReading).Assembly, "Conversations.Desk.desk.sql");

    public static async Task<DeskFacts> Facts(IReader reader, Caller caller, string conversation)
    {
        var tags = await reader.Many<TagRow>(Sql["TagsOf"], new { ids = new[] { conversation } });
        var snooze = await reader.One<SnoozeRow>(Sql["FindSnooze"], new { conversation });
        var merge = await reader.One<MergeRow>(Sql["FindMerge"], new { conversation });
        var merged = await reader.Many<MergeRow>(Sql["MergedInto"], new { conversation });
        var draft = await reader.One<DraftRow>(Sql["FindDraft"], new { staff = caller.Id, conversation });
        return new DeskFacts(
            conversation, tags.Select(row => row.Tag).ToList(), Show(snooze), merge?.IntoConversation,
            merged.Select(row => new MergedPart(row.Conversation, Microseconds.ToTime(row.At))).ToList(), draft is null ? null : Show(draft));
    }

    /// <summary>The lines of a list: one look at each table for the whole page.</summary>
    public static async Task<IReadOnlyList<ConversationLine>> Lines(IReader reader, Caller caller, IReadOnlyList<ConversationView> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var ids = rows.Select(row => row.Id).ToArray();
        var tags = (await reader.Many<TagRow>(Sql["TagsOf"], new { ids })).ToLookup(row => row.Conversation, row => row.Tag);
        var snoozes = (await reader.Many<SnoozeRow>(Sql["SnoozesOf"], new { ids })).ToDictionary(row => row.Conversation);
        var merges = (await reader.Many<MergeRow>(Sql["MergesOf"], new { ids })).ToDictionary(row => row.Conversation);
        var drafts = (await reader.Many<DraftRow>(Sql["DraftsOf"], new { staff = caller.Id })).Select(row => row.Conversation).ToHashSet();
        return rows.Select(row => new ConversationLine(
            row, tags[row.Id].ToList(), Show(snoozes.GetValueOrDefault(row.Id)), merges.GetValueOrDefault(row.Id)?.IntoConversation, drafts.Contains(row.Id))).ToList();
    }

    public static DraftView Show(DraftRow row)
        => new(row.Conversation, row.Version, row.Text, row.Note != 0, Json.Read<List<EntryFile>>(row.Files) ?? [], Microseconds.ToTime(row.At));

    public static SnoozeView? Show(SnoozeRow? row)
        => row is null ? null : new SnoozeView(row.Staff, Microseconds.ToTime(row.Since), row.UntilAt is { } until ? Microseconds.ToTime(until) : null, row.OnReply != 0, row.What);
}
