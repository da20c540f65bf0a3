using System.IO.Compression;

namespace Patella.Service.Voices.Packing;

/// <summary>A column of few different texts: each once, and a number a row. Number 0 is no text.</summary>
internal sealed class TextColumn
{
    private readonly List<string?> _values = [null];
    private Dictionary<string, int>? _numbers;
    private int[] _ids = new int[16];

    public int Count { get; private set; }

    /// <summary>The texts by number.</summary>
    public IReadOnlyList<string?> Values => _values;

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    public int NumberAt(int row) => _ids[row];

    public string? this[int row] => _values[_ids[row]];

    /// <summary>The number of a text; -1 when no row has it.</summary>
    public int NumberOf(string? value) => value is null ? 0 : Numbers.GetValueOrDefault(value, -1);

    public void Add(string? value)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
        }

        _ids[Count++] = value is null ? 0 : Number(value);
    }

    public void Write(ByteWriter writer)
    {
        var texts = new ByteWriter();
        texts.Number((ulong)_values.Count - 1);
        for (var number = 1; number < _values.Count; number++)
        {
            texts.Text(_values[number]);
        }

        writer.Number((ulong)texts.Length);
        writer.Part(Deflate.Pack(texts.Written));
        var ids = new ulong[Count];
        for (var row = 0; row < Count; row++)
        {
            ids[row] = (ulong)_ids[row];
        }

        BitPacking.Write(writer, ids);
    }

    public static TextColumn Read(ref ByteReader reader, int count)
    {
        var length = checked((int)reader.Number());
        var texts = new ByteReader(Deflate.Unpack(reader.Part(), length));
        var column = new TextColumn { _ids = new int[count], Count = count };
        for (var left = texts.Number(); left > 0; left--)
        {
            column._values.Add(texts.Text() ?? "");
        }

        var ids = new ulong[count];
        BitPacking.Read(ref reader, ids);
        for (var row = 0; row < count; row++)
        {
            column._ids[row] = ids[row] < (ulong)column._values.Count ? (int)ids[row] : throw new InvalidDataException("A row names a text that is not there.");
        }

        return column;
    }

    private Dictionary<string, int> Numbers
    {
        get
        {
            if (_numbers is null)
            {
                var numbers = new Dictionary<string, int>(_values.Count, StringComparer.Ordinal);
                for (var number = 1; number < _values.Count; number++)
                {
                    numbers[_values[number]!] = number;
                }

                _numbers = numbers;
            }

            return _numbers;
        }
    }

    private int Number(string value)
    {
        if (!Numbers.TryGetValue(value, out var number))
        {
            number = _values.Count;
            _values.Add(value);
            Numbers.Add(value, number);
        }

        return number;
    }
}

/// <summary>Deflate of the base library, for bytes that stand in memory.</summary>
internal static class Deflate
{
    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Unpack(ReadOnlySpan<byte> packed, int length)
    {
        using var source = new MemoryStream(packed.ToArray());
        using var deflate = new DeflateStream(source, CompressionMode.Decompress);
        var bytes = new byte[length];
        deflate.ReadExactly(bytes);
        return bytes;
    }
}
