using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Patella.Platform.Logs;

/// <summary>One file of a topic: a head of 16 bytes (magic, first offset), then frames. Only its durable part is ever read.</summary>
internal sealed class SegmentFile : IDisposable
{
    private const ulong Magic = 0x0031_474F_4C54_4150; // "PATLOG1\0"
    private const int HeadBytes = 16;
    private const int IndexEvery = 64;
    private const int ScanBytes = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly List<long> _index = [];
    private readonly Lock _gate = new();

    /// <summary>Held by who reads, and alone by who writes over what is there.</summary>
    private readonly ReaderWriterLockSlim _rewriting = new();
    private long _count;
    private bool _scanned;

    private SegmentFile(string path, SafeFileHandle handle, long first) => (Path, _handle, First) = (path, handle, first);

    public string Path { get; }

    /// <summary>Offset of the first record.</summary>
    public long First { get; }

    /// <summary>Bytes that are on disk for certain.</summary>
    public long Durable { get; private set; }

    /// <summary>Offset after the last record.</summary>
    public long Next => First + _count;

    public long LastFlush { get; private set; }

    public static string NameOf(long first) => $"{first:D20}.log";

    public static SegmentFile Create(string folder, long first)
    {
        var path = System.IO.Path.Combine(folder, NameOf(first));
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        var head = new byte[HeadBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(8), first);
        RandomAccess.Write(handle, head, 0);
        RandomAccess.FlushToDisk(handle);
        DurableFiles.FlushFolder(folder);
        return new SegmentFile(path, handle, first) { Durable = HeadBytes, _scanned = true };
    }

    /// <summary>Opens a file of an earlier run. The newest one may end in a torn flush, which was never acknowledged and is cut off.</summary>
    /// <returns>Null when not even the head was written: then nothing in it was acknowledged.</returns>
    /// <exception cref="LogDamagedException">It is torn where records were acknowledged.</exception>
    public static SegmentFile? Open(string path, bool newest)
    {
        var first = long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), System.Globalization.CultureInfo.InvariantCulture);
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var file = new SegmentFile(path, handle, first) { Durable = RandomAccess.GetLength(handle) };
        if (!file.HasHead())
        {
            file.Dispose();
            return newest ? null : throw new LogDamagedException(path);
        }

        if (newest)
        {
            file.Scan(repair: true);
        }

        return file;
    }

    /// <summary>Writes frames behind the durable part and flushes them.</summary>
    public void Append(ReadOnlySpan<byte> frames, int count, IEnumerable<long> positions, long flush)
    {
        RandomAccess.Write(_handle, frames, Durable);
        RandomAccess.FlushToDisk(_handle);
        lock (_gate)
        {
            foreach (var position in positions)
            {
                Note(Durable + position);
            }

            Durable += frames.Length;
            LastFlush = flush;
        }
    }

    /// <summary>Gives up what a failed append may have left behind the durable part.</summary>
    public void CutBack() => RandomAccess.SetLength(_handle, Durable);

    /// <summary>Reads records of this file from an offset on.</summary>
    /// <param name="until">The offset after the last that this file has; records past it belong to nobody.</param>
    public void Read(long from, long until, int max, ref long bytes, List<LogRecord> into)
    {
        long position, offset, end;
        lock (_gate)
        {
            if (!_scanned)
            {
                Scan(repair: false);
            }

            if (from >= Next || from >= until)
            {
                return;
            }

            var slot = (int)((from - First) / IndexEvery);
            (position, offset, end) = (_index[slot], First + ((long)slot * IndexEvery), Durable);
        }

        _rewriting.EnterReadLock();
        try
        {
            ReadFrames((position, offset, end), from, until, max, ref bytes, into);
        }
        finally
        {
            _rewriting.ExitReadLock();
        }
    }

    /// <summary>The bytes that stand for a record with another payload, and where; null when the record is not in this file.</summary>
    /// <exception cref="ArgumentException">Its length differs.</exception>
    public (long Position, byte[] Bytes)? Frame(long offset, byte[] payload)
    {
        long position, number, end;
        lock (_gate)
        {
            if (!_scanned)
            {
                Scan(repair: false);
            }

            if (offset < First || offset >= Next)
            {
                return null;
            }

            var slot = (int)((offset - First) / IndexEvery);
            (position, number, end) = (_index[slot], First + ((long)slot * IndexEvery), Durable);
        }

        var (there, at, flush) = Frames(position, end).Skip((int)(offset - number)).First();
        if (there is null || there.Length != payload.Length)
        {
            throw there is null ? new LogDamagedException($"{Path}, byte {at}") : new ArgumentException($"The record has {there.Length} bytes, not {payload.Length}.", nameof(payload));
        }

        var frame = new byte[Logs.Frame.Size(payload)];
        Logs.Frame.Write(frame, payload, flush);
        return (at, frame);
    }

    /// <summary>Writes over what is there, while nobody reads.</summary>
    public void Overwrite(long position, byte[] bytes)
    {
        _rewriting.EnterWriteLock();
        try
        {
            RandomAccess.Write(_handle, bytes, position);
            RandomAccess.FlushToDisk(_handle);
        }
        finally
        {
            _rewriting.ExitWriteLock();
        }
    }

    private void ReadFrames((long Position, long Offset, long End) start, long from, long until, int max, ref long bytes, List<LogRecord> into)
    {
        var offset = start.Offset;
        foreach (var (payload, at, _) in Frames(start.Position, start.End))
        {
            if (payload is null)
            {
                throw new LogDamagedException($"{Path}, byte {at}");
            }

            if (offset >= from)
            {
                into.Add(new LogRecord(offset, payload));
                bytes += payload.Length;
            }

            offset++;
            if (offset >= until || into.Count >= max || bytes >= LogLimits.ReadBytes)
            {
                return;
            }
        }
    }

    public void Dispose() => _handle.Dispose();

    private bool HasHead()
    {
        var head = new byte[HeadBytes];
        return RandomAccess.Read(_handle, head, 0) == HeadBytes
            && BinaryPrimitives.ReadUInt64LittleEndian(head) == Magic && BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(8)) == First;
    }

    private void Scan(bool repair)
    {
        var end = (long)HeadBytes;
        foreach (var (payload, at, flush) in Frames(HeadBytes, Durable))
        {
            if (payload is null)
            {
                break;
            }

            Note(at);
            (end, LastFlush) = (at + Logs.Frame.HeaderBytes + payload.Length, flush);
        }

        if (end < Durable && (!repair || HasLaterFlush(end)))
        {
            throw new LogDamagedException($"{Path}, byte {end}");
        }

        _scanned = true;
        if (end < Durable)
        {
            Durable = end;
            CutBack();
            RandomAccess.FlushToDisk(_handle);
        }
    }

    private void Note(long position)
    {
        if (_count++ % IndexEvery == 0)
        {
            _index.Add(position);
        }
    }

    /// <summary>Whether behind the break stands a frame of a flush that can only have begun when the broken one was on disk.</summary>
    private bool HasLaterFlush(long from)
    {
        var rest = new byte[(int)Math.Min(Durable - from, 64 << 20)];
        var length = RandomAccess.Read(_handle, rest, from);
        for (var at = 1; at < length - Logs.Frame.HeaderBytes; at++)
        {
            if (Logs.Frame.TryRead(rest.AsSpan(at, length - at), out _, out var flush) && flush > LastFlush + 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Frames from a position on; the last has no payload when the bytes there are no frame.</summary>
    private IEnumerable<(byte[]? Payload, long At, long Flush)> Frames(long position, long end)
    {
        var buffer = new byte[ScanBytes + LogLimits.RecordBytes + Logs.Frame.HeaderBytes];
        var (start, length) = (0, 0);
        while (position < end)
        {
            if (!Logs.Frame.TryRead(buffer.AsSpan(start, length), out var size, out var flush))
            {
                var wanted = (int)Math.Min(buffer.Length, end - position);
                if (length >= wanted)
                {
                    yield return (null, position, 0);
                    yield break;
                }

                (start, length) = (0, RandomAccess.Read(_handle, buffer.AsSpan(0, wanted), position));
                if (!Logs.Frame.TryRead(buffer.AsSpan(0, length), out size, out flush))
                {
                    yield return (null, position, 0);
                    yield break;
                }
            }

            yield return (buffer.AsSpan(start + Logs.Frame.HeaderBytes, size).ToArray(), position, flush);
            var frame = Logs.Frame.HeaderBytes + size;
            (start, length, position) = (start + frame, length - frame, position + frame);
        }
    }
}
