using System.Buffers.Binary;
using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Blocks;

/// <summary>A page of a block: rows that stand together and are read by themselves.</summary>
/// <param name="FirstRow">Number in the block of its first row.</param>
/// <param name="Place">Where its bytes begin in the piece.</param>
/// <param name="Length">Of its bytes; 0: to the end, for blocks of before there were pages.</param>
internal sealed record BlockPage(int FirstRow, int Rows, long FirstPosition, long LastPosition, long FromAt, long UntilAt, int Place, int Length);

/// <summary>What is known of a block's piece before its rows are read.</summary>
/// <param name="FilterBytes">Of the filter that stands behind the head; 0 without one.</param>
internal sealed record BlockHead(IReadOnlyList<BlockPage> Pages, int FilterPlace, int FilterBytes);

/// <summary>The columns of a block as a piece: a head that tells where its pages are, a <see cref="PageFilter"/>, and the pages, each as <see cref="RowCodec"/> writes rows.</summary>
internal static class BlockPages
{
    /// <summary>Bytes that tell how long the head is.</summary>
    public const int StartBytes = 12;

    private const uint Magic = 0x3242_5450; // "PTB2"
    private const int PageBytes = 48;

    /// <summary>Rows of a page.</summary>
    public const int PageRows = 2_048;

    /// <summary>The piece, and what the block's own filter has to know.</summary>
    public static (byte[] Bytes, IReadOnlyCollection<ulong> Entries) Write(VoiceRows rows, int pageRows = PageRows)
    {
        var size = Math.Max(pageRows, (rows.Count + PageFilter.MostPages - 1) / PageFilter.MostPages);
        var parts = Enumerable.Range(0, Math.Max(1, (rows.Count + size - 1) / size)).Select(number => Part(rows, number * size, Math.Min(size, rows.Count - (number * size)))).ToList();
        AddControls(rows, parts);
        var entries = parts.Select(FilterEntries.Of).ToList();
        var (filter, packed) = (PageFilter.Of(entries), parts.Select(RowCodec.Write).ToList());
        var piece = new byte[StartBytes + (parts.Count * PageBytes) + filter.Length + packed.Sum(part => part.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(piece, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(piece.AsSpan(4), parts.Count);
        BinaryPrimitives.WriteInt32LittleEndian(piece.AsSpan(8), filter.Length);
        var place = StartBytes + (parts.Count * PageBytes);
        filter.CopyTo(piece.AsSpan(place));
        place += filter.Length;
        for (var (number, first) = (0, 0); number < parts.Count; first += parts[number++].Count)
        {
            WritePage(piece.AsSpan(StartBytes + (number * PageBytes), PageBytes), Page(parts[number], first, place, packed[number].Length));
            packed[number].CopyTo(piece.AsSpan(place));
            place += packed[number].Length;
        }

        return (piece, entries.Count == 1 ? entries[0] : entries.SelectMany(some => some).ToHashSet());
    }

    /// <summary>Bytes of the head, by its first <see cref="StartBytes"/>; 0 when the piece is of before there were pages.</summary>
    public static int HeadBytes(ReadOnlySpan<byte> start)
        => start.Length < StartBytes || BinaryPrimitives.ReadUInt32LittleEndian(start) != Magic ? 0
            : BinaryPrimitives.ReadInt32LittleEndian(start[4..]) is > 0 and <= PageFilter.MostPages and var pages ? StartBytes + (pages * PageBytes) : throw new InvalidDataException("A block has more pages than it may have.");

    public static BlockHead ReadHead(ReadOnlySpan<byte> head)
    {
        var pages = new List<BlockPage>();
        for (var place = StartBytes; place < head.Length; place += PageBytes)
        {
            pages.Add(ReadPage(head.Slice(place, PageBytes)));
        }

        return new BlockHead(pages, head.Length, BinaryPrimitives.ReadInt32LittleEndian(head[8..]));
    }

    private static VoiceRows Part(VoiceRows rows, int from, int count)
    {
        var part = new VoiceRows();
        part.AddRange(rows, from, count);
        return part;
    }

    /// <summary>A control record stands in the page before whose end it was told.</summary>
    private static void AddControls(VoiceRows rows, List<VoiceRows> parts)
    {
        foreach (var control in rows.Controls)
        {
            (parts.Find(part => part.Count > 0 && part.Positions[^1] > control.Position) ?? parts[^1]).Controls.Add(control);
        }
    }

    private static BlockPage Page(VoiceRows rows, int first, int place, int length)
    {
        var positions = rows.Positions.Concat(rows.Controls.Select(control => control.Position)).DefaultIfEmpty(-1);
        return new BlockPage(first, rows.Count, positions.Min(), positions.Max(), rows.Ats.DefaultIfEmpty(long.MaxValue).Min(), rows.Ats.DefaultIfEmpty(long.MinValue).Max(), place, length);
    }

    private static void WritePage(Span<byte> to, BlockPage page)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, page.FirstRow);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], page.Rows);
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], page.FirstPosition);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], page.LastPosition);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], page.FromAt);
        BinaryPrimitives.WriteInt64LittleEndian(to[32..], page.UntilAt);
        BinaryPrimitives.WriteInt32LittleEndian(to[40..], page.Place);
        BinaryPrimitives.WriteInt32LittleEndian(to[44..], page.Length);
    }

    private static BlockPage ReadPage(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadInt32LittleEndian(from), BinaryPrimitives.ReadInt32LittleEndian(from[4..]), BinaryPrimitives.ReadInt64LittleEndian(from[8..]), BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
        BinaryPrimitives.ReadInt64LittleEndian(from[24..]), BinaryPrimitives.ReadInt64LittleEndian(from[32..]), BinaryPrimitives.ReadInt32LittleEndian(from[40..]), BinaryPrimitives.ReadInt32LittleEndian(from[44..]));
}
