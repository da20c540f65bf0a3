using Patella.Platform.Storage;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;
using Patella.Service.Remedies;
using Patella.Tests.Ledger;
using Patella.Tests.Platform;
using static Patella.Tests.Remedies.RemedyWorld;

namespace Patella.Tests.Remedies;

/// <summary>The provider did something else than asked: people say what truly moved, and the books follow to the cent.</summary>
public class OddPaymentTests
{
    [Theory]
    [OnSqlite(0L), OnSqlite(120L), OnSqlite(300L), OnSqlite(301L), OnPostgres(0L), OnPostgres(120L), OnPostgres(301L)]
    public async Task What_truly_left_us_is_posted_and_the_rest_is_free_again(StoreKind kind, object moved)
    {
        var left = (long)moved;
        await using var world = await Create(kind, _ => ProviderFault.WrongAmount);
        await world.Know(1_000);
        await world.Give(Refund("r1", 300));
        await world.Settle();
        Assert.Equal((RemedyState.Paid, "odd", 300L), ((await world.Find("r1")).State, (await world.Find("r1")).Code, (await world.Account(ChartOfAccounts.OrderPaid, Order)).DebitsPending));
        Assert.Null(await world.Write(transaction => world.Payments.SettleOdd(transaction, "r:r1:1", left, "eve")));
        Assert.Equal("not-odd", (await world.Write(transaction => world.Payments.SettleOdd(transaction, "r:r1:1", left, "eve")))?.Code);
        await world.Follow();
        var after = await world.Find("r1");
        Assert.Equal(left > 0 ? (RemedyState.Confirmed, left == 300 ? null : left) : (RemedyState.Failed, (long?)null), (after.State, after.Received));
        Assert.Equal((1_000 - Math.Min(left, 300), 0), (await world.Balance(ChartOfAccounts.OrderPaid, Order), (await world.Account(ChartOfAccounts.OrderPaid, Order)).DebitsPending));
        Assert.Equal(left - 1_000, await world.Balance(ChartOfAccounts.BuyerInstrument, "card-a"));
        Assert.Equal(Math.Min(0, 300 - left), (await world.Read(reader => world.Books.Ledger.Find(reader, ChartOfAccounts.Id(ChartOfAccounts.Suspense, Cny))))?.Balance ?? 0);
        Assert.Equal(0, await world.Read(reader => reader.One<long>("select count(*) from ledger_mismatch where tenant = @tenant and settled_at is null")));
        Assert.True((await world.Books.Verify()).Intact);
    }

    [Theory]
    [OnSqlite(0L), OnSqlite(70L), OnPostgres(70L)]
    public async Task What_truly_came_in_is_booked(StoreKind kind, object moved)
    {
        var came = (long)moved;
        await using var world = await Create(kind, _ => ProviderFault.WrongAmount);
        await world.Plan(Charge("c1", 100, "card-a"));
        await world.Reserve("c1");
        await world.Settle();
        Assert.False(await world.Read(reader => world.Desk.Collected(reader, "c1")));
        Assert.Null(await world.Write(transaction => world.Payments.SettleOdd(transaction, "r:c1:1", came, "eve")));
        await world.Follow();
        Assert.Equal(came > 0 ? RemedyState.Confirmed : RemedyState.Failed, (await world.Find("c1")).State);
        Assert.Equal(came, await world.Balance(ChartOfAccounts.OrderPaid, Order));

        // Given back is what came, not what was asked.
        if (came > 0)
        {
            Assert.Null((await world.Cancel("c1")).Problem);
            Assert.Equal(came, (await world.Find("c1:back")).Amount);
        }
    }
}
