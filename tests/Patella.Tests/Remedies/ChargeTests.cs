using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Remedies;
using Patella.Tests.Ledger;
using Patella.Tests.Platform;
using static Patella.Tests.Remedies.RemedyWorld;

namespace Patella.Tests.Remedies;

/// <summary>Money that consumers pay for a change: held on stored value, collected from a card, given back when the change is not made.</summary>
public class ChargeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_charge_to_stored_value_is_held_then_posted_and_never_more_than_there_is(StoreKind kind)
    {
        await using var world = await Create(kind);
        await Bring(world, 500);
        await Bring(world, 900);
        await world.Plan(Charge("c1", 400));
        Assert.False(await world.Read(reader => world.Desk.Collected(reader, "c1")));
        await world.Reserve("c1");
        Assert.True(await world.Read(reader => world.Desk.Collected(reader, "c1")));
        await world.Plan(Charge("c2", 101));
        Assert.Equal("value-short", (await world.Reserve("c2")).Problem?.Code);
        Assert.Equal(RemedyState.Confirmed, (await world.Pay("c1")).Value.State);
        Assert.Equal((100, 400), (await world.Balance(ChartOfAccounts.BuyerValue, "gift-a"), await world.Balance(ChartOfAccounts.OrderPaid, Order)));
        Assert.Null((await world.Give(Refund("r1", 400, "gift-a"))).Problem);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_charge_to_a_card_is_collected_when_the_provider_says_so(StoreKind kind)
    {
        await using var world = await Create(kind, _ => ProviderFault.Late);
        await world.Plan(Charge("c1", 400, "card-a"));
        Assert.Equal(RemedyState.Reserved, (await world.Reserve("c1")).Value.State);
        Assert.False(await world.Read(reader => world.Desk.Collected(reader, "c1")));
        Assert.Equal("not-collected", (await world.Pay("c1")).Problem?.Code);
        await world.Settle();
        Assert.True(await world.Read(reader => world.Desk.Collected(reader, "c1")));
        Assert.Equal(RemedyState.Confirmed, (await world.Pay("c1")).Value.State);
        Assert.Equal(400, await world.Balance(ChartOfAccounts.OrderPaid, Order));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_charge_that_was_collected_for_nothing_is_given_back(StoreKind kind)
    {
        await using var world = await Create(kind, key => key.Contains("late", StringComparison.Ordinal) ? ProviderFault.Late : ProviderFault.None);
        await Bring(world, 500);
        foreach (var (id, instrument) in new[] { ("held", "gift-a"), ("taken", "gift-a"), ("queued", "card-a"), ("collected", "card-a"), ("late", "card-a") })
        {
            await world.Plan(Charge(id, 100, instrument));
        }

        await world.Reserve("held");
        await world.Pay("taken");
        await world.Reserve("collected");
        await world.Settle();
        await world.Reserve("late");
        await world.Work();
        await world.Reserve("queued");
        foreach (var id in new[] { "held", "taken", "queued", "collected", "late" })
        {
            Assert.Equal(RemedyState.Cancelled, (await world.Cancel(id)).Value.State);
            Assert.Equal(RemedyState.Cancelled, (await world.Cancel(id)).Value.State);
        }

        Assert.Null((await world.Find("late")).GivenBack);
        await world.Settle();
        await world.Settle();
        await world.Follow(again: true);
        Assert.Equal("late:back", (await world.Find("late")).GivenBack);
        Assert.Equal((500, 0), (await world.Balance(ChartOfAccounts.BuyerValue, "gift-a"), await world.Balance(ChartOfAccounts.OrderPaid, Order)));
        Assert.Equal(0, world.Provider.Moved.Sum(entry => entry.Inward ? entry.Amount : -entry.Amount));
        Assert.Equal(4, world.Provider.Moved.Count);
    }

    private static async Task Bring(RemedyWorld world, long amount)
        => Assert.Null((await world.Write(transaction => world.Desk.OpenValue(transaction, "gift-a", "gift card", "ann", new Money(amount, Cny)))).Problem);
}
