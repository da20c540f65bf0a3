using System.Buffers.Binary;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Blocks;

/// <summary>What stands beside the labels of a voice and can be erased: all of it that may tell who it was.</summary>
/// <param name="Id">The source's own id.</param>
internal sealed record VoiceWords(string Id, string? Customer, string? Order, string? Conversation, string? Text)
{
    public static VoiceWords Of(Voice voice) => new(voice.Id, voice.Customer, voice.Order, voice.Conversation, voice.Text);

    public VoiceWords Erased() => new(Id, null, null, null, null);
}

/// <summary>The words of a block: pages of 256 rows, each compressed by itself, so that one row costs one page.</summary>
internal static class WordsCodec
{
    private const uint Magic = 0x3157_5450; // "PTW1"
    private const int PageRows = 256;

    public static byte[] Write(IReadOnlyList<VoiceWords> words)
    {
        var (pages, index) = (new ByteWriter(words.Count * 64), new List<(int Packed, int Length)>());
        var page = new ByteWriter(32_768);
        foreach (var some in words.Chunk(PageRows))
        {
            page.Clear();
            foreach (var one in some)
            {
                page.Text(one.Id);
                page.Text(one.Customer);
                page.Text(one.Order);
                page.Text(one.Conversation);
                page.Text(one.Text);
            }

            var packed = Deflate.Pack(page.Written);
            index.Add((packed.Length, page.Length));
            pages.Bytes(packed);
        }

        var head = new byte[8 + (index.Count * 8)];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), words.Count);
        for (var number = 0; number < index.Count; number++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8 + (number * 8)), index[number].Packed);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12 + (number * 8)), index[number].Length);
        }

        return [.. head, .. pages.Written];
    }

    /// <summary>The words of some rows, in the order asked; rows that lie together cost one page.</summary>
    public static IReadOnlyList<VoiceWords> Read(ReadOnlySpan<byte> bytes, IReadOnlyList<int> rows)
    {
        if (bytes.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new InvalidDataException("These are no words of voices.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var pages = new Dictionary<int, VoiceWords[]>();
        var found = new VoiceWords[rows.Count];
        for (var place = 0; place < found.Length; place++)
        {
            var number = rows[place] / PageRows;
            if (!pages.TryGetValue(number, out var page))
            {
                pages[number] = page = Page(bytes, count, number);
            }

            found[place] = page[rows[place] % PageRows];
        }

        return found;
    }

    public static IReadOnlyList<VoiceWords> ReadAll(ReadOnlySpan<byte> bytes) => Read(bytes, [.. Enumerable.Range(0, BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]))]);

    private static VoiceWords[] Page(ReadOnlySpan<byte> bytes, int count, int number)
    {
        var place = 8 + ((count + PageRows - 1) / PageRows * 8);
        for (var before = 0; before < number; before++)
        {
            place += BinaryPrimitives.ReadInt32LittleEndian(bytes[(8 + (before * 8))..]);
        }

        var entry = bytes[(8 + (number * 8))..];
        var reader = new ByteReader(Deflate.Unpack(bytes.Slice(place, BinaryPrimitives.ReadInt32LittleEndian(entry)), BinaryPrimitives.ReadInt32LittleEndian(entry[4..])));
        var words = new VoiceWords[Math.Min(PageRows, count - (number * PageRows))];
        for (var row = 0; row < words.Length; row++)
        {
            words[row] = new VoiceWords(reader.Text() ?? "", reader.Text(), reader.Text(), reader.Text(), reader.Text());
        }

        return words;
    }
}
