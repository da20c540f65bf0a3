using System.Runtime.CompilerServices;

namespace Patella.Service.Edge.Lines;

/// <summary>A line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Content">Its bytes without its end and without a byte order mark; good until the next line is asked for. Empty when it is too long.</param>
public readonly record struct FileLine(int Number, ReadOnlyMemory<byte> Content, bool IsTooLong)
{
    /// <summary>Whether nothing but blanks stands on it.</summary>
    public bool IsEmpty => !IsTooLong && Content.Span.Trim(" \t\r"u8).IsEmpty;
}

/// <summary>Reads bytes line by line and keeps no more than one line of them, whatever stands in them; a line that is longer than it may be is passed over and told.</summary>
public sealed class BoundedLines
{
    private readonly int _longest;
    private readonly byte[] _buffer;
    private int _from, _until, _number;
    private bool _skipping;

    private BoundedLines(int longest) => (_longest, _buffer) = (longest, new byte[longest + (64 << 10)]);

    /// <param name="longest">Bytes of a line.</param>
    public static IEnumerable<FileLine> Read(Stream stream, int longest)
    {
        var lines = new BoundedLines(longest);
        for (var last = false; !last;)
        {
            last = lines.Add(stream.Read(lines.Room().Span));
            while (lines.Next(last) is { } line)
            {
                yield return line;
            }
        }
    }

    /// <inheritdoc cref="Read"/>
    public static async IAsyncEnumerable<FileLine> ReadAsync(Stream stream, int longest, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var lines = new BoundedLines(longest);
        for (var last = false; !last;)
        {
            last = lines.Add(await stream.ReadAsync(lines.Room(), cancellation));
            while (lines.Next(last) is { } line)
            {
                yield return line;
            }
        }
    }

    /// <summary>Where the next bytes go.</summary>
    private Memory<byte> Room()
    {
        _buffer.AsSpan(_from, _until - _from).CopyTo(_buffer);
        (_from, _until) = (0, _until - _from);
        if (_until > _longest)
        {
            // Longer than any line may be: what is there of it goes, and what follows of it passes by.
            (_skipping, _until) = (true, 0);
        }

        return _buffer.AsMemory(_until);
    }

    /// <returns>Whether that was all.</returns>
    private bool Add(int read)
    {
        _until += read;
        return read == 0;
    }

    private FileLine? Next(bool last)
    {
        var end = Array.IndexOf(_buffer, (byte)'\n', _from, _until - _from);
        if (end < 0 && !(last && (_skipping || _until > _from)))
        {
            return null;
        }

        var content = _buffer.AsMemory(_from, (end < 0 ? _until : end) - _from);
        var isTooLong = _skipping || content.Length > _longest;
        (_from, _skipping) = (end < 0 ? _until : end + 1, false);
        return new FileLine(++_number, isTooLong ? default : Bare(content), isTooLong);
    }

    private ReadOnlyMemory<byte> Bare(ReadOnlyMemory<byte> line)
    {
        line = _number == 1 && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line;
        return line.Span.EndsWith("\r"u8) ? line[..^1] : line;
    }
}
