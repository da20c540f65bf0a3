namespace Patella.Service.Files;

/// <summary>Why the content of an upload is refused while it is still being read.</summary>
internal sealed class ContentRefusedException(bool tooLarge) : Exception(tooLarge ? "The file is too large." : "The file is not what it began as.")
{
    public bool TooLarge => tooLarge;
}

/// <summary>
/// A stream that begins with bytes that were looked at already and stops at the bound, and, for a text, at the first byte that no text has.
/// Nothing is held in memory: the bytes go on to the disk as they come.
/// </summary>
internal sealed class CheckedContent(ReadOnlyMemory<byte> head, Stream rest, long limit, bool isText) : Stream
{
    private readonly TextCheck? _text = isText ? new TextCheck() : null;
    private ReadOnlyMemory<byte> _head = head;
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_head.Length == 0)
        {
            var read = await rest.ReadAsync(buffer, cancellationToken);
            return Check(buffer.Span, read);
        }

        var count = Math.Min(buffer.Length, _head.Length);
        _head[..count].CopyTo(buffer);
        _head = _head[count..];
        return Check(buffer.Span, count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Uploads are read without blocking.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Check(ReadOnlySpan<byte> buffer, int count)
    {
        _length += count;
        if (_length > limit)
        {
            throw new ContentRefusedException(tooLarge: true);
        }

        return _text is null || _text.Takes(buffer[..count]) ? count : throw new ContentRefusedException(tooLarge: false);
    }
}
