using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;

namespace Patella.Tests.Platform.Storage;

/// <summary>What every store promises, whichever it is.</summary>
public class StoreContractTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_command_that_throws_changes_nothing(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await SampleTable.Put(transaction, "a", 1);
            await transaction.Append(SampleTable.Entry("e1"));
            throw new InvalidOperationException("refused");
        }));

        Assert.Equal("refused", failure.Message);
        Assert.Empty(await fixture.Store.Read(fixture.Tenant, SampleTable.All));
        Assert.Empty(await fixture.Store.ReadTimeline(fixture.Tenant, TimelinePosition.Start, 10));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_failing_command_takes_none_of_its_neighbours_with_it(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var writes = Enumerable.Range(0, 200).Select(number => fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await SampleTable.Put(transaction, $"item-{number:000}", number);
            if (number % 3 == 0)
            {
                // Every third breaks a check of the schema after its first change.
                await SampleTable.Put(transaction, $"item-{number:000}", -2_000_000);
            }
        })).ToArray();
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        var stored = await fixture.Store.Read(fixture.Tenant, SampleTable.All);
        Assert.Equal(Enumerable.Range(0, 200).Where(number => number % 3 != 0).Select(number => $"item-{number:000}"), stored.Keys.Order());
        Assert.All(Enumerable.Range(0, 200), number => Assert.Equal(number % 3 == 0, writes[number].IsFaulted));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_command_that_swallows_a_failed_statement_is_not_acknowledged(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await Assert.ThrowsAnyAsync<Exception>(() => fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await SampleTable.Put(transaction, "before", 1);
            try
            {
                await SampleTable.Put(transaction, "broken", -2_000_000);
            }
            catch (Exception)
            {
                // What a careless command does.
            }
        }));

        Assert.Empty(await fixture.Store.Read(fixture.Tenant, SampleTable.All));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_acknowledged_is_there_after_a_restart(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, $"{number}", number))));
        await fixture.Restart();
        Assert.Equal(100, (await fixture.Store.Read(fixture.Tenant, SampleTable.All)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Preparing_a_tenant_twice_changes_nothing(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, "a", 7));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.Store.Prepare(fixture.Tenant)));
        await fixture.Restart();
        await fixture.Store.Prepare(fixture.Tenant);
        Assert.Equal(7, (await fixture.Store.Read(fixture.Tenant, SampleTable.All))["a"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reader_cannot_write(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await Assert.ThrowsAnyAsync<Exception>(() => fixture.Store.Read(fixture.Tenant, reader
            => reader.One<string>("insert into sample_item (tenant, id, value) values (@tenant, 'x', 1) returning id")));
        Assert.Empty(await fixture.Store.Read(fixture.Tenant, SampleTable.All));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reader_sees_one_moment(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, "a", 1));
        var (before, after) = await fixture.Store.Read(fixture.Tenant, async reader =>
        {
            var first = await SampleTable.Find(reader, "a");
            await fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, "a", 2));
            return (first!.Value, (await SampleTable.Find(reader, "a"))!.Value);
        });
        Assert.Equal((1, 1), (before, after));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_tenant_sees_nothing_of_another_even_with_handwritten_SQL(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var rival = new TenantId("rival");
        await fixture.Store.Prepare(rival);
        await fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, "secret", 42));
        Assert.Equal(0, await fixture.Store.Read(rival, reader => reader.One<long>("select count(*) from sample_item")));
        Assert.Equal(0, await fixture.Store.Read(rival, reader => reader.One<long>("select count(*) from sample_total")));
        Assert.Equal(0, await fixture.Store.Write(rival, transaction => transaction.Execute("update sample_item set value = 0 where tenant = 'shop'")));
        Assert.Equal(0, await fixture.Store.Write(rival, transaction => transaction.Execute("delete from sample_item")));
        Assert.Equal(42, (await fixture.Store.Read(fixture.Tenant, SampleTable.All))["secret"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hints_run_in_order_after_the_commit_and_their_failure_harms_nobody(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var heard = new List<string>();
        await fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            transaction.AfterCommit(() => heard.Add("first"));
            transaction.AfterCommit(() => throw new InvalidOperationException("a broken hint"));
            transaction.AfterCommit(() => heard.Add("last"));
            await SampleTable.Put(transaction, "a", 1);
            Assert.Empty(heard);
        });
        using var broken = fixture.Bus.Subscribe(_ => throw new InvalidOperationException("a broken listener"));
        await fixture.Store.Write(fixture.Tenant, transaction => transaction.Append(SampleTable.Entry("e1")));
        await Assert.ThrowsAsync<ArithmeticException>(() => fixture.Store.Write(fixture.Tenant, transaction =>
        {
            transaction.AfterCommit(() => heard.Add("never"));
            throw new ArithmeticException();
        }));
        Assert.Equal(["first", "last"], heard);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_transaction_that_is_over_takes_no_more_statements(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        ITransaction? kept = null;
        await fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(kept = transaction, "a", 1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => SampleTable.Put(kept!, "b", 1));
        Assert.Single(await fixture.Store.Read(fixture.Tenant, SampleTable.All));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_closed_store_refuses_clearly(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.DisposeAsync();
        var write = await Assert.ThrowsAsync<StoreUnavailableException>(() => fixture.Store.Write(fixture.Tenant, transaction => SampleTable.Put(transaction, "a", 1)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => fixture.Store.Read(fixture.Tenant, SampleTable.All));
        Assert.False(write.OutcomeUnknown);
        Assert.Contains("closed", write.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Too_many_waiting_writes_are_refused_and_the_admitted_ones_are_kept(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var first = fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await SampleTable.Put(transaction, "first", 1);
            started.TrySetResult();
            await gate.Task;
        });
        await started.Task;
        var crowd = Enumerable.Range(0, 17_000).Select(_ => fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await gate.Task;
            stop.Token.ThrowIfCancellationRequested();
            await transaction.One<long>("select 1");
        }, cancellation: stop.Token)).ToArray();
        var refused = crowd.Where(task => task.IsFaulted).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, task => Assert.IsType<StoreUnavailableException>(task.Exception!.InnerException));
        await stop.CancelAsync();
        gate.SetResult();
        await first;
        await Task.WhenAll(crowd).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.True((await fixture.Store.Read(fixture.Tenant, SampleTable.All)).ContainsKey("first"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lists_enumerations_and_nothing_bind_alike(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            foreach (var id in new[] { "a", "b", "c" })
            {
                await SampleTable.Put(transaction, id, id[0]);
            }
        });
        var found = await fixture.Store.Read(fixture.Tenant, async reader => (
            Named: await reader.Many<string>("select id from sample_item where tenant = @tenant and id in @ids order by id", new { ids = new List<string> { "a", "c", "z" } }),
            Others: await reader.Many<string>("select id from sample_item where tenant = @tenant and value not in @values order by id", new { values = new long[] { 97 } }),
            None: await reader.Many<string>("select id from sample_item where tenant = @tenant and id in @ids", new { ids = Array.Empty<string>() }),
            Anything: await reader.One<long?>("select value from sample_item where tenant = @tenant and (@id is null or id = @id) order by id limit 1", new { id = (string?)null }),
            Missing: await reader.One<SampleItem>("select id, value, version, note from sample_item where id = 'nobody'"),
            Count: await reader.One<int>("select count(*) from sample_item"),
            Pair: await reader.One<(string Id, long Value)>("select id, value from sample_item where tenant = @tenant and id = @Id", new Dictionary<string, object?> { ["Id"] = "b" }),
            Kind: await reader.One<string>("select id from sample_item where tenant = @tenant and value = @Mode + 96", new { Mode = WriteMode.Serializable })));
        Assert.Equal(["a", "c"], found.Named);
        Assert.Equal(["b", "c"], found.Others);
        Assert.Empty(found.None);
        Assert.Equal(97, found.Anything);
        Assert.Null(found.Missing);
        Assert.Equal(3, found.Count);
        Assert.Equal(("b", 98), found.Pair);
        Assert.Equal("b", found.Kind);
    }
}
