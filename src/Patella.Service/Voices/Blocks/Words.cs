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

    /// <summary>The page a row stands in.</summary>
    public static int PageOf(int row) => row / PageRows;

    /// <summary>Its number there.</summary>
    public static int InPage(int row) => row % PageRows;

    /// <summary>Bytes before the pages of so many rows.</summary>
    public static int HeadBytes(int rows) => 8 + ((rows + PageRows - 1) / PageRows * 8);

    /// <summary>Where a page's bytes stand in the piece.</summary>
    public static (int From, int Length) PlaceOf(ReadOnlySpan<byte> head, int page)
    {
        var place = HeadBytes(CountOf(head));
        for (var before = 0; before < page; before++)
        {
            place += BinaryPrimitives.ReadInt32LittleEndian(head[(8 + (before * 8))..]);
        }

        return (place, BinaryPrimitives.ReadInt32LittleEndian(head[(8 + (page * 8))..]));
    }

    /// <summary>The words of a page of these bytes.</summary>
    public static IReadOnlyList<VoiceWords> Page(ReadOnlySpan<byte> head, int page, ReadOnlySpan<byte> packed)
    {
        var reader = new ByteReader(Deflate.Unpack(packed, BinaryPrimitives.ReadInt32LittleEndian(head[(12 + (page * 8))..])));
        var words = new VoiceWords[Math.Min(PageRows, CountOf(head) - (page * PageRows))];
        for (var row = 0; row < words.Length; row++)
        {
            words[row] = new VoiceWords(reader.Text() ?? "", reader.Text(), reader.Text(), reader.Text(), reader.Text());
        }

        return words;
    }

    /// <summary>The words of some rows, in the order asked; rows that lie together cost one page.</summary>
    public static IReadOnlyList<VoiceWords> Read(ReadOnlySpan<byte> bytes, IReadOnlyList<int> rows)
    {
        var pages = new Dictionary<int, IReadOnlyList<VoiceWords>>();
        var found = new VoiceWords[rows.Count];
        for (var place = 0; place < found.Length; place++)
        {
            var number = PageOf(rows[place]);
            if (!pages.TryGetValue(number, out var page))
            {
                var (from, length) = PlaceOf(bytes, number);
                pages[number] = page = Page(bytes, number, bytes.Slice(from, length));
            }

            found[place] = page[InPage(rows[place])];
        }

        return found;
    }

    public static IReadOnlyList<VoiceWords> ReadAll(ReadOnlySpan<byte> bytes) => Read(bytes, [.. Enumerable.Range(0, CountOf(bytes))]);

    private static int CountOf(ReadOnlySpan<byte> head)
        => head.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic ? throw new InvalidDataException("These are no words of voices.") : BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
}
