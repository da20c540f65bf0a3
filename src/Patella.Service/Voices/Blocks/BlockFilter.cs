using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Blocks;

/// <summary>
/// Says what is surely not in a block: a Bloom filter (1970) over each stage, reason and value of a dimension, and over each reason together with a value. With 12 bits an
/// entry and six probes about one question in 250 is answered yes although it is not there; then the block is opened for nothing.
/// </summary>
internal sealed class BlockFilter(byte[] bits)
{
    private const int BitsAnEntry = 12;
    private const int Probes = 6;

    public byte[] Bits => bits;

    public static BlockFilter Of(VoiceRows rows)
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

        var filter = new BlockFilter(new byte[Math.Max(8, entries.Count * BitsAnEntry / 8)]);
        foreach (var entry in entries)
        {
            filter.Set(entry);
        }

        return filter;
    }

    /// <summary>False when no row has this text in this column (with this reason).</summary>
    public bool MayHave(int column, string? value, string? reason = null)
    {
        var (place, step) = Start(Entry(column, value, reason));
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

    private static void Collect(HashSet<ulong> entries, int column, TextColumn texts, TextColumn reasons)
    {
        var pairs = new HashSet<(int, int)>();
        for (var number = 0; number < texts.Values.Count; number++)
        {
            entries.Add(Entry(column, texts.Values[number], null));
        }

        for (var row = 0; column >= VoiceRows.FirstDimension && row < texts.Count; row++)
        {
            if (pairs.Add((texts.Ids[row], reasons.Ids[row])))
            {
                entries.Add(Entry(column, texts[row], reasons[row] ?? ""));
            }
        }
    }

    private static ulong Entry(int column, string? value, string? reason)
    {
        var entry = Hashes.Of(value ?? "\0", (ulong)column + 1);
        return reason is null ? entry : Hashes.Of(reason, entry);
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
