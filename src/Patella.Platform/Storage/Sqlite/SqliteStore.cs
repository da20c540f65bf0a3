using System.Collections.Concurrent;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;
using Patella.Platform.Timeline;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>The embedded store: a folder with one SQLite file per tenant, WAL and synchronous=FULL, one writer per file that groups commands.</summary>
public sealed class SqliteStore : IStore
{
    private readonly ConcurrentDictionary<TenantId, Lazy<TenantFile>> _files = new();
    private readonly string _folder;
    private readonly MigrationSet _migrations;
    private readonly IBus _bus;
    private readonly FileStream _lock;
    private volatile bool _closed;

    /// <param name="folder">Created when missing; used by one process at a time.</param>
    /// <exception cref="StoreUnavailableException">Another process has the folder, or it cannot be written.</exception>
    public SqliteStore(string folder, MigrationSet migrations, IBus bus)
    {
        _folder = Path.Combine(folder, "tenants");
        _migrations = migrations;
        _bus = bus;
        try
        {
            Directory.CreateDirectory(_folder);
            _lock = new FileStream(Path.Combine(folder, "patella.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The data folder {folder} cannot be used: {failure.Message}. Another Patella may be running on it; stop that one or choose another folder with --data.", failure);
        }
    }

    public StoreKind Kind => StoreKind.Sqlite;

    /// <summary>The file of a tenant; a tenant is moved, erased or forked by its file.</summary>
    public string PathOf(TenantId tenant) => Path.Combine(_folder, tenant.Value + ".db");

    public Task Prepare(TenantId tenant, CancellationToken cancellation = default) => Task.Run(() => File(tenant, create: true), cancellation);

    public async Task<T> Write<T>(TenantId tenant, Func<ITransaction, Task<T>> command, WriteMode mode = WriteMode.Normal, CancellationToken cancellation = default)
        => await File(tenant).Write(command, cancellation);

    public async Task<T> Read<T>(TenantId tenant, Func<IReader, Task<T>> query, CancellationToken cancellation = default)
        => await File(tenant).Read(query, cancellation);

    public async Task<IReadOnlyList<TimelineEntry>> ReadTimeline(TenantId tenant, TimelinePosition after, int limit, CancellationToken cancellation = default)
        => File(tenant).Window.After(after, limit) ?? await Read(tenant, reader => reader.Many<TimelineEntry>(
            "select * from timeline where tenant = @tenant and position > @Number order by position limit @limit", new { after.Number, limit }), cancellation);

    public async Task<TimelinePosition> NewestPosition(TenantId tenant, CancellationToken cancellation = default)
        => new(0, await Read(tenant, reader => reader.One<long>("select coalesce(max(position), 0) from timeline where tenant = @tenant"), cancellation));

    public async Task Scrub(TenantId tenant, CancellationToken cancellation = default) => await File(tenant).Scrub(cancellation);

    /// <summary>Copies a tenant's file while it is being written, as one consistent moment.</summary>
    public async Task CopyTo(TenantId tenant, string path, CancellationToken cancellation = default)
        => await File(tenant).CopyTo(path, cancellation);

    /// <summary>Goes on numbering the timeline after rows that were not appended but taken over.</summary>
    internal Task Recount(TenantId tenant) => File(tenant).Recount();

    /// <summary>The tenants that have a file here.</summary>
    public IReadOnlyList<TenantId> Tenants() => [.. Directory.EnumerateFiles(_folder, "*.db")
        .Select(Path.GetFileNameWithoutExtension).Where(TenantId.IsValid).Order(StringComparer.Ordinal).Select(name => new TenantId(name!))];

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        foreach (var file in _files.Values.Where(file => file.IsValueCreated))
        {
            await file.Value.DisposeAsync();
        }

        await _lock.DisposeAsync();
    }

    private TenantFile File(TenantId tenant, bool create = false)
    {
        if (_closed)
        {
            throw new StoreUnavailableException("The store is closed. Nothing was changed.");
        }

        if (_files.TryGetValue(tenant, out var open) && open.IsValueCreated)
        {
            return open.Value;
        }

        if (!create && !System.IO.File.Exists(PathOf(tenant)))
        {
            throw new StoreUnavailableException($"There is no tenant {tenant} in this store.");
        }

        var opening = _files.GetOrAdd(tenant, key => new Lazy<TenantFile>(() => TenantFile.Open(key, PathOf(key), _migrations, _bus)));
        try
        {
            return opening.Value;
        }
        catch (Exception)
        {
            // A Lazy keeps its failure for ever; the disk may be well again at the next call.
            _files.TryRemove(new KeyValuePair<TenantId, Lazy<TenantFile>>(tenant, opening));
            throw;
        }
    }
}
