using Patella.Platform.Storage;

namespace Patella.Platform.Timeline;

/// <summary>
/// Takes people's words out of the timeline and leaves what was counted: who, what, when and where stay, texts go, data keeps what
/// <c>keep</c> leaves of it. It is the only thing that changes an entry once written.
/// </summary>
public static class TimelineErasure
{
    private const int PageRows = 500;

    /// <summary>A column of the timeline that links an entry to somebody or something.</summary>
    public static readonly IReadOnlyList<string> Links = ["person", "conversation", "order_ref", "case_ref"];

    /// <summary>Erases the entries linked to any of the ids, in transactions of a bounded size; doing it again changes nothing.</summary>
    /// <param name="link">One of <see cref="Links"/>.</param>
    /// <param name="keep">What may stay of an entry's data.</param>
    /// <returns>Entries that changed.</returns>
    public static async Task<long> Erase(IStore store, Identifiers.TenantId tenant, string link, IReadOnlyCollection<string> ids, Func<string, string?> keep)
    {
        if (!Links.Contains(link))
        {
            throw new ArgumentException("Not a link of the timeline.", nameof(link));
        }

        var changed = 0L;
        foreach (var chunk in ids.Chunk(200))
        {
            for (long? after = -1; after is not null;)
            {
                var from = after.Value;
                (after, var count) = await store.Write(tenant, transaction => ErasePage(transaction, link, chunk, from, keep));
                changed += count;
            }
        }

        return changed;
    }

    private static async Task<(long? Last, long Changed)> ErasePage(ITransaction transaction, string link, string[] ids, long after, Func<string, string?> keep)
    {
        var rows = await transaction.Many<Row>(
            $"select position, text, data from timeline where tenant = @tenant and {link} in @ids and position > @after and (text is not null or data is not null) order by position limit {PageRows}",
            new { ids, after });
        var changed = 0L;
        foreach (var row in rows)
        {
            var data = row.Data is null ? null : keep(row.Data);
            if (row.Text is not null || data != row.Data)
            {
                changed += await transaction.Execute("update timeline set text = null, data = @data where tenant = @tenant and position = @Position", new { data, row.Position });
            }
        }

        return (rows.Count < PageRows ? null : rows[^1].Position, changed);
    }

    private sealed class Row
    {
        public long Position { get; init; }

        public string? Text { get; init; }

        public string? Data { get; init; }
    }
}
