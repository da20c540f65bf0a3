using System.Collections.Concurrent;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Service.Voices.Blocks;

/// <summary>The catalogue of blocks, kept in memory of each process and completed before it is used: blocks are added at the end, and changed or dropped by erasure and retention.</summary>
internal sealed class BlockCatalogue(IStore store)
{
    private readonly ConcurrentDictionary<TenantId, Known> _known = new();

    /// <summary>All blocks by position, as the store has them now.</summary>
    public async Task<IReadOnlyList<BlockRow>> Read(TenantId tenant, CancellationToken cancellation = default) => (await ReadToEnd(tenant, cancellation)).Blocks;

    /// <summary>The blocks, and the last position that was ever sealed: its block may have been let go.</summary>
    public async Task<(IReadOnlyList<BlockRow> Blocks, long Sealed)> ReadToEnd(TenantId tenant, CancellationToken cancellation)
    {
        var known = _known.GetValueOrDefault(tenant) ?? new Known(-1, -1, []);
        var now = await store.Read(tenant, reader => Load(reader, known), cancellation);
        _known[tenant] = now;
        return (now.Blocks, now.Sealed);
    }

    private static async Task<Known> Load(IReader reader, Known known)
    {
        var engine = await VoiceStore.Engine(reader) ?? new EngineRow();
        if (engine.Catalogue == known.Version)
        {
            return known;
        }

        var versions = (await reader.Many<BlockVersion>(VoiceStore.Sql["BlockVersions"])).ToDictionary(one => one.FirstPosition);
        var fresh = await reader.Many<BlockRow>(VoiceStore.Sql["BlocksAfter"], new { after = known.Blocks.Count == 0 ? -1 : known.Blocks[^1].FirstPosition });
        return new Known(engine.Catalogue, engine.SealedPosition,
        [
            .. known.Blocks.Where(block => versions.ContainsKey(block.FirstPosition)).Select(block => block with { WordsKey = versions[block.FirstPosition].WordsKey, Version = versions[block.FirstPosition].Version }),
            .. fresh,
        ]);
    }

    private sealed record Known(long Version, long Sealed, IReadOnlyList<BlockRow> Blocks);

    private sealed class BlockVersion
    {
        public long FirstPosition { get; init; }

        public string? WordsKey { get; init; }

        public long Version { get; init; }
    }
}
