using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Migrations;
using Patella.Platform.Segments;
using Patella.Platform.Storage;

namespace Patella.Platform.Transfer;

/// <summary>
/// Writes everything of a living tenant into one zip file: its tables as JSON lines from one moment, then its log and its pieces, then a manifest with counts and hashes.
/// What was acknowledged before the call is in it. Search indexes are left out: they are rebuilt.
/// </summary>
public sealed class TenantExport(IStore store, ILog log, ISegments segments, MigrationSet migrations, MachineTime machine)
{
    private const int ReportEvery = 5_000;

    /// <param name="path">Written beside it first and renamed when whole; an existing file is replaced.</param>
    public async Task<TransferManifest> Run(TenantId tenant, string path, IProgress<TransferProgress>? progress = null, CancellationToken cancellation = default)
    {
        var partial = path + ".partial";
        try
        {
            TransferManifest manifest;
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite))
            {
                using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                {
                    manifest = await Task.Run(() => Write(tenant, zip, withTables: true, progress, cancellation), cancellation);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
            DurableFiles.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return manifest;
        }
        catch (IOException failure)
        {
            throw new TransferException($"The export could not be written to {path}: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    internal async Task<TransferManifest> Write(TenantId tenant, ZipArchive zip, bool withTables, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        var newest = 0L;
        IReadOnlyList<TableContent> tables = !withTables ? [] : await store.Read(tenant, async reader =>
        {
            newest = await reader.One<long>("select coalesce(max(position), 0) from timeline where tenant = @tenant");
            return await WriteTables(reader, zip, progress, cancellation);
        }, cancellation);
        var topics = new List<TopicContent>();
        foreach (var topic in await log.Topics(tenant, cancellation))
        {
            topics.Add(await WriteTopic(tenant, topic, zip, progress, cancellation));
        }

        var (pieces, hash) = await WritePieces(tenant, zip, progress, cancellation);
        var manifest = new TransferManifest(
            TransferManifest.CurrentFormat, tenant.Value, store.Kind, machine.Now, newest,
            [.. migrations.All.Select(migration => $"{migration.Capability} {migration.Number:000} {migration.Hash}")], [.. tables], [.. topics], pieces, hash);
        await using var entry = zip.CreateEntry(TransferManifest.EntryName).Open();
        await JsonSerializer.SerializeAsync(entry, manifest, TransferManifest.Json, cancellation);
        return manifest;
    }

    /// <summary>Counts and hashes a tenant's tables without writing them; what an import compares.</summary>
    /// <param name="columns">The order of each table's columns in the file that is compared with.</param>
    internal static Task<IReadOnlyList<TableContent>> Measure(IReader reader, IReadOnlyDictionary<string, string[]> columns, CancellationToken cancellation)
        => WriteTables(reader, null, null, cancellation, columns);

    private static async Task<IReadOnlyList<TableContent>> WriteTables(IReader reader, ZipArchive? zip, IProgress<TransferProgress>? progress, CancellationToken cancellation, IReadOnlyDictionary<string, string[]>? columns = null)
    {
        if (reader.Kind == StoreKind.Postgres)
        {
            // The disk may make us wait between two pages for longer than a business transaction may.
            await reader.One<object>("set local idle_in_transaction_session_timeout = 0");
        }

        var contents = new List<TableContent>();
        foreach (var found in await TenantTables.Find(reader))
        {
            var table = columns is not null && columns.TryGetValue(found.Name, out var order) ? found.InOrder(order) : found;
            using var writer = zip is null ? null : new StreamWriter(zip.CreateEntry($"tables/{table.Name}.jsonl", CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
            var hash = new ContentHash();
            await foreach (var row in TenantTables.Rows(reader, table))
            {
                cancellation.ThrowIfCancellationRequested();
                var line = table.Name == "timeline_cursor" ? await PlainCursor(reader, table, row) : row;
                hash.Add(line);
                writer?.WriteLine(line);
                if (hash.Count % ReportEvery == 0)
                {
                    progress?.Report(new TransferProgress($"{reader.Tenant}: {table.Name}", hash.Count, 0));
                }
            }

            contents.Add(new TableContent(table.Name, [.. table.Columns.Select(column => column.Name)], hash.Count, hash.ToString()));
            progress?.Report(new TransferProgress($"{reader.Tenant}: {table.Name}", hash.Count, hash.Count));
        }

        return contents;
    }

    private static async Task<string> PlainCursor(IReader reader, TableShape table, string row)
    {
        var values = JsonSerializer.Deserialize<JsonElement[]>(row)!.Cast<object>().ToArray();
        var (tx, position) = (Array.FindIndex(table.Columns, column => column.Name == "tx"), Array.FindIndex(table.Columns, column => column.Name == "position"));
        var transaction = ((JsonElement)values[tx]).GetInt64();
        if (transaction == 0)
        {
            return row;
        }

        values[position] = await TenantTables.PlainPosition(reader, transaction, ((JsonElement)values[position]).GetInt64());
        values[tx] = 0L;
        return JsonSerializer.Serialize(values);
    }

    private async Task<TopicContent> WriteTopic(TenantId tenant, string topic, ZipArchive zip, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        var bounds = await log.Bounds(tenant, topic, cancellation);
        using var writer = new StreamWriter(zip.CreateEntry($"logs/{topic}.txt", CompressionLevel.Fastest).Open());
        var hash = new ContentHash();
        var next = bounds.First;
        while (next < bounds.Next && await log.Read(tenant, topic, next, (int)Math.Min(1_000, bounds.Next - next), cancellation) is { Count: > 0 } records)
        {
            foreach (var record in records)
            {
                hash.Add(record.Payload.Span);
                writer.WriteLine(Convert.ToBase64String(record.Payload.Span));
            }

            // Retention may have let go of the beginning meanwhile; in the middle of our reading it may not.
            if (records[0].Offset != next && hash.Count > records.Count)
            {
                throw new TransferException($"The log {topic} was truncated while it was read; run this again.");
            }

            bounds = bounds with { First = hash.Count == records.Count ? records[0].Offset : bounds.First };
            next = records[^1].Offset + 1;
            progress?.Report(new TransferProgress($"{tenant}: log {topic}", next - bounds.First, bounds.Next - bounds.First));
        }

        return new TopicContent(topic, bounds.First, bounds.Next, hash.ToString());
    }

    private async Task<(long Count, string Hash)> WritePieces(TenantId tenant, ZipArchive zip, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        var hash = new ContentHash();
        var written = new List<SegmentInfo>();
        foreach (var info in await segments.List(tenant, cancellation))
        {
            await using var content = await segments.Get(tenant, info.Key, cancellation);
            if (content is null)
            {
                continue;
            }

            await using (var entry = zip.CreateEntry($"pieces/{written.Count}", CompressionLevel.NoCompression).Open())
            {
                await content.CopyToAsync(entry, cancellation);
            }

            written.Add(info);
            hash.Add(JsonSerializer.Serialize(info));
            progress?.Report(new TransferProgress($"{tenant}: pieces", written.Count, 0));
        }

        await using var list = zip.CreateEntry("pieces.json", CompressionLevel.Fastest).Open();
        await JsonSerializer.SerializeAsync(list, written, cancellationToken: cancellation);
        return (written.Count, hash.ToString());
    }
}
