using Patella.Service.Voices.Blocks;

namespace Patella.Service.Voices.Engine;

/// <summary>
/// Knows which voices were heard: exactly for the newest 32 blocks and the tail, whatever their times say; of older ones those whose time is the same, by the blocks that hold it.
/// </summary>
internal sealed class SeenVoices(EngineParts parts, Platform.Identifiers.TenantId tenant)
{
    private const int BlocksKept = 32;

    private readonly Queue<HashSet<ulong>> _blocks = new();
    private HashSet<ulong> _tail = [];
    private long _firstKept;

    /// <summary>Reads the newest blocks.</summary>
    public async Task Load(IReadOnlyList<BlockRow> blocks)
    {
        foreach (var block in blocks.TakeLast(BlocksKept))
        {
            var ids = new HashSet<ulong>();
            await foreach (var (_, rows) in parts.Blocks.All(tenant, block))
            {
                ids.UnionWith(rows.Ids);
            }

            _blocks.Enqueue(ids);
        }

        _firstKept = blocks.Count <= BlocksKept ? long.MinValue : blocks[^BlocksKept].FirstPosition;
    }

    /// <summary>Notes a voice that was heard; false when it was heard before.</summary>
    public async Task<bool> Add(ulong id, long at)
    {
        foreach (var block in _blocks)
        {
            if (block.Contains(id))
            {
                return false;
            }
        }

        return (_firstKept == long.MinValue || !await IsInOlder(id, at)) && _tail.Add(id);
    }

    /// <summary>The tail's first rows are in a block now.</summary>
    public void Seal(IReadOnlyList<BlockRow> blocks, IReadOnlyList<ulong> ids)
    {
        _blocks.Enqueue([.. ids]);
        _tail = [.. _tail.Except(_blocks.Last())];
        if (_blocks.Count > BlocksKept)
        {
            _blocks.Dequeue();
            _firstKept = blocks[^BlocksKept].FirstPosition;
        }
    }

    private async Task<bool> IsInOlder(ulong id, long at)
    {
        foreach (var block in await parts.Catalogue.Read(tenant))
        {
            if (block.FirstPosition >= _firstKept || block.FromAt > at || at > block.UntilAt)
            {
                continue;
            }

            foreach (var page in (await parts.Blocks.With(tenant, block, [], default)).Where(page => page.FromAt <= at && at <= page.UntilAt))
            {
                if ((await parts.Blocks.Rows(tenant, block, page))?.Ids.Contains(id) == true)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
