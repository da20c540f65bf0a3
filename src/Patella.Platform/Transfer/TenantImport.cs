using System.IO.Compression;
using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Migrations;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Sqlite;

namespace Patella.Platform.Transfer;

/// <summary>
/// Takes a tenant from an export file into a store that does not have it, on either kind of store, and compares counts and hashes of everything afterwards.
/// Nobody may serve the tenant meanwhile; enter it into the directory of tenants afterwards, and rebuild its search index.
/// </summary>
public sealed class TenantImport(IStore store, ILog log, ISegments segments, MigrationSet migrations)
{
    private const int BatchRows = 1_000;

    /// <summary>Reads what a file holds without taking it.</summary>
    /// <exception cref="TransferException">It is no whole export.</exception>
    public static async Task<TransferManifest> Look(string path, CancellationToken cancellation = default)
    {
        using var zip = OpenZip(path);
        return await ReadManifest(zip, path, cancellation);
    }

    /// <param name="tenant">Under which name; null for its own.</param>
    /// <param name="replace">Erases what the store has of the tenant first, such as the remains of a broken import.</param>
    /// <exception cref="TransferException">The file is damaged or of another version, or the tenant has rows already. What was begun is erased again.</exception>
    public async Task<TransferManifest> Run(string path, TenantId? tenant = null, bool replace = false, IProgress<TransferProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var zip = OpenZip(path);
        var manifest = await ReadManifest(zip, path, cancellation);
        CheckVersion(manifest);
        var target = tenant ?? new TenantId(manifest.Tenant);
        await store.Prepare(target, cancellation);
        if (replace)
        {
            await Erase(target, cancellation);
        }

        await CheckEmpty(target, cancellation);
        try
        {
            await Take(target, zip, manifest, progress, cancellation);
            return manifest;
        }
        catch (Exception failure)
        {
            await Erase(target, CancellationToken.None);
            throw failure is TransferException or OperationCanceledException or StoreUnavailableException ? failure
                : new TransferException($"The import of {path} failed and was undone: {failure.Message}", failure);
        }
    }

    /// <summary>Removes everything of a tenant: rows, log (on files: what can be let go of) and pieces.</summary>
    public async Task Erase(TenantId tenant, CancellationToken cancellation = default)
    {
        await store.Write(tenant, async transaction =>
        {
            foreach (var table in (await TenantTables.Find(transaction)).Reverse())
            {
                await transaction.Execute($"delete from {table.Name} where tenant = @tenant");
            }
        }, cancellation: cancellation);
        foreach (var piece in await segments.List(tenant, cancellation))
        {
            await segments.Delete(tenant, piece.Key, cancellation);
        }

        foreach (var topic in await log.Topics(tenant, cancellation))
        {
            await log.Remove(tenant, topic, cancellation);
        }
    }

    internal async Task TakeLogsAndPieces(TenantId tenant, ZipArchive zip, TransferManifest manifest, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        foreach (var topic in manifest.Topics)
        {
            await TakeTopic(tenant, zip, topic, progress, cancellation);
        }

        await TakePieces(tenant, zip, manifest, progress, cancellation);
    }

    internal static ZipArchive OpenZip(string path)
    {
        try
        {
            return new ZipArchive(File.OpenRead(path), ZipArchiveMode.Read);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new TransferException($"{path} is no export of Patella, or not whole: {failure.Message}", failure);
        }
    }

    internal static async Task<TransferManifest> ReadManifest(ZipArchive zip, string path, CancellationToken cancellation)
    {
        try
        {
            await using var entry = Entry(zip, TransferManifest.EntryName);
            return await JsonSerializer.DeserializeAsync<TransferManifest>(entry, TransferManifest.Json, cancellation) ?? throw new TransferException($"{path} has an empty manifest.");
        }
        catch (JsonException failure)
        {
            throw new TransferException($"The manifest of {path} cannot be read: {failure.Message}", failure);
        }
    }

    private static Stream Entry(ZipArchive zip, string name)
        => zip.GetEntry(name)?.Open() ?? throw new TransferException($"The file has no {name}: it is torn or no export of Patella.");

    private void CheckVersion(TransferManifest manifest)
    {
        var known = migrations.All.Select(migration => $"{migration.Capability} {migration.Number:000} {migration.Hash}").ToHashSet();
        var differing = manifest.Migrations.Except(known).Concat(known.Except(manifest.Migrations)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (manifest.Format != TransferManifest.CurrentFormat || differing is not null)
        {
            throw new TransferException($"The export is of another version of Patella ({(differing is null ? $"format {manifest.Format}" : $"migration {differing[..^17]}")}): import it with the version that wrote it, then upgrade.");
        }
    }

    private async Task CheckEmpty(TenantId tenant, CancellationToken cancellation)
    {
        var filled = await store.Read(tenant, async reader =>
        {
            foreach (var table in await TenantTables.Find(reader))
            {
                if (await reader.One<long>($"select count(*) from {table.Name} where tenant = @tenant") > 0)
                {
                    return table.Name;
                }
            }

            return null;
        }, cancellation);
        if (filled is not null)
        {
            throw new TransferException($"The tenant {tenant} has rows in {filled} already: choose another name, or replace it.");
        }
    }

    private async Task Take(TenantId tenant, ZipArchive zip, TransferManifest manifest, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        var shapes = (await store.Read(tenant, TenantTables.Find, cancellation)).ToDictionary(shape => shape.Name);
        foreach (var content in manifest.Tables)
        {
            if (!shapes.TryGetValue(content.Name, out var shape))
            {
                throw new TransferException($"This store has no table {content.Name}.");
            }

            await TakeTable(tenant, zip, content, shape, progress, cancellation);
        }

        await AdvanceNumbers(tenant, cancellation);
        await TakeLogsAndPieces(tenant, zip, manifest, progress, cancellation);
        await Compare(tenant, manifest, progress, cancellation);
    }

    private async Task TakeTable(TenantId tenant, ZipArchive zip, TableContent content, TableShape shape, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        var ordered = shape.InOrder(content.Columns);
        using var lines = new StreamReader(Entry(zip, $"tables/{content.Name}.jsonl"));
        var batch = new List<string>(BatchRows);
        var done = 0L;
        while (true)
        {
            var line = await lines.ReadLineAsync(cancellation);
            if (line is not null)
            {
                batch.Add(line);
            }

            if (batch.Count == BatchRows || (line is null && batch.Count > 0))
            {
                // Several short transactions: one long one would hold up every reader of the timeline on PostgreSQL.
                await store.Write(tenant, transaction => TenantTables.Insert(transaction, ordered, batch), cancellation: cancellation);
                done += batch.Count;
                batch.Clear();
                progress?.Report(new TransferProgress($"{tenant}: {content.Name}", done, content.Rows));
            }

            if (line is null)
            {
                return;
            }
        }
    }

    /// <summary>New entries of the timeline must come after those that were taken over.</summary>
    private Task AdvanceNumbers(TenantId tenant, CancellationToken cancellation) => store.Kind == StoreKind.Sqlite
        ? ((SqliteStore)store).Recount(tenant)
        : store.Write(tenant, transaction => transaction.One<long?>(
            """
            select setval(s.name, m.position + 10000) from (select pg_get_serial_sequence('timeline', 'position') as name) s, (select max(position) as position from timeline where tenant = @tenant) m
            where m.position >= (select last_value from timeline_position_seq)
            """), cancellation: cancellation);

    private async Task TakeTopic(TenantId tenant, ZipArchive zip, TopicContent content, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        using var lines = new StreamReader(Entry(zip, $"logs/{content.Topic}.txt"));
        await log.Begin(tenant, content.Topic, content.First, cancellation);
        var hash = new ContentHash();
        var batch = new List<byte[]>();
        while (true)
        {
            var line = await lines.ReadLineAsync(cancellation);
            if (line is not null)
            {
                batch.Add(Convert.FromBase64String(line));
                hash.Add(batch[^1]);
            }

            if (batch.Count > 0 && (line is null || batch.Count == BatchRows || batch.Sum(record => (long)record.Length) > LogLimits.AppendBytes - LogLimits.RecordBytes))
            {
                await log.Append(tenant, content.Topic, batch, cancellation);
                batch = [];
                progress?.Report(new TransferProgress($"{tenant}: log {content.Topic}", hash.Count, content.Next - content.First));
            }

            if (line is null)
            {
                break;
            }
        }

        if (hash.ToString() != content.Hash || await log.Bounds(tenant, content.Topic, cancellation) != new LogBounds(content.First, content.Next))
        {
            throw new TransferException($"The log {content.Topic} did not arrive as it was: the file is damaged.");
        }
    }

    private async Task TakePieces(TenantId tenant, ZipArchive zip, TransferManifest manifest, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        await using var list = Entry(zip, "pieces.json");
        var hash = new ContentHash();
        foreach (var info in await JsonSerializer.DeserializeAsync<SegmentInfo[]>(list, cancellationToken: cancellation) ?? [])
        {
            await using var content = Entry(zip, $"pieces/{hash.Count}");
            if (await segments.Put(tenant, info.Key, content, cancellation) != info)
            {
                throw new TransferException($"The piece '{info.Key}' did not arrive as it was: the file is damaged.");
            }

            hash.Add(JsonSerializer.Serialize(info));
            progress?.Report(new TransferProgress($"{tenant}: pieces", hash.Count, manifest.Pieces));
        }

        if (hash.Count != manifest.Pieces || hash.ToString() != manifest.PiecesHash)
        {
            throw new TransferException("The list of pieces is damaged.");
        }
    }

    private async Task Compare(TenantId tenant, TransferManifest manifest, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new TransferProgress($"{tenant}: comparing", 0, 0));
        var columns = manifest.Tables.ToDictionary(table => table.Name, table => table.Columns);
        var arrived = await store.Read(tenant, reader => TenantExport.Measure(reader, columns, cancellation), cancellation);
        foreach (var (wanted, found) in manifest.Tables.OrderBy(table => table.Name).Zip(arrived.Where(table => columns.ContainsKey(table.Name)).OrderBy(table => table.Name)))
        {
            if ((wanted.Name, wanted.Rows, wanted.Hash) != (found.Name, found.Rows, found.Hash))
            {
                throw new TransferException($"The table {wanted.Name} did not arrive as it was ({found.Rows} of {wanted.Rows} rows): the file is damaged, or the two stores disagree about a value.");
            }
        }
    }
}
