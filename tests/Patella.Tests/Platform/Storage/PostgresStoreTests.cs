using Dapper;
using Npgsql;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Postgres;
using Patella.Platform.Timeline;

namespace Patella.Tests.Platform.Storage;

public class PostgresStoreTests
{
    [PostgresFact]
    public async Task Every_table_with_a_tenant_is_guarded_and_the_business_role_cannot_pass()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        await using var owner = new NpgsqlConnection(fixture.ConnectionString);
        var unguarded = await owner.QueryAsync<string>(
            """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p')
              and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant')
              and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polwithcheck is not null))
            """);
        Assert.Empty(unguarded);
        Assert.True(await owner.ExecuteScalarAsync<long>("select count(*) from pg_policy") >= 5, "the query above looked at nothing");
        await using var business = await fixture.First.Connections!.Open(CancellationToken.None);
        Assert.Equal((false, false, "patella_app"), await business.QuerySingleAsync<(bool, bool, string)>("select rolsuper, rolbypassrls, rolname::text from pg_roles where rolname = current_user"));
    }

    [PostgresFact]
    public async Task Databases_of_one_server_can_be_prepared_at_once_by_somebody_who_is_no_member_of_the_role_yet()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        await using var owner = new NpgsqlConnection(fixture.ConnectionString);
        for (var round = 0; round < 4; round++)
        {
            await owner.ExecuteAsync("revoke patella_app from current_user");
            var prepared = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => StoreFixture.Create(StoreKind.Postgres)));
            await Task.WhenAll(prepared.Select(one => one.DisposeAsync().AsTask()));
        }
    }

    [PostgresFact]
    public async Task A_business_connection_without_a_tenant_sees_and_writes_nothing()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        await fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, "secret", 1));
        await using var business = await fixture.First.Connections!.Open(CancellationToken.None);
        try
        {
            Assert.Equal(0, await business.ExecuteScalarAsync<long>("select count(*) from sample_item"));
        }
        catch (PostgresException unset)
        {
            Assert.Contains("patella.tenant", unset.MessageText, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<PostgresException>(() => business.ExecuteAsync("insert into sample_item (tenant, id, value) values ('shop', 'x', 1)"));
        await Assert.ThrowsAsync<PostgresException>(() => business.ExecuteAsync("select secret from node"));
        await Assert.ThrowsAsync<PostgresException>(() => business.ExecuteAsync("delete from migration"));
    }

    [PostgresFact]
    public async Task A_row_of_another_tenant_cannot_be_written()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => fixture.Store.Write(fixture.Tenant, transaction
            => transaction.Execute("insert into sample_item (tenant, id, value) values ('rival', 'x', 1)")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [PostgresFact]
    public async Task A_reader_never_skips_an_entry_that_commits_late()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        var drawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await transaction.Append(SampleTable.Entry("slow"));
            drawn.SetResult();
            await late.Task;
        });
        await drawn.Task;
        await fixture.Store.Write(fixture.Tenant, transaction => transaction.Append(SampleTable.Entry("quick")));

        Assert.Empty(await fixture.Store.ReadTimeline(fixture.Tenant, TimelinePosition.Start, 10));
        Assert.Equal(2, await fixture.Store.Read(fixture.Tenant, reader => reader.One<long>("select max(position) from timeline")));
        late.SetResult();
        await slow;
        await Waiting.Until(async () => (await fixture.Store.ReadTimeline(fixture.Tenant, TimelinePosition.Start, 10)).Count == 2, "both are readable");
        Assert.Equal(["slow", "quick"], (await fixture.Store.ReadTimeline(fixture.Tenant, TimelinePosition.Start, 10)).Select(entry => entry.Id));
    }

    [PostgresFact]
    public async Task A_process_that_falls_silent_inside_a_transaction_is_ended_by_the_server_and_runs_it_again()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        var runs = 0;
        await fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            runs++;
            await SampleTable.Put(transaction, $"a{runs}", 1);
            if (runs == 1)
            {
                // The silence itself is what is tested: longer than the server's limit.
                await Task.Delay(PostgresConnections.IdleInTransactionLimit + 500);
                Assert.Empty(await fixture.Store.Read(fixture.Tenant, SampleTable.All));
            }

            await SampleTable.Put(transaction, $"b{runs}", 1);
        });
        Assert.Equal(2, runs);
        Assert.Equal(["a2", "b2"], (await fixture.Store.Read(fixture.Tenant, SampleTable.All)).Keys.Order());
    }

    [PostgresFact]
    public async Task A_connection_that_is_cut_refuses_clearly_and_the_next_write_works()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await SampleTable.Put(transaction, "a", 1);
            await CutConnections(fixture);
            await SampleTable.Put(transaction, "b", 1);
        }));
        await fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, "c", 1));
        Assert.Equal(["c"], (await fixture.Store.Read(fixture.Tenant, SampleTable.All)).Keys);
    }

    [PostgresFact]
    public async Task Two_processes_that_prepare_at_once_migrate_once()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Postgres);
        await Task.WhenAll(fixture.OpenAnother(), fixture.OpenAnother(), fixture.OpenAnother());
        await using var owner = new NpgsqlConnection(fixture.ConnectionString);
        Assert.Equal(fixture.Migrations.All.Count, await owner.ExecuteScalarAsync<long>("select count(*) from migration"));
    }

    [PostgresFact]
    public async Task A_server_that_is_not_there_is_named_without_its_password()
    {
        await using var connections = new PostgresConnections("Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Database=d");
        var store = new PostgresStore(connections, new(), new Patella.Platform.Messaging.InProcessBus());
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Prepare(TenantId.System));
        Assert.Contains("127.0.0.1:1", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Write(TenantId.System, transaction => SampleTable.Put(transaction, "a", 1)));
    }

    internal static async Task CutConnections(StoreFixture fixture)
    {
        await using var owner = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(fixture.ConnectionString) { Pooling = false }.ToString());
        await owner.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    }
}
