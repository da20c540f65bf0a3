using Microsoft.Data.Sqlite;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Sqlite;

namespace Patella.Tests.Platform.Storage;

public class SqliteStoreTests
{
    [Fact]
    public async Task A_full_disk_refuses_clearly_and_loses_nothing_acknowledged()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        var pages = await fixture.Store.Read(fixture.Tenant, reader => reader.One<long>("select page_count from pragma_page_count()"));
        await fixture.Store.Write(fixture.Tenant, transaction => transaction.One<long>($"pragma max_page_count = {pages + 20}"));
        var acknowledged = new List<string>();
        StoreUnavailableException? refusal = null;
        for (var number = 0; refusal is null && number < 200; number++)
        {
            try
            {
                await fixture.Store.Write(fixture.Tenant, transaction => transaction.Execute(
                    "insert into sample_item (tenant, id, value, note) values (@tenant, @id, 1, @note)", new { id = $"{number:000}", note = new string('x', 4_000) }));
                acknowledged.Add($"{number:000}");
            }
            catch (StoreUnavailableException full)
            {
                refusal = full;
            }
        }

        Assert.NotNull(refusal);
        Assert.Contains("disk is full", refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(acknowledged);
        Assert.Equal(acknowledged, (await fixture.Store.Read(fixture.Tenant, SampleTable.All)).Keys.Order());

        await fixture.Store.Write(fixture.Tenant, transaction => transaction.One<long>("pragma max_page_count = 1000000"));
        await fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, "space again", 1));
        await fixture.Restart();
        Assert.Equal(acknowledged.Count + 1, (await fixture.Store.Read(fixture.Tenant, SampleTable.All)).Count);
    }

    [Fact]
    public async Task A_command_that_writes_through_the_store_again_is_told_so_instead_of_waiting_for_itself()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Store.Write(fixture.Tenant, _
            => fixture.Store.Write(fixture.Tenant, inner => SampleTable.Put(inner, "a", 1))));
        await fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, "b", 1));
        Assert.Equal(["b"], (await fixture.Store.Read(fixture.Tenant, SampleTable.All)).Keys);
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_refused_clearly()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        var refusal = Assert.Throws<StoreUnavailableException>(() => new SqliteStore(fixture.Folder, fixture.Migrations, new InProcessBus()));
        Assert.Contains(fixture.Folder, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_refuses_clearly_and_opens_once_it_is_restored()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        var store = (SqliteStore)fixture.Store;
        var other = new TenantId("other");
        await File.WriteAllTextAsync(store.PathOf(other), new string('?', 8_192));
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Write(other, transaction => SampleTable.Put(transaction, "a", 1)));
        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        File.Delete(store.PathOf(other));
        await store.CopyTo(fixture.Tenant, store.PathOf(other));
        await store.Write(other, transaction => SampleTable.Put(transaction, "a", 1));
    }

    [Fact]
    public async Task An_unknown_tenant_is_named()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => fixture.Store.Read(new TenantId("nobody"), SampleTable.All));
        Assert.Contains("nobody", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_flushed_on_every_commit()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        Assert.Equal(2, await fixture.Store.Write(fixture.Tenant, transaction => transaction.One<long>("pragma synchronous")));
        Assert.Equal("wal", await fixture.Store.Write(fixture.Tenant, transaction => transaction.One<string>("pragma journal_mode")));
    }
}
