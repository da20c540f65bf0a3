using Patella.Platform.Storage;

namespace Patella.Platform.Logs;

/// <summary>One topic: a folder of segment files, written by one loop and read by anybody.</summary>
internal sealed class TopicFiles : IAsyncDisposable
{
    private readonly string _folder;
    private readonly long _segmentBytes;
    private readonly Lock _gate = new();
    private readonly AppendQueue _queue;
    private readonly List<SegmentFile> _segments;
    private byte[] _buffer = new byte[64 << 10];

    /// <summary>A failed append may have left bytes behind the durable part: they go before anything else is written.</summary>
    private bool _leftover;


    private TopicFiles(string folder, long segmentBytes, List<SegmentFile> segments)
    {
        _folder = folder;
        _segmentBytes = segmentBytes;
        _segments = segments;
        _queue = new AppendQueue(records => Task.FromResult(Write(records)));
    }

    public LogBounds Bounds
    {
        get
        {
            lock (_gate)
            {
                return new LogBounds(_segments[0].First, _segments[^1].Next);
            }
        }
    }

    public static TopicFiles Open(string folder, long segmentBytes)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            DurableFiles.FlushFolder(Path.GetDirectoryName(folder)!);
        }

        Rewriting.Finish(folder);
        var names = Directory.GetFiles(folder, "*.log").Order(StringComparer.Ordinal).ToList();
        var segments = names.Select((name, index) => SegmentFile.Open(name, index == names.Count - 1)).ToList();
        if (segments is [.., null])
        {
            // The process died while it began this file; the name tells where it was to go on.
            segments[^1] = SegmentFile.Create(folder, long.Parse(Path.GetFileNameWithoutExtension(names[^1]), System.Globalization.CultureInfo.InvariantCulture));
        }

        return new TopicFiles(folder, segmentBytes, segments.Count == 0 ? [SegmentFile.Create(folder, 0)] : [.. segments.OfType<SegmentFile>()]);
    }

    public Task<long> Append(IReadOnlyList<byte[]> records) => _queue.Append(records);

    public IReadOnlyList<LogRecord> Read(long from, int max)
    {
        SegmentFile[] segments;
        lock (_gate)
        {
            segments = [.. _segments];
        }

        var found = new List<LogRecord>();
        var bytes = 0L;
        for (var index = 0; index < segments.Length && found.Count < max && bytes < LogLimits.ReadBytes; index++)
        {
            var until = index + 1 < segments.Length ? segments[index + 1].First : long.MaxValue;
            if (from < until)
            {
                ReadSegment(segments[index], Math.Max(from, segments[index].First), until, max, ref bytes, found);
                from = found.Count > 0 ? found[^1].Offset + 1 : from;
            }
        }

        return found;
    }

    /// <summary>Writes other bytes of the same length over a record.</summary>
    public void Replace(long offset, byte[] payload)
    {
        lock (_gate)
        {
            var segment = _segments.FindLast(one => one.First <= offset);
            if (segment is not null && segment.Frame(offset, payload) is { } frame)
            {
                Rewriting.Run(_folder, segment, frame);
            }
        }
    }

    public void Truncate(long before)
    {
        lock (_gate)
        {
            while (_segments.Count > 1 && _segments[1].First <= before)
            {
                File.Delete(_segments[0].Path);
                _segments[0].Dispose();
                _segments.RemoveAt(0);
            }

            DurableFiles.FlushFolder(_folder);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        _segments.ForEach(segment => segment.Dispose());
    }

    private static void ReadSegment(SegmentFile segment, long from, long until, int max, ref long bytes, List<LogRecord> found)
    {
        try
        {
            segment.Read(from, until, max, ref bytes, found);
        }
        catch (ObjectDisposedException)
        {
            // Truncated meanwhile: these records are gone, and the reader goes on with the next file.
        }
    }

    private long Write(IReadOnlyList<byte[]> records)
    {
        var segment = _segments[^1];
        try
        {
            if (_leftover)
            {
                segment.CutBack();
                _leftover = false;
            }

            if (segment.Durable >= _segmentBytes)
            {
                var next = SegmentFile.Create(_folder, segment.Next);
                lock (_gate)
                {
                    _segments.Add(next);
                }

                segment = next;
            }

            var first = segment.Next;
            var flush = segment.LastFlush + 1;
            var (length, positions) = Fill(records, flush);
            segment.Append(_buffer.AsSpan(0, length), records.Count, positions, flush);
            return first;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _leftover = true;
            throw new StoreUnavailableException($"The log did not take the append: {failure.Message.TrimEnd('.')}. Nothing was appended.", failure);
        }
    }

    private (int Length, List<long> Positions) Fill(IReadOnlyList<byte[]> records, long flush)
    {
        var length = records.Sum(Frame.Size);
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        var positions = new List<long>(records.Count);
        var at = 0;
        foreach (var record in records)
        {
            positions.Add(at);
            Frame.Write(_buffer.AsSpan(at), record, flush);
            at += Frame.Size(record);
        }

        return (length, positions);
    }
}
