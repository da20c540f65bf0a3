using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Engine;
using Patella.Service.Voices.Masking;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Reading;

/// <summary>A voice that was found: its labels, and where its words are.</summary>
/// <param name="Block">Null for one of the tail.</param>
internal sealed record FoundVoice(LabelledVoice Voice, BlockRow? Block, int Row);

/// <summary>Blocks and tail as one: the same rows whoever has them by now.</summary>
internal sealed class VoiceParts(BlockCatalogue catalogue, BlockReader reader, VoiceTails tails, ILog log)
{
    private static readonly VoiceWords None = new("", null, null, null, null);

    /// <summary>The blocks, and what a question finds in the tail behind exactly these blocks.</summary>
    public async Task<(IReadOnlyList<BlockRow> Blocks, T Tail)> Ask<T>(TenantId tenant, Func<VoiceRows, T> ofTail, CancellationToken cancellation)
    {
        while (true)
        {
            var (blocks, end) = await catalogue.ReadToEnd(tenant, cancellation);
            var (fits, answer) = await tails.Ask(tenant, (rows, position) => position <= end ? (true, ofTail(rows)) : (false, default(T)!), cancellation);
            if (fits)
            {
                return (blocks, answer);
            }
        }
    }

    /// <summary>A block's pages; see <see cref="BlockReader"/>.</summary>
    public BlockReader Blocks => reader;

    /// <summary>The words of voices in the order given; empty ones where they are no longer kept.</summary>
    public async Task<IReadOnlyList<VoiceWords>> Words(TenantId tenant, IReadOnlyList<FoundVoice> voices, CancellationToken cancellation)
    {
        var words = new VoiceWords[voices.Count];
        foreach (var block in voices.Select((voice, index) => (voice, index)).GroupBy(one => one.voice.Block?.FirstPosition))
        {
            var some = block.OrderBy(one => one.voice.Voice.Position).ToList();
            var found = some[0].voice.Block is { } entry
                ? await reader.Words(tenant, entry, [.. some.Select(one => one.voice.Row)], cancellation)
                : await Logged(tenant, [.. some.Select(one => one.voice)], cancellation);
            for (var index = 0; index < some.Count; index++)
            {
                words[some[index].index] = found?[index] ?? None;
            }
        }

        return words;
    }

    /// <summary>Voices by position, in the order asked; those that are not here are absent.</summary>
    public async Task<IReadOnlyList<FoundVoice>> Find(TenantId tenant, IReadOnlyCollection<long> positions, CancellationToken cancellation)
    {
        var (blocks, found) = await Ask(tenant, rows => Pick(rows, null, positions).ToDictionary(one => one.Voice.Position), cancellation);
        foreach (var block in blocks)
        {
            var inside = positions.Where(position => position >= block.FirstPosition && position <= block.LastPosition).ToList();
            foreach (var page in inside.Count == 0 ? [] : await reader.With(tenant, block, [], cancellation))
            {
                var here = inside.Where(position => position >= page.FirstPosition && position <= page.LastPosition).ToList();
                if (here.Count > 0 && await reader.Rows(tenant, block, page) is { } rows)
                {
                    foreach (var one in Pick(rows, block, here, page.FirstRow))
                    {
                        found[one.Voice.Position] = one;
                    }
                }
            }
        }

        return [.. positions.Where(found.ContainsKey).Select(position => found[position])];
    }

    private static IEnumerable<FoundVoice> Pick(VoiceRows rows, BlockRow? block, IReadOnlyCollection<long> positions, int firstRow = 0)
        => positions.Select(position => rows.Positions.BinarySearch(position)).Where(row => row >= 0).Select(row => new FoundVoice(rows.Voice(row), block, firstRow + row)).ToList();

    private async Task<IReadOnlyList<VoiceWords>> Logged(TenantId tenant, IReadOnlyList<FoundVoice> voices, CancellationToken cancellation)
        => await new LoggedWords(log, tenant).Read([.. voices.Select(one => one.Voice.Position)], cancellation);

    /// <summary>The text as the analysis sees it.</summary>
    public static string? Masked(VoiceWords words) => words.Text is null ? null : VoiceMask.Mask(words.Text);
}
