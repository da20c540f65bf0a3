using System.Numerics;
using Patella.Platform.Identifiers;
using Patella.Platform.Segments;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Blocks;

/// <summary>Reads blocks page by page, and keeps the pages that were used last.</summary>
internal sealed class BlockReader(ISegments segments)
{
    /// <summary>Pages of words above which the whole piece is read at once.</summary>
    private const int FewPages = 8;

    private readonly PieceCache _kept = new();

    /// <summary>All rows of a block, a page after the other.</summary>
    public async IAsyncEnumerable<(BlockPage Page, VoiceRows Rows)> All(TenantId tenant, BlockRow block)
    {
        foreach (var page in (await Head(tenant, block))?.Pages ?? [])
        {
            if (await Rows(tenant, block, page) is { } rows)
            {
                yield return (page, rows);
            }
        }
    }

    /// <summary>The pages of a block that may have all of the entries; none when it was dropped meanwhile.</summary>
    public async Task<IReadOnlyList<BlockPage>> With(TenantId tenant, BlockRow block, IReadOnlyList<ulong> entries, CancellationToken cancellation)
    {
        if (await Head(tenant, block) is not { } head)
        {
            return [];
        }

        var pages = uint.MaxValue;
        for (var index = 0; index < entries.Count && head.FilterBytes > 0 && pages != 0; index++)
        {
            var group = await segments.Part(tenant, block.ColumnsKey, head.FilterPlace + PageFilter.Place(entries[index], head.FilterBytes), PageFilter.GroupBytes, cancellation);
            pages &= group is null ? 0 : PageFilter.Pages(entries[index], group);
        }

        return BitOperations.PopCount(pages) == 32 ? head.Pages : [.. head.Pages.Where((_, number) => (pages & (1u << number)) != 0)];
    }

    /// <summary>A page's rows; null when the block was dropped meanwhile.</summary>
    public async Task<VoiceRows?> Rows(TenantId tenant, BlockRow block, BlockPage page)
    {
        var place = new PiecePlace(tenant, block.ColumnsKey, page.Place);
        if (_kept.Find(place) is VoiceRows kept)
        {
            return kept;
        }

        var bytes = page.Length > 0 ? await segments.Part(tenant, block.ColumnsKey, page.Place, page.Length) : await Whole(tenant, block.ColumnsKey, default);
        return bytes is null ? null : (VoiceRows)_kept.Keep(place, bytes.Length, RowCodec.Read(bytes));
    }

    /// <summary>The words of some rows; null when they are no longer kept.</summary>
    public async Task<IReadOnlyList<VoiceWords>?> Words(TenantId tenant, BlockRow block, IReadOnlyList<int> rows, CancellationToken cancellation = default)
    {
        if (block.WordsKey is not { } key)
        {
            return null;
        }

        var pages = rows.Select(WordsCodec.PageOf).Distinct().ToList();
        if (pages.Count > FewPages)
        {
            return await Whole(tenant, key, cancellation) is { } piece ? WordsCodec.Read(piece, rows) : null;
        }

        if (await segments.Part(tenant, key, 0, WordsCodec.HeadBytes((int)block.RowCount), cancellation) is not { } head)
        {
            return null;
        }

        var read = new Dictionary<int, IReadOnlyList<VoiceWords>>();
        foreach (var page in pages)
        {
            var (from, length) = WordsCodec.PlaceOf(head, page);
            if (await segments.Part(tenant, key, from, length, cancellation) is not { } bytes)
            {
                return null;
            }

            read[page] = WordsCodec.Page(head, page, bytes);
        }

        return [.. rows.Select(row => read[WordsCodec.PageOf(row)][WordsCodec.InPage(row)])];
    }

    /// <summary>Forgets a piece that was deleted: what was erased must not be read from memory.</summary>
    public void Forget(TenantId tenant, string key) => _kept.Forget(tenant, key);

    private async Task<BlockHead?> Head(TenantId tenant, BlockRow block)
    {
        var place = new PiecePlace(tenant, block.ColumnsKey, -1);
        if (_kept.Find(place) is BlockHead kept)
        {
            return kept;
        }

        if (await segments.Part(tenant, block.ColumnsKey, 0, BlockPages.StartBytes) is not { } start)
        {
            return null;
        }

        var length = BlockPages.HeadBytes(start);
        var head = length == 0
            ? new BlockHead([new BlockPage(0, (int)block.RowCount, block.FirstPosition, block.LastPosition, block.FromAt, block.UntilAt, 0, 0)], 0, 0)
            : await segments.Part(tenant, block.ColumnsKey, 0, length) is { } bytes ? BlockPages.ReadHead(bytes) : null;
        return head is null ? null : (BlockHead)_kept.Keep(place, 64 * (head.Pages.Count + 1), head);
    }

    private async Task<byte[]?> Whole(TenantId tenant, string key, CancellationToken cancellation)
    {
        await using var stream = await segments.Get(tenant, key, cancellation);
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }
}
