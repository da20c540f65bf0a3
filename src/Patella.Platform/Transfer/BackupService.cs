using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Migrations;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Sqlite;

namespace Patella.Platform.Transfer;

/// <summary>One file of a backup.</summary>
public sealed record BackupFile(string Name, long Bytes, string Sha256);

/// <summary>One tenant in a backup.</summary>
/// <param name="NewestPosition">The last number of its timeline that is in it.</param>
/// <param name="Rows">Rows by table.</param>
public sealed record BackupTenant(string Tenant, long NewestPosition, Dictionary<string, long> Rows, BackupFile[] Files);

/// <summary>What a backup folder holds; without it the folder is torn.</summary>
public sealed record BackupManifest(int Format, StoreKind Source, long TakenAt, BackupTenant[] Tenants)
{
    public const int CurrentFormat = 1;
    public const string FileName = "backup.json";
}

/// <summary>
/// Copies a running installation: each tenant as one consistent moment, its log and its pieces, with counts and hashes.
/// Everything that was acknowledged before <see cref="Run"/> was called is in it.
/// </summary>
public sealed class BackupService(IStore store, ILog log, ISegments segments, MigrationSet migrations, MachineTime machine)
{
    private readonly TenantExport _export = new(store, log, segments, migrations, machine);

    /// <param name="tenants">All that the directory of tenants names, and <see cref="TenantId.System"/>.</param>
    /// <param name="folder">Made by this call; it must not exist.</param>
    public async Task<BackupManifest> Run(IReadOnlyList<TenantId> tenants, string folder, IProgress<TransferProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (Directory.Exists(folder) || File.Exists(folder))
        {
            throw new TransferException($"{folder} exists already; a backup makes a folder of its own.");
        }

        var partial = folder.TrimEnd('/', '\\') + ".partial";
        try
        {
            Directory.CreateDirectory(partial);
            var copied = new List<BackupTenant>();
            foreach (var tenant in tenants)
            {
                copied.Add(await Copy(tenant, partial, progress, cancellation));
            }

            var manifest = new BackupManifest(BackupManifest.CurrentFormat, store.Kind, machine.Now, [.. copied]);
            WriteDurably(Path.Combine(partial, BackupManifest.FileName), JsonSerializer.SerializeToUtf8Bytes(manifest, TransferManifest.Json));
            Directory.Move(partial, folder);
            DurableFiles.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(folder))!);
            return manifest;
        }
        catch (Exception failure)
        {
            DeleteFolder(partial);
            throw failure is IOException or UnauthorizedAccessException ? new TransferException($"The backup could not be written to {folder}: {failure.Message}", failure) : failure;
        }
    }

    /// <summary>Reads every file of a backup and compares it with its hash.</summary>
    /// <exception cref="TransferException">It is torn or damaged.</exception>
    public static async Task<BackupManifest> Check(string folder, IProgress<TransferProgress>? progress = null, CancellationToken cancellation = default)
    {
        var manifest = await ReadManifest(folder, cancellation);
        foreach (var tenant in manifest.Tenants)
        {
            foreach (var file in tenant.Files)
            {
                progress?.Report(new TransferProgress($"{tenant.Tenant}: checking {file.Name}", 0, file.Bytes));
                var path = Path.Combine(folder, Path.GetFileName(file.Name));
                if (!File.Exists(path) || await Describe(path, cancellation) != file)
                {
                    throw new TransferException($"{path} is missing or not as it was written: the backup is damaged.");
                }
            }
        }

        return manifest;
    }

    /// <summary>
    /// Restores a backup into this store, which must not have its tenants: an embedded backup into an embedded store whose folder is otherwise unused,
    /// a backup of PostgreSQL into either. Compares counts and hashes; erasures made since must be applied again.
    /// </summary>
    public async Task<BackupManifest> Restore(string folder, IProgress<TransferProgress>? progress = null, CancellationToken cancellation = default)
    {
        var manifest = await Check(folder, progress, cancellation);
        var import = new TenantImport(store, log, segments, migrations);
        foreach (var tenant in manifest.Tenants)
        {
            progress?.Report(new TransferProgress($"{tenant.Tenant}: restoring", 0, 0));
            if (manifest.Source == StoreKind.Postgres)
            {
                await import.Run(Path.Combine(folder, tenant.Tenant + ".zip"), progress: progress, cancellation: cancellation);
            }
            else
            {
                await RestoreFile(import, tenant, folder, progress, cancellation);
            }
        }

        return manifest;
    }

    private async Task<BackupTenant> Copy(TenantId tenant, string folder, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        var archive = Path.Combine(folder, tenant.Value + ".zip");
        if (store is not SqliteStore sqlite)
        {
            var exported = await _export.Run(tenant, archive, progress, cancellation);
            return new BackupTenant(tenant.Value, exported.NewestPosition, exported.Tables.ToDictionary(table => table.Name, table => table.Rows), [await Describe(archive, cancellation)]);
        }

        // Rows first: what they refer to was put before them.
        var copy = Path.Combine(folder, tenant.Value + ".db");
        progress?.Report(new TransferProgress($"{tenant}: rows", 0, 0));
        await sqlite.CopyTo(tenant, copy, cancellation);
        var (newest, rows) = Inspect(copy);
        await using (var file = new FileStream(archive, FileMode.Create))
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            await _export.Write(tenant, zip, withTables: false, progress, cancellation);
        }

        return new BackupTenant(tenant.Value, newest, rows, [await Describe(copy, cancellation), await Describe(archive, cancellation)]);
    }

    private async Task RestoreFile(TenantImport import, BackupTenant tenant, string folder, IProgress<TransferProgress>? progress, CancellationToken cancellation)
    {
        var target = new TenantId(tenant.Tenant);
        if (store is not SqliteStore sqlite)
        {
            throw new TransferException("This is a backup of an embedded store: restore it into one, then move its tenants by export and import.");
        }

        if (sqlite.Tenants().Contains(target))
        {
            throw new TransferException($"The tenant {target} is in this store already: restore into an empty data folder.");
        }

        var placed = sqlite.PathOf(target);
        File.Copy(Path.Combine(folder, tenant.Tenant + ".db"), placed + ".partial", overwrite: true);
        var (newest, rows) = Inspect(placed + ".partial");
        if (newest != tenant.NewestPosition || !rows.OrderBy(row => row.Key).SequenceEqual(tenant.Rows.OrderBy(row => row.Key)))
        {
            throw new TransferException($"The rows of {target} are not those that were counted when the backup was made.");
        }

        File.Move(placed + ".partial", placed);
        DurableFiles.FlushFolder(Path.GetDirectoryName(placed)!);
        using var zip = TenantImport.OpenZip(Path.Combine(folder, tenant.Tenant + ".zip"));
        await import.TakeLogsAndPieces(target, zip, await TenantImport.ReadManifest(zip, tenant.Tenant, cancellation), progress, cancellation);
        await sqlite.Prepare(target, cancellation);
    }

    /// <summary>Checks a copied file with SQLite's own check, flushes it and counts its rows.</summary>
    private static (long Newest, Dictionary<string, long> Rows) Inspect(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var commands = new SqliteCommands(connection);
        if (commands.One<string>("pragma quick_check(1)", "", null) is not "ok" and var damage)
        {
            throw new TransferException($"{path} is damaged: {damage}");
        }

        // One file without a log beside it, all of it on disk.
        commands.One<string>("pragma journal_mode = delete", "", null);
        using (var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        var tables = commands.Many<string>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and sql not like 'create virtual%' and exists (select 1 from pragma_table_info(sqlite_master.name) where name = 'tenant') order by name", "", null);
        return (commands.One<long>("select coalesce(max(position), 0) from timeline", "", null),
            tables.ToDictionary(table => table, table => commands.One<long>($"select count(*) from {table}", "", null)));
    }

    private static async Task<BackupManifest> ReadManifest(string folder, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(Path.Combine(folder, BackupManifest.FileName));
            var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(file, TransferManifest.Json, cancellation);
            return manifest is { Format: BackupManifest.CurrentFormat } ? manifest : throw new TransferException($"{folder} was written by another version of Patella.");
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new TransferException($"{folder} is no whole backup: {failure.Message}", failure);
        }
    }

    private static async Task<BackupFile> Describe(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        return new BackupFile(Path.GetFileName(path), file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)));
    }

    private static void WriteDurably(string path, byte[] content)
    {
        using var file = new FileStream(path, FileMode.Create);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
