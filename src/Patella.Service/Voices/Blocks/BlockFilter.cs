using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Blocks;

/// <summary>What is looked for in filters: each stage, reason and value of a dimension, and each reason together with a value.</summary>
internal static class FilterEntries
{
    public static ulong Of(int column, string? value, string? reason = null)
    {
        var entry = Hashes.Of(value ?? "\0", (ulong)column + 1);
        return reason is null ? entry : Hashes.Of(reason, entry);
    }

    public static HashSet<ulong> Of(VoiceRows rows)
    {
        var entries = new HashSet<ulong>();
        var reasons = rows.Text(VoiceRows.Reason);
        for (var column = 0; column < VoiceRows.TextColumns; column++)
        {
            if (column is not (VoiceRows.Author or VoiceRows.Further))
            {
                Collect(entries, column, rows.Text(column), reasons);
            }
        }

        return entries;
    }

    private static void Collect(HashSet<ulong> entries, int column, TextColumn texts, TextColumn reasons)
    {
        var pairs = new HashSet<(int, int)>();
        for (var number = 0; number < texts.Values.Count; number++)
        {
            entries.Add(Of(column, texts.Values[number]));
        }

        for (var row = 0; column >= VoiceRows.FirstDimension && row < texts.Count; row++)
        {
            if (pairs.Add((texts.Ids[row], reasons.Ids[row])))
            {
                entries.Add(Of(column, texts[row], reasons[row] ?? ""));
            }
        }
    }
}

/// <summary>
/// Says what is surely not in a block: a Bloom filter (1970) over <see cref="FilterEntries"/>. With 12 bits an entry and six probes about one question in 250 is answered yes
/// although it is not there; then the block is asked for nothing.
/// </summary>
internal sealed class BlockFilter(byte[] bits)
{
    private const int BitsAnEntry = 12;
    private const int Probes = 6;

    public byte[] Bits => bits;

    public static BlockFilter Of(IReadOnlyCollection<ulong> entries)
    {
        var filter = new BlockFilter(new byte[Math.Max(8, entries.Count * BitsAnEntry / 8)]);
        foreach (var entry in entries)
        {
            filter.Set(entry);
        }

        return filter;
    }

    /// <summary>False when no row has it.</summary>
    public bool MayHave(ulong entry)
    {
        var (place, step) = Start(entry);
        for (var probe = 0; probe < Probes; probe++, place += step)
        {
            var bit = place % ((ulong)bits.Length * 8);
            if ((bits[bit / 8] & (1 << (int)(bit % 8))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static (ulong Place, ulong Step) Start(ulong entry) => (entry, (entry >> 17 | entry << 47) | 1);

    private void Set(ulong entry)
    {
        var (place, step) = Start(entry);
        for (var probe = 0; probe < Probes; probe++, place += step)
        {
            var bit = place % ((ulong)bits.Length * 8);
            bits[bit / 8] |= (byte)(1 << (int)(bit % 8));
        }
    }
}
