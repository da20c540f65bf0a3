using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Sqlite;
using Patella.Platform.Timeline;
using Patella.Platform.Transfer;

namespace Patella.Tests.Platform.Transfer;

/// <summary>Backup, restore and moving between stores, all while others go on writing.</summary>
public class TransferTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_backup_taken_under_load_restores_everything_acknowledged_before_it(StoreKind kind)
    {
        await using var source = await Installation.Create(kind);
        await source.Fill();
        await using var load = Load.Start(source);
        await Waiting.Until(() => load.Acknowledged.Length >= 40, "some load");
        var before = load.Acknowledged;
        var folder = Path.Combine(source.Fixture.Folder, "backup");
        var manifest = await source.Backup.Run([source.Fixture.Tenant], folder);
        await load.DisposeAsync();
        Assert.Equal(kind, manifest.Source);

        await using var target = await Installation.Create(kind, prepareTenant: false);
        await target.Backup.Restore(folder);
        var restored = await target.Fixture.Store.Read(source.Fixture.Tenant, SampleTable.All);
        Assert.All(before, key => Assert.True(restored.ContainsKey(key), $"{key} was acknowledged and is not in the backup"));
        await target.CheckFilling();
        await target.CheckThatRowsAndTimelineAgree();
        await target.CheckThatWritingGoesOn();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_damaged_backup_is_told_before_anything_is_restored(StoreKind kind)
    {
        await using var source = await Installation.Create(kind);
        await source.Fill();
        var folder = Path.Combine(source.Fixture.Folder, "backup");
        await source.Backup.Run([source.Fixture.Tenant], folder);
        await BackupService.Check(folder);
        await Assert.ThrowsAsync<TransferException>(() => source.Backup.Run([source.Fixture.Tenant], folder));
        var file = Directory.GetFiles(folder, "shop.*").Order().First();
        await using (var stream = File.Open(file, FileMode.Open))
        {
            stream.Position = stream.Length / 2;
            var was = stream.ReadByte();
            stream.Position--;
            stream.WriteByte((byte)(was ^ 1));
        }

        await using var target = await Installation.Create(kind, prepareTenant: false);
        await Assert.ThrowsAsync<TransferException>(() => target.Backup.Restore(folder));
        File.Delete(Path.Combine(folder, BackupManifest.FileName));
        await Assert.ThrowsAsync<TransferException>(() => target.Backup.Restore(folder));
    }

    [PostgresTheory]
    [InlineData(StoreKind.Sqlite, StoreKind.Postgres)]
    [InlineData(StoreKind.Postgres, StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres, StoreKind.Postgres)]
    public async Task A_living_tenant_moves_with_everything(StoreKind from, StoreKind to) => await Move(from, to);

    [Fact]
    public async Task A_living_tenant_moves_between_embedded_stores() => await Move(StoreKind.Sqlite, StoreKind.Sqlite);

    [PostgresFact]
    public async Task A_reader_goes_on_exactly_where_it_stood_although_the_timeline_is_numbered_anew()
    {
        await using var source = await Installation.Create(StoreKind.Postgres);
        await Interleave(source.Fixture);
        var store = source.Fixture.Store;
        await Waiting.Until(async () => (await store.ReadTimeline(source.Fixture.Tenant, TimelinePosition.Start, 100)).Count == 6, "all entries are readable");
        var all = await store.ReadTimeline(source.Fixture.Tenant, TimelinePosition.Start, 100);
        Assert.NotEqual(all.Select(entry => entry.Position).Order(), all.Select(entry => entry.Position));
        await store.Write(source.Fixture.Tenant, transaction => TimelineCursor.Move(transaction, "reader", all[2].Place));
        var path = Path.Combine(source.Fixture.Folder, "shop.zip");
        await source.Export.Run(source.Fixture.Tenant, path);

        await using var target = await Installation.Create(StoreKind.Sqlite, prepareTenant: false);
        await target.Import.Run(path);
        var cursor = await target.Fixture.Store.Read(source.Fixture.Tenant, reader => TimelineCursor.Find(reader, "reader"));
        Assert.Equal(all.Skip(3).Select(entry => entry.Id), (await target.Fixture.Store.ReadTimeline(source.Fixture.Tenant, cursor, 100)).Select(entry => entry.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_import_that_fails_leaves_nothing_and_a_filled_tenant_is_not_overwritten(StoreKind kind)
    {
        await using var source = await Installation.Create(StoreKind.Sqlite);
        await source.Fill();
        var path = Path.Combine(source.Fixture.Folder, "shop.zip");
        await source.Export.Run(source.Fixture.Tenant, path);
        var damaged = Path.Combine(source.Fixture.Folder, "damaged.zip");
        File.Copy(path, damaged);
        using (var zip = System.IO.Compression.ZipFile.Open(damaged, System.IO.Compression.ZipArchiveMode.Update))
        {
            zip.GetEntry("tables/sample_item.jsonl")!.Delete();
            await using var writer = new StreamWriter(zip.CreateEntry("tables/sample_item.jsonl").Open());
            await writer.WriteLineAsync("[\"forged\",1,1,null]");
        }

        await using var target = await Installation.Create(kind, prepareTenant: false);
        await Assert.ThrowsAsync<TransferException>(() => target.Import.Run(damaged));
        Assert.Empty(await target.Fixture.Store.Read(source.Fixture.Tenant, SampleTable.All));
        Assert.Empty(await target.Segments.List(source.Fixture.Tenant));
        await target.Import.Run(path);
        await Assert.ThrowsAsync<TransferException>(() => target.Import.Run(path));
        await target.Import.Run(path, replace: true);
        await target.CheckFilling();
        await File.WriteAllTextAsync(damaged, "not a zip");
        await Assert.ThrowsAsync<TransferException>(() => TenantImport.Look(damaged));
    }

    private static async Task Move(StoreKind from, StoreKind to)
    {
        await using var source = await Installation.Create(from);
        await source.Fill();
        await using var load = Load.Start(source);
        await Waiting.Until(() => load.Acknowledged.Length >= 40, "some load");
        var before = load.Acknowledged;
        var path = Path.Combine(source.Fixture.Folder, "shop.zip");
        var steps = new List<TransferProgress>();
        var manifest = await source.Export.Run(source.Fixture.Tenant, path, new Steps(steps));
        await load.DisposeAsync();
        Assert.Contains(steps, step => step.Step == "shop: sample_item");

        await using var target = await Installation.Create(to, prepareTenant: false);
        Assert.Equal(manifest.NewestPosition, (await TenantImport.Look(path)).NewestPosition);
        await target.Import.Run(path);
        var moved = await target.Fixture.Store.Read(source.Fixture.Tenant, SampleTable.All);
        Assert.All(before, key => Assert.True(moved.ContainsKey(key), $"{key} was acknowledged and did not move"));
        await target.CheckFilling();
        await target.CheckThatRowsAndTimelineAgree();
        await target.CheckThatWritingGoesOn();
    }

    /// <summary>Entries whose order of commit is not that of their numbers.</summary>
    private static async Task Interleave(StoreFixture fixture)
    {
        for (var round = 0; round < 3; round++)
        {
            var (started, drawn) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var first = fixture.Store.Write(fixture.Tenant, async transaction =>
            {
                // Takes its transaction's number now and the entry's number after the other's.
                await SampleTable.Put(transaction, $"early-{round}", 1);
                started.SetResult();
                await drawn.Task;
                await transaction.Append(SampleTable.Entry($"early-{round}"));
            });
            await started.Task;
            await fixture.Store.Write(fixture.Tenant, transaction => transaction.Append(SampleTable.Entry($"late-{round}")));
            drawn.SetResult();
            await first;
        }
    }

    private sealed class Steps(List<TransferProgress> into) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => into.Add(value);
    }
}

/// <summary>All the seams of one installation.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private Installation(StoreFixture fixture)
    {
        Fixture = fixture;
        Log = fixture.OpenLog();
        Segments = fixture.OpenSegments();
        var machine = new MachineTime(TimeProvider.System);
        Export = new TenantExport(fixture.Store, Log, Segments, fixture.Migrations, machine);
        Import = new TenantImport(fixture.Store, Log, Segments, fixture.Migrations);
        Backup = new BackupService(fixture.Store, Log, Segments, fixture.Migrations, machine);
    }

    public StoreFixture Fixture { get; }

    public ILog Log { get; }

    public ISegments Segments { get; }

    public TenantExport Export { get; }

    public TenantImport Import { get; }

    public BackupService Backup { get; }

    /// <param name="prepareTenant">False for an embedded store that has no tenant yet.</param>
    public static async Task<Installation> Create(StoreKind kind, bool prepareTenant = true)
        => new(await StoreFixture.Create(kind, prepareTenant: prepareTenant));

    public async Task Fill()
    {
        await Fixture.Store.Write(Fixture.Tenant, async transaction =>
        {
            await SampleTable.Put(transaction, "filled", long.MaxValue);
            await transaction.Execute("insert into sample_item (tenant, id, value, note) values (@tenant, 'note', -7, @note)", new { note = "双十一 \"quoted\" \\ \n\t\u2028 🍜 \u200b é" });
            await transaction.Execute("insert into clock_anchor (tenant, version, machine, business, rate, stopped) values (@tenant, 1, 2, 3, 0.1, 0)");
            await transaction.Append(SampleTable.Entry("filled"));
        });
        await Log.Append(Fixture.Tenant, "voices", [[1, 2, 3], [], [0, 255]]);
        await Log.Append(Fixture.Tenant, "voices", [.. Enumerable.Range(0, 300).Select(number => new byte[number])]);
        await Segments.Put(Fixture.Tenant, "发票/1.pdf", new MemoryStream([.. Enumerable.Range(0, 300_000).Select(number => (byte)number)]));
        await Segments.Put(Fixture.Tenant, "empty", new MemoryStream());
    }

    public async Task CheckFilling()
    {
        var note = await Fixture.Store.Read(Fixture.Tenant, reader => SampleTable.Find(reader, "note"));
        Assert.Equal((-7, "双十一 \"quoted\" \\ \n\t\u2028 🍜 \u200b é"), (note!.Value, note.Note));
        Assert.Equal(long.MaxValue, (await Fixture.Store.Read(Fixture.Tenant, reader => SampleTable.Find(reader, "filled")))!.Value);
        Assert.Equal(0.1, await Fixture.Store.Read(Fixture.Tenant, reader => reader.One<double>("select rate from clock_anchor where tenant = @tenant")));
        Assert.Equal(new LogBounds(0, 303), await Log.Bounds(Fixture.Tenant, "voices"));
        Assert.Equal([0, 255], (await Log.Read(Fixture.Tenant, "voices", 2, 1))[0].Payload.ToArray());
        Assert.Equal(["empty", "发票/1.pdf"], (await Segments.List(Fixture.Tenant)).Select(piece => piece.Key));
    }

    /// <summary>Load writes an item and its entry in one transaction: one without the other was torn apart.</summary>
    public async Task CheckThatRowsAndTimelineAgree()
    {
        var items = (await Fixture.Store.Read(Fixture.Tenant, SampleTable.All)).Keys.Where(key => key.StartsWith("load", StringComparison.Ordinal));
        var entries = (await Fixture.Store.ReadTimeline(Fixture.Tenant, TimelinePosition.Start, 100_000)).Select(entry => entry.Id).Where(id => id.StartsWith("load", StringComparison.Ordinal));
        Assert.Equal(items.Order(StringComparer.Ordinal), entries.Order(StringComparer.Ordinal));
    }

    public async Task CheckThatWritingGoesOn()
    {
        var newest = await Fixture.Store.NewestPosition(Fixture.Tenant);
        await Fixture.Store.Write(Fixture.Tenant, transaction => transaction.Append(SampleTable.Entry("after")));
        await Waiting.Until(async () => (await Fixture.Store.ReadTimeline(Fixture.Tenant, newest, 10)).Select(entry => entry.Id).SequenceEqual(["after"]), "the next entry is read");
        Assert.Equal(303, await Log.Append(Fixture.Tenant, "voices", [[1]]));
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Fixture.DisposeAsync();
    }
}

/// <summary>Several writers that never stop.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _acknowledged = new();
    private readonly Task _writers;

    private Load(Installation installation)
        => _writers = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => Write(installation, writer))));

    public string[] Acknowledged => [.. _acknowledged];

    public static Load Start(Installation installation) => new(installation);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writers;
    }

    private async Task Write(Installation installation, int writer)
    {
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            var key = $"load-{writer}-{number}";
            await installation.Fixture.Store.Write(installation.Fixture.Tenant, async transaction =>
            {
                await SampleTable.Put(transaction, key, number);
                await transaction.Append(SampleTable.Entry(key));
            });
            _acknowledged.Enqueue(key);
        }
    }
}
