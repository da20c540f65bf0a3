namespace Patella.Simulator.Api;

/// <summary>What reading a conversation back found.</summary>
public sealed record ReadBackResult(int Lost, int Doubled, IReadOnlyList<string> Errors);

/// <summary>Reads a whole conversation again and compares it with what was acknowledged.</summary>
public static class ReadBack
{
    private const int PageLimit = 200;

    /// <summary>Reads all entries and checks that sequences are gapless and every acknowledged message is there once.</summary>
    public static async Task<ReadBackResult> CheckAsync(PatellaConnection connection, ConversationRecord record, CancellationToken cancellation)
    {
        // Taken before the reading: what is acknowledged while we read may rightly be missing.
        var acknowledged = record.Messages;
        var entries = new List<ConversationEntry>();
        while (true)
        {
            var after = entries.Count == 0 ? 0 : entries[^1].Sequence;
            var answer = await connection.RequireAsync(
                HttpMethod.Get, $"/api/v1/conversations/{record.Id}/entries?after={after}&limit={PageLimit}", record.Token, null, cancellation);
            var page = answer.As<EntryPage>();
            entries.AddRange(page.Items);
            if (page.Items.Count == 0 || entries[^1].Sequence >= (page.Newest ?? long.MaxValue))
            {
                return Compare(acknowledged, entries);
            }
        }
    }

    /// <summary>Compares entries read back with what was acknowledged.</summary>
    public static ReadBackResult Compare(IReadOnlyList<AcknowledgedMessage> acknowledged, IReadOnlyList<ConversationEntry> entries)
    {
        var errors = new List<string>();
        for (var index = 0; index < entries.Count; index++)
        {
            if (entries[index].Sequence != index + 1)
            {
                errors.Add("sequence has a gap");
                break;
            }
        }
        var byClient = entries.Where(entry => entry.ClientId is not null).ToLookup(entry => entry.ClientId!);
        var (lost, doubled) = (0, 0);
        foreach (var message in acknowledged)
        {
            var found = byClient[message.ClientId].ToList();
            lost += found.Count == 0 ? 1 : 0;
            doubled += found.Count > 1 ? 1 : 0;
            if (found.Count == 1 && (found[0].Text != message.Text || (message.Sequence > 0 && found[0].Sequence != message.Sequence)))
            {
                errors.Add("message differs from what was acknowledged");
            }
        }
        errors.AddRange(Enumerable.Repeat("acknowledged message lost", lost));
        errors.AddRange(Enumerable.Repeat("acknowledged message doubled", doubled));
        return new ReadBackResult(lost, doubled, errors);
    }
}
