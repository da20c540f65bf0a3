using Patella.Platform.Storage;
using Patella.Platform.Timeline;

namespace Patella.Service.Conversations;

/// <summary>A consumer's message without files, one of many that are written together.</summary>
internal sealed record ConsumerMessage(string Conversation, string Person, NewMessage Message);

/// <summary>
/// Many consumers' messages in one transaction with as many statements as one has: on PostgreSQL the way there and back and the commit cost more than the rows.
/// Whatever is not plain (somebody else has the conversation locked, it was said before, it is refused) is left to be done by itself.
/// </summary>
public sealed partial class ConversationStore
{
    /// <summary>PostgreSQL only.</summary>
    /// <returns>The entry of each message, or null for one that is left.</returns>
    internal async Task<IReadOnlyList<TimelineEntry?>> ConsumersSay(ITransaction transaction, IReadOnlyList<ConsumerMessage> messages)
    {
        var before = (await transaction.Many<ConversationRow>(Sql["LockMany"], new { ids = messages.Select(message => message.Conversation).Distinct().ToArray() })).ToDictionary(row => row.Id);
        var known = await KnownOf(transaction, messages);
        var after = new Dictionary<string, ConversationRow>(before);
        var spoken = messages.Select(message => known.Add((message.Conversation, message.Message.ClientId)) ? Speak(after, message) : null).ToList();
        await transaction.AppendMany([.. spoken.OfType<SpokenMessage>().Select(one => one.Entry)]);
        await SaveMany(transaction, before, after);
        foreach (var one in spoken.OfType<SpokenMessage>())
        {
            await Follow(transaction, one.Before, one.After, "message", Party.Consumer, one.Message);
        }

        return spoken.ConvertAll(one => one?.Entry);
    }

    private SpokenMessage? Speak(Dictionary<string, ConversationRow> rows, ConsumerMessage said)
    {
        if (!rows.TryGetValue(said.Conversation, out var row) || row.Person != said.Person || ConsumerSpeaks(said.Message)(row) is not { Succeeded: true } outcome)
        {
            return null;
        }

        var (next, entry) = Said(row, outcome.Value, "message", new Actor(Party.Consumer, row.Person), said.Message);
        rows[row.Id] = next;
        return new SpokenMessage(row, next, entry, said.Message);
    }

    private static async Task<HashSet<(string Conversation, string ClientId)>> KnownOf(IReader reader, IReadOnlyList<ConsumerMessage> messages)
    {
        var known = await reader.Many<KnownRow>(Sql["FindSaidMany"],
            new { conversations = messages.Select(message => message.Conversation).ToArray(), clientIds = messages.Select(message => message.Message.ClientId).ToArray() });
        return known.Select(row => (row.Conversation, row.ClientId)).ToHashSet();
    }

    private static async Task SaveMany(ITransaction transaction, Dictionary<string, ConversationRow> before, Dictionary<string, ConversationRow> after)
    {
        var changed = after.Values.Where(row => row.LastSequence != before[row.Id].LastSequence).ToLookup(row => OnlySaid(before[row.Id], row));
        foreach (var row in changed[false])
        {
            await Save(transaction, before[row.Id], row);
        }

        var said = changed[true].ToArray();
        if (said.Length > 0)
        {
            await transaction.Execute(Sql["SaveSaidMany"], new
            {
                Id = Array.ConvertAll(said, row => row.Id), LastSequence = Array.ConvertAll(said, row => row.LastSequence), State = Array.ConvertAll(said, row => row.State),
                SpokeAt = Array.ConvertAll(said, row => row.SpokeAt), LastAt = Array.ConvertAll(said, row => row.LastAt), LastBy = Array.ConvertAll(said, row => row.LastBy),
                LastText = Array.ConvertAll(said, row => row.LastText),
            });
        }
    }

    private sealed record SpokenMessage(ConversationRow Before, ConversationRow After, TimelineEntry Entry, NewMessage Message);

    private sealed record KnownRow(string Conversation, string ClientId);
}
