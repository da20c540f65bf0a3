using System.Collections.Concurrent;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;

namespace Patella.Platform.Logs;

/// <summary>The embedded log: <c>logs/TENANT/TOPIC/FIRST.log</c>, one loop a topic that writes and flushes what waits together.</summary>
public sealed class FileLog : ILog
{
    public const long DefaultSegmentBytes = 64 << 20;
    private readonly ConcurrentDictionary<(TenantId, string), Lazy<TopicFiles>> _topics = new();
    private readonly string _folder;
    private readonly long _segmentBytes;
    private volatile bool _closed;

    /// <param name="folder">The data folder, which one process uses at a time.</param>
    /// <param name="segmentBytes">Bytes after which a new file is begun.</param>
    public FileLog(string folder, long segmentBytes = DefaultSegmentBytes)
    {
        _folder = Path.Combine(folder, "logs");
        _segmentBytes = segmentBytes;
    }

    public Task<long> Append(TenantId tenant, string topic, IReadOnlyList<byte[]> records, CancellationToken cancellation = default)
    {
        LogLimits.Check(topic, records);
        cancellation.ThrowIfCancellationRequested();
        return Topic(tenant, topic, create: true)!.Append(records);
    }

    public Task<IReadOnlyList<LogRecord>> Read(TenantId tenant, string topic, long from, int max, CancellationToken cancellation = default)
        => Task.Run<IReadOnlyList<LogRecord>>(() => Topic(tenant, topic)?.Read(Math.Max(from, 0), max) ?? [], cancellation);

    public Task<LogBounds> Bounds(TenantId tenant, string topic, CancellationToken cancellation = default)
        => Task.Run(() => Topic(tenant, topic)?.Bounds ?? default, cancellation);

    public Task Truncate(TenantId tenant, string topic, long before, CancellationToken cancellation = default)
        => Task.Run(() => Topic(tenant, topic)?.Truncate(before), cancellation);

    public Task Replace(TenantId tenant, string topic, long offset, byte[] payload, CancellationToken cancellation = default)
        => Task.Run(() => Topic(tenant, topic)?.Replace(offset, payload), cancellation);

    public Task Begin(TenantId tenant, string topic, long first, CancellationToken cancellation = default) => Task.Run(() =>
    {
        LogLimits.CheckTopic(topic);
        var folder = FolderOf(tenant, topic);
        if (Directory.Exists(folder))
        {
            throw new InvalidOperationException($"The topic {topic} is there already.");
        }

        Directory.CreateDirectory(folder);
        SegmentFile.Create(folder, first).Dispose();
        DurableFiles.FlushFolder(Path.GetDirectoryName(folder)!);
    }, cancellation);

    public async Task Remove(TenantId tenant, string topic, CancellationToken cancellation = default)
    {
        LogLimits.CheckTopic(topic);
        if (_topics.TryRemove((tenant, topic), out var open) && open.IsValueCreated)
        {
            await open.Value.DisposeAsync();
        }

        if (Directory.Exists(FolderOf(tenant, topic)))
        {
            Directory.Delete(FolderOf(tenant, topic), recursive: true);
            DurableFiles.FlushFolder(Path.Combine(_folder, tenant.Value));
        }
    }

    public Task<IReadOnlyList<string>> Topics(TenantId tenant, CancellationToken cancellation = default)
    {
        var folder = Path.Combine(_folder, tenant.Value);
        return Task.FromResult<IReadOnlyList<string>>(Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!] : []);
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        foreach (var topic in _topics.Values.Where(topic => topic.IsValueCreated))
        {
            await topic.Value.DisposeAsync();
        }
    }

    private string FolderOf(TenantId tenant, string topic) => Path.Combine(_folder, tenant.Value, topic);

    private TopicFiles? Topic(TenantId tenant, string topic, bool create = false)
    {
        LogLimits.CheckTopic(topic);
        if (_closed)
        {
            throw new StoreUnavailableException("The log is closed. Nothing was appended.");
        }

        var folder = FolderOf(tenant, topic);
        if (!create && !_topics.ContainsKey((tenant, topic)) && !Directory.Exists(folder))
        {
            return null;
        }

        var open = _topics.GetOrAdd((tenant, topic), _ => new Lazy<TopicFiles>(() => TopicFiles.Open(folder, _segmentBytes)));
        try
        {
            return open.Value;
        }
        catch (Exception failure)
        {
            // A Lazy keeps its failure for ever; the disk may be well again at the next call.
            _topics.TryRemove(new KeyValuePair<(TenantId, string), Lazy<TopicFiles>>((tenant, topic), open));
            throw failure is IOException or UnauthorizedAccessException ? new StoreUnavailableException($"The log {folder} cannot be opened: {failure.Message}", failure) : failure;
        }
    }
}
