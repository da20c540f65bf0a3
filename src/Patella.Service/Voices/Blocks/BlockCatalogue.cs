using System.Collections.Concurrent;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Service.Voices.Blocks;

/// <summary>The catalogue of blocks, kept in memory of each process and completed before it is used: blocks are added at the end, and changed or dropped by erasure and retention.</summary>
internal sealed class BlockCatalogue(IStore store)
{
    private readonly ConcurrentDictionary<TenantId, Known> _known = new();

    /// <summary>All blocks by position, as the store has them now.</summary>
    public async Task<IReadOnlyList<BlockRow>> Read(TenantId tenant, CancellationToken cancellation = default)
    {
        var known = _known.GetValueOrDefault(tenant) ?? new Known(-1, []);
        var now = await store.Read(tenant, reader => Load(reader, known), cancellation);
        _known[tenant] = now;
        return now.Blocks;
    }

    private static async Task<Known> Load(IReader reader, Known known)
    {
        var version = (await VoiceStore.Engine(reader))?.Catalogue ?? 0;
        if (version == known.Version)
        {
            return known;
        }

        var versions = (await reader.Many<BlockVersion>(VoiceStore.Sql["BlockVersions"])).ToDictionary(one => one.FirstPosition);
        var fresh = await reader.Many<BlockRow>(VoiceStore.Sql["BlocksAfter"], new { after = known.Blocks.Count == 0 ? -1 : known.Blocks[^1].FirstPosition });
        return new Known(version,
        [
            .. known.Blocks.Where(block => versions.ContainsKey(block.FirstPosition)).Select(block => block with { WordsKey = versions[block.FirstPosition].WordsKey, Version = versions[block.FirstPosition].Version }),
            .. fresh,
        ]);
    }

    private sealed record Known(long Version, IReadOnlyList<BlockRow> Blocks);

    private sealed class BlockVersion
    {
        public long FirstPosition { get; init; }

        public string? WordsKey { get; init; }

        public long Version { get; init; }
    }
}
