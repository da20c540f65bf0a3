using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Remedies;
using Patella.Tests.Ledger;
using Patella.Tests.Platform;
using static Patella.Tests.Remedies.RemedyWorld;

namespace Patella.Tests.Remedies;

/// <summary>What becomes of a remedy: each state, what it means for the money, and that a second call changes nothing.</summary>
public class RemedyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_to_stored_value_is_there_at_once(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Know(1_000);
        await world.Plan(Refund("r1", 300, "gift-a"));
        Assert.Equal(0, (await world.Account(ChartOfAccounts.OrderPaid, Order)).DebitsPending);
        Assert.Equal(RemedyState.Reserved, (await world.Reserve("r1")).Value.State);
        Assert.Equal(300, (await world.Account(ChartOfAccounts.OrderPaid, Order)).DebitsPending);
        Assert.Equal(RemedyState.Confirmed, (await world.Pay("r1")).Value.State);
        Assert.Equal((700, 300), (await world.Balance(ChartOfAccounts.OrderPaid, Order), await world.Balance(ChartOfAccounts.BuyerValue, "gift-a")));
        Assert.Equal(["remedy.planned", "remedy.reserved", "remedy.confirmed"], await world.Told("r1"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_to_a_card_is_confirmed_when_the_provider_has_paid(StoreKind kind)
    {
        await using var world = await Create(kind, _ => ProviderFault.AnswerLost);
        await world.Know(1_000);
        await world.Plan(Refund("r1", 300));
        await world.Reserve("r1");
        Assert.Equal(RemedyState.Paid, (await world.Pay("r1")).Value.State);
        Assert.Equal((1_000, 300), (await world.Balance(ChartOfAccounts.OrderPaid, Order), (await world.Account(ChartOfAccounts.OrderPaid, Order)).DebitsPending));
        await world.Settle();
        Assert.Equal(RemedyState.Confirmed, (await world.Find("r1")).State);
        Assert.Equal(700, await world.Balance(ChartOfAccounts.OrderPaid, Order));
        Assert.Equal([("r:r1:1", 300L)], world.Provider.Moved.Select(entry => (entry.Key, entry.Amount)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_call_may_come_twice(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Know(1_000);
        await world.Know(1_000);
        foreach (var step in new Func<Task<Outcome<Remedy>>>[] { () => world.Plan(Refund("r1", 300)), () => world.Reserve("r1"), () => world.Pay("r1"), () => world.Plan(Refund("r1", 300)), () => world.Reserve("r1"), () => world.Pay("r1") })
        {
            Assert.Null((await step()).Problem);
            Assert.Null((await step()).Problem);
        }

        await world.Settle();
        await world.Follow(again: true);
        await world.Pay("r1");
        Assert.Equal(700, await world.Balance(ChartOfAccounts.OrderPaid, Order));
        Assert.Single(world.Provider.Moved);
        Assert.Equal(["remedy.planned", "remedy.reserved", "remedy.paid", "remedy.confirmed"], await world.Told("r1"));
        Assert.Equal("remedy-taken", (await world.Plan(Refund("r1", 301))).Problem?.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_paid_is_never_refunded_twice_over_whatever_it_is_called(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Know(1_000);
        Assert.Null((await world.Give(Refund("r1", 400))).Problem);
        Assert.Null((await world.Give(Refund("r2", 300, "gift-a") with { Kind = RemedyKinds.Voucher })).Problem);
        Assert.Null((await world.Plan(Refund("r3", 301))).Problem);
        Assert.Equal("more-than-paid", (await world.Reserve("r3")).Problem?.Code);
        Assert.Equal("more-than-paid", (await world.Pay("r3")).Problem?.Code);
        Assert.Null((await world.Give(Refund("r4", 300))).Problem);
        await world.Settle();
        Assert.Equal(0, await world.Balance(ChartOfAccounts.OrderPaid, Order));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_provider_refuses_is_free_again_and_goes_to_another_instrument(StoreKind kind)
    {
        await using var world = await Create(kind, key => key == "r:r1:1" ? ProviderFault.Refuses : ProviderFault.None);
        await world.Know(1_000);
        await world.Give(Refund("r1", 300));
        await world.Settle();
        Assert.Equal((RemedyState.Failed, "instrument-closed"), ((await world.Find("r1")).State, (await world.Find("r1")).Code));
        Assert.Equal(0, (await world.Account(ChartOfAccounts.OrderPaid, Order)).DebitsPending);
        Assert.Equal("not-their-instrument", (await world.Retry("r1", "card-b")).Problem?.Code);
        Assert.Equal(RemedyState.Paid, (await world.Retry("r1", "wallet-a")).Value.State);
        Assert.Equal(2, (await world.Retry("r1", "wallet-a")).Value.Attempt);
        await world.Settle();
        Assert.Equal((RemedyState.Confirmed, 300L), ((await world.Find("r1")).State, -await world.Balance(ChartOfAccounts.BuyerInstrument, "card-a") - 700 + await world.Balance(ChartOfAccounts.BuyerInstrument, "wallet-a") - 300));
        Assert.Equal(["r:r1:2"], world.Provider.Moved.Select(entry => entry.Key));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_held_is_free_after_a_cancellation_and_what_was_given_stays_given(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Know(1_000);
        foreach (var (id, instrument) in new[] { ("planned", "gift-a"), ("held", "card-a"), ("queued", "card-a"), ("given", "gift-a") })
        {
            await world.Plan(Refund(id, 100, instrument));
        }

        await world.Reserve("held");
        await world.Pay("queued");
        await world.Pay("given");
        foreach (var id in new[] { "planned", "held", "queued" })
        {
            Assert.Equal(RemedyState.Cancelled, (await world.Cancel(id)).Value.State);
            Assert.Equal(RemedyState.Cancelled, (await world.Cancel(id)).Value.State);
            Assert.Equal("remedy-ended", (await world.Pay(id)).Problem?.Code);
        }

        Assert.Equal("already-given", (await world.Cancel("given")).Problem?.Code);
        await world.Settle();
        Assert.Equal((900, 0), (await world.Balance(ChartOfAccounts.OrderPaid, Order), (await world.Account(ChartOfAccounts.OrderPaid, Order)).DebitsPending));
        Assert.Empty(world.Provider.Moved);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_later_decision_takes_nothing_from_a_consumer_in_good_faith(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Know(1_000);
        await world.Give(Refund("r1", 300, "gift-a"));
        await world.Give(Refund("r2", 300, "card-a"));
        await world.Settle();
        Assert.Equal("good-faith", await Reverse("r1", new RemedyReversal("v1", "the shop was right", false, null, new RemedyGiver("staff", "sam", 3), new RemedyGiver("staff", "eve", 3))));
        Assert.Equal("invalid", await Reverse("r1", new RemedyReversal("v1", "deceived us", true, null, new RemedyGiver("staff", "sam", 3), new RemedyGiver("staff", "eve", 3))));
        Assert.Equal("second-person", await Reverse("r1", new RemedyReversal("v1", "deceived us", true, "ruling-1", new RemedyGiver("staff", "sam", 3), new RemedyGiver("staff", "sam", 3))));
        Assert.Equal("paid-outside", await Reverse("r2", new RemedyReversal("v1", "deceived us", true, "ruling-1", new RemedyGiver("staff", "sam", 3), new RemedyGiver("staff", "eve", 3))));
        Assert.Equal(300, await world.Balance(ChartOfAccounts.BuyerValue, "gift-a"));
        Assert.Null(await Reverse("r1", new RemedyReversal("v1", "deceived us", true, "ruling-1", new RemedyGiver("staff", "sam", 3), new RemedyGiver("staff", "eve", 3))));
        Assert.Null(await Reverse("r1", new RemedyReversal("v1", "deceived us", true, "ruling-1", new RemedyGiver("staff", "sam", 3), new RemedyGiver("staff", "eve", 3))));
        Assert.Equal((0, 700), (await world.Balance(ChartOfAccounts.BuyerValue, "gift-a"), await world.Balance(ChartOfAccounts.OrderPaid, Order)));

        async Task<string?> Reverse(string id, RemedyReversal reversal) => (await world.Write(transaction => world.Desk.Reverse(transaction, id, reversal))).Problem?.Code;
    }

    [Fact]
    public async Task A_service_in_kind_moves_no_money_and_goes_the_same_way()
    {
        await using var world = await Create(StoreKind.Sqlite);
        await world.Plan(Refund("k1", 0, null) with { Kind = RemedyKinds.Reship });
        Assert.Equal(RemedyState.Reserved, (await world.Reserve("k1")).Value.State);
        Assert.Equal(RemedyState.Confirmed, (await world.Pay("k1")).Value.State);
        Assert.Single(await world.Books.Journal());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Without_an_instrument_it_goes_back_the_way_it_came_and_a_gesture_to_the_persons_balance(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Know(1_000);
        await world.Know(500, order: "order-2", instrument: null);
        Assert.Equal("card-a", (await world.Plan(Refund("r1", 100, null))).Value.Instrument);
        Assert.Equal("payment:p1", (await world.Plan(Refund("r2", 100, null, "order-2"))).Value.Instrument);
        Assert.Equal(RemedyState.Confirmed, (await world.Give(Gesture("g1", 50, null))).Value.State);
        Assert.Equal(50, await world.Balance(ChartOfAccounts.BuyerValue, "balance-ann"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_marketplace_gave_back_itself_is_not_given_again(StoreKind kind)
    {
        await using var world = await Create(kind);
        Assert.Equal(new OrderBalance(Order, Cny, 1_000, 1_000, 0), (await world.Know(1_000)).Value);
        Assert.Equal(new OrderBalance(Order, Cny, 1_000, 400, 0), (await world.Know(1_000, 600)).Value);
        Assert.Null((await world.Give(Refund("r1", 300, "gift-a"))).Problem);
        Assert.Equal("more-than-paid", (await world.Give(Refund("r2", 101, "gift-a"))).Problem?.Code);

        // It gives back more than is left: that is somebody's loss to look at, and the order stays at nothing.
        Assert.Equal(0, (await world.Know(1_000, 900)).Value.Refundable);
        Assert.Equal(-200, (await world.Books.Account(ChartOfAccounts.Id(ChartOfAccounts.Suspense, Cny))).Balance);
        Assert.Contains((await world.Read(reader => reader.Many<string>("select kind from timeline where tenant = @tenant"))), told => told == RemedyEntries.RefundedBeyond);
        Assert.True((await world.Books.Verify()).Intact);
    }
}
