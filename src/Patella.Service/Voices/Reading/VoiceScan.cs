using System.Globalization;
using Patella.Platform.Identifiers;
using Patella.Service.Edge;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Reading;

/// <summary>Looks for voices one by one, in blocks and tail.</summary>
internal sealed class VoiceScan(VoiceParts parts)
{
    /// <summary>Blocks that one question may open.</summary>
    public const int MostBlocks = 256;

    /// <summary>Voices whose words one question may read.</summary>
    private const int MostTexts = 50_000;

    public static Problem TooWide => Problem.Refused("slice-too-wide", $"More than {MostBlocks} blocks would have to be opened. Narrow the time, or leave out what the roll-ups do not know: a word, an author, two dimensions at once.");

    /// <summary>The newest voices of a slice, newest first, before a position.</summary>
    /// <returns>The voices, and the position to go on before; null at the end.</returns>
    public async Task<(IReadOnlyList<FoundVoice> Voices, long? Next)> Newest(TenantId tenant, VoiceSlice slice, long before, int limit, CancellationToken cancellation)
    {
        var found = new List<FoundVoice>();
        var (blocks, tail) = await parts.Ask(tenant, rows => Pick(rows, null, slice, before, slice.IsOfLabels ? limit + 1 : int.MaxValue), cancellation);
        await Take(tenant, slice, tail, found, limit, cancellation);
        var (opened, entries) = (0, slice.Entries());
        for (var index = blocks.Count - 1; index >= 0 && found.Count <= limit; index--)
        {
            var block = blocks[index];
            if (block.FirstPosition >= before || !slice.MayBeIn(block, entries))
            {
                continue;
            }

            if (++opened > MostBlocks)
            {
                return (found, block.LastPosition + 1);
            }

            foreach (var page in (await parts.Blocks.With(tenant, block, entries, cancellation)).Reverse().Where(page => page.FirstPosition < before && slice.MayBeIn(page)))
            {
                if (found.Count <= limit && await parts.Blocks.Rows(tenant, block, page) is { } rows)
                {
                    await Take(tenant, slice, Pick(rows, block, slice, before, slice.IsOfLabels ? limit + 1 - found.Count : int.MaxValue, page.FirstRow), found, limit, cancellation);
                }
            }
        }

        return found.Count > limit ? (found.Take(limit).ToList(), found[limit - 1].Voice.Position) : (found, null);
    }

    /// <summary>All rows of a slice, a part after the other, oldest first.</summary>
    /// <returns>False when it would open too many blocks.</returns>
    public async Task<bool> All(TenantId tenant, VoiceSlice slice, Action<VoiceRows, List<int>> take, CancellationToken cancellation)
    {
        var (blocks, tail) = await parts.Ask(tenant, rows => slice.IsOfLabels ? Run(rows) : Pick(rows, null, slice, long.MaxValue, int.MaxValue), cancellation);
        var entries = slice.Entries();
        var meant = blocks.Where(block => slice.MayBeIn(block, entries)).ToList();
        if (meant.Count > MostBlocks)
        {
            return false;
        }

        await Words(tail, new VoiceRows());
        foreach (var block in meant)
        {
            foreach (var page in (await parts.Blocks.With(tenant, block, entries, cancellation)).Where(slice.MayBeIn))
            {
                if (await parts.Blocks.Rows(tenant, block, page) is not { } rows)
                {
                    continue;
                }

                if (slice.IsOfLabels)
                {
                    Run(rows);
                }
                else
                {
                    await Words(Pick(rows, block, slice, long.MaxValue, int.MaxValue, page.FirstRow), rows);
                }
            }
        }

        return true;

        List<FoundVoice> Run(VoiceRows rows)
        {
            if (slice.Rows(rows) is { Count: > 0 } some)
            {
                take(rows, some);
            }

            return [];
        }

        async Task Words(List<FoundVoice> voices, VoiceRows rows)
        {
            var with = await WithWord(tenant, slice, voices, cancellation);
            var some = new VoiceRows();
            with.ForEach(one => some.Add(one.Voice, 0));
            if (some.Count > 0)
            {
                take(some, [.. Enumerable.Range(0, some.Count)]);
            }
        }
    }

    private static List<FoundVoice> Pick(VoiceRows rows, BlockRow? block, VoiceSlice slice, long before, int most, int firstRow = 0)
    {
        var meant = slice.Rows(rows);
        var found = new List<FoundVoice>();
        for (var index = meant.Count - 1; index >= 0 && found.Count < most; index--)
        {
            if (rows.Positions[meant[index]] < before)
            {
                found.Add(new FoundVoice(rows.Voice(meant[index]), block, firstRow + meant[index]));
            }
        }

        return found;
    }

    private async Task Take(TenantId tenant, VoiceSlice slice, List<FoundVoice> some, List<FoundVoice> found, int limit, CancellationToken cancellation)
    {
        foreach (var part in some.Chunk(slice.IsOfLabels ? int.MaxValue / 2 : 500))
        {
            if (found.Count <= limit)
            {
                found.AddRange(await WithWord(tenant, slice, [.. part], cancellation));
            }
        }
    }

    private async Task<List<FoundVoice>> WithWord(TenantId tenant, VoiceSlice slice, List<FoundVoice> voices, CancellationToken cancellation)
    {
        if (slice.Word is not { } word || voices.Count == 0)
        {
            return voices;
        }

        var some = voices.Take(MostTexts).ToList();
        var words = await parts.Words(tenant, some, cancellation);
        return [.. some.Where((_, index) => VoiceParts.Masked(words[index]) is { } text && CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreWidth) >= 0)];
    }
}
