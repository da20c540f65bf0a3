using System.Buffers.Binary;

namespace Patella.Service.Voices.Blocks;

/// <summary>
/// Says in which pages of a block something may be: a Bloom filter for each of at most 32 pages, lying side by side, so that a word has a bit a page. All probes of an entry
/// lie in one group of words, so that an entry costs one short read whatever the number of pages. It stands in the block's piece and is never in memory as a whole.
/// </summary>
internal static class PageFilter
{
    public const int MostPages = 32;

    /// <summary>Words of a group; 256 bytes.</summary>
    private const int GroupWords = 64;

    private const int WordsAnEntry = 12;
    private const int Probes = 6;

    public const int GroupBytes = GroupWords * sizeof(uint);

    public static byte[] Of(IReadOnlyList<HashSet<ulong>> pages)
    {
        var words = new uint[Math.Max(1, ((pages.Max(page => page.Count) * WordsAnEntry) + GroupWords - 1) / GroupWords) * GroupWords];
        for (var page = 0; page < pages.Count; page++)
        {
            foreach (var entry in pages[page])
            {
                var group = Group(entry, words.Length / GroupWords) * GroupWords;
                for (var probe = 0; probe < Probes; probe++)
                {
                    words[group + Word(entry, probe)] |= 1u << page;
                }
            }
        }

        var bytes = new byte[words.Length * sizeof(uint)];
        for (var word = 0; word < words.Length; word++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(word * sizeof(uint)), words[word]);
        }

        return bytes;
    }

    /// <summary>Where the group of an entry lies in a filter of so many bytes.</summary>
    public static int Place(ulong entry, int bytes) => Group(entry, bytes / GroupBytes) * GroupBytes;

    /// <summary>A bit for each page that may have the entry.</summary>
    public static uint Pages(ulong entry, ReadOnlySpan<byte> group)
    {
        var pages = uint.MaxValue;
        for (var probe = 0; probe < Probes; probe++)
        {
            pages &= BinaryPrimitives.ReadUInt32LittleEndian(group[(Word(entry, probe) * sizeof(uint))..]);
        }

        return pages;
    }

    private static int Group(ulong entry, int groups) => (int)(((entry >> 36) * (ulong)groups) >> 28);

    private static int Word(ulong entry, int probe) => (int)(entry >> (probe * 6)) & (GroupWords - 1);
}
