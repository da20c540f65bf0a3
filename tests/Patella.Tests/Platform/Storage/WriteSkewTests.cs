using Patella.Platform.Storage;
using Xunit.Abstractions;

namespace Patella.Tests.Platform.Storage;

/// <summary>
/// Two people of a rota decide at once to go home; each reads that the other is still there and writes only a row of its own.
/// One must stay. Read committed lets both go: that case proves that this suite can fail.
/// </summary>
public class WriteSkewTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [PostgresFact]
    public async Task Read_committed_on_PostgreSQL_lets_both_leave()
        => Assert.Equal(0, await OnDutyAfterBothAsk(StoreKind.Postgres, WriteMode.Normal, guardRow: false));

    [Fact]
    public async Task SQLite_has_one_writer_so_one_stays()
        => Assert.Equal(1, await OnDutyAfterBothAsk(StoreKind.Sqlite, WriteMode.Normal, guardRow: false));

    [Theory, OnSqlite, OnPostgres]
    public async Task Serializable_keeps_one(StoreKind kind)
        => Assert.Equal(1, await OnDutyAfterBothAsk(kind, WriteMode.Serializable, guardRow: false));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_compare_and_set_on_a_row_that_both_write_keeps_one(StoreKind kind)
        => Assert.Equal(1, await OnDutyAfterBothAsk(kind, WriteMode.Normal, guardRow: true));

    [Theory]
    [OnSqlite(11), OnSqlite(12), OnPostgres(11), OnPostgres(12)]
    public async Task Random_leaving_and_returning_never_empties_the_rota(StoreKind kind, int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            for (var person = 0; person < 4; person++)
            {
                await SampleTable.Put(transaction, $"person-{person}", 1);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async person =>
        {
            var random = new Random((seed * 10) + person);
            for (var step = 0; step < 25; step++)
            {
                var leaving = random.Next(3) > 0;
                var left = await fixture.Store.Write(fixture.Tenant, async transaction =>
                {
                    var others = await transaction.One<long>("select sum(value) from sample_item where tenant = @tenant and id <> @id", new { id = $"person-{person}" });
                    await SampleTable.Put(transaction, $"person-{person}", leaving && others > 0 ? 0 : 1);
                    return others + (leaving && others > 0 ? 0 : 1);
                }, WriteMode.Serializable);
                Assert.True(left > 0);
                Assert.True(await fixture.Store.Read(fixture.Tenant, reader => reader.One<long>("select total from sample_total where tenant = @tenant")) > 0);
            }
        }));
    }

    private static async Task<long> OnDutyAfterBothAsk(StoreKind kind, WriteMode mode, bool guardRow)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await SampleTable.Put(transaction, "rota", 0);
            await SampleTable.Put(transaction, "ann", 1);
            await SampleTable.Put(transaction, "bob", 1);
        });
        using var met = new Barrier2();
        await Task.WhenAll(Leave(fixture, "ann", mode, guardRow, met), Leave(fixture, "bob", mode, guardRow, met));
        return await fixture.Store.Read(fixture.Tenant, reader => reader.One<long>("select sum(value) from sample_item where tenant = @tenant and id in ('ann', 'bob')"));
    }

    private static async Task Leave(StoreFixture fixture, string who, WriteMode mode, bool guardRow, Barrier2 met)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await fixture.Store.Write(fixture.Tenant, transaction => Decide(transaction, who, guardRow, met), mode);
                return;
            }
            catch (VersionConflictException) when (attempt < 5)
            {
                // Decide anew on what is there now.
            }
        }
    }

    private static async Task Decide(ITransaction transaction, string who, bool guardRow, Barrier2 met)
    {
        var rota = await SampleTable.Find(transaction, "rota");
        var onDuty = await transaction.One<long>("select sum(value) from sample_item where tenant = @tenant and id in ('ann', 'bob')");
        await met.Wait(Patience);
        if (onDuty < 2)
        {
            return;
        }

        if (guardRow)
        {
            await SampleTable.CompareAndSet(transaction, rota!, rota!.Value + 1);
        }

        await SampleTable.Put(transaction, who, 0);
    }

    /// <summary>Lets two callers go on together the first time; on a store with one writer nobody comes, and each goes on alone.</summary>
    private sealed class Barrier2 : IDisposable
    {
        private readonly TaskCompletionSource _both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _here;

        public async Task Wait(TimeSpan patience)
        {
            if (Interlocked.Increment(ref _here) >= 2)
            {
                _both.TrySetResult();
            }

            await Task.WhenAny(_both.Task, Task.Delay(patience));
        }

        public void Dispose() => _both.TrySetResult();
    }
}
