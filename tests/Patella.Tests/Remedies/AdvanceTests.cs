using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Remedies;
using Patella.Tests.Platform;
using static Patella.Tests.Remedies.RemedyWorld;

namespace Patella.Tests.Remedies;

/// <summary>The platform pays first and gets it back: deposit, next settlements, receivable, write-off.</summary>
public class AdvanceTests
{
    private static readonly RemedyGiver Fay = new("staff", "fay", 3);
    private static readonly RemedyGiver Eve = new("staff", "eve", 3);

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_shop_has_is_taken_deposit_first_and_the_rest_is_owed_then_written_off(StoreKind kind)
    {
        await using var world = await Begin(kind, deposit: 100, settlement: 50);
        Assert.Equal("nobody-liable", (await Step(world, "s0", RecoverySteps.Sweep)).Problem?.Code);
        Assert.Null((await Blame(world)).Problem);
        Assert.Equal((150, 0, 250, 0, "recovering"), Figures(await Step(world, "s1", RecoverySteps.Sweep)));
        Assert.Equal((150, 0, 250, 0, "recovering"), Figures(await Step(world, "s1", RecoverySteps.Sweep)));
        Assert.Equal([("deposit", 100L), ("settlement", 50L)], (await world.Read(reader => world.Advances.Recoveries(reader, "case-1", Cny))).Select(one => (one.Source, one.Amount)));
        Assert.Equal((150, 0, 250, 250, "claimed"), Figures(await Step(world, "s2", RecoverySteps.Claim)));

        // The next settlement: what is owed is collected from it.
        await Fill(world, ChartOfAccounts.MerchantSettlement, 70);
        Assert.Equal((220, 0, 180, 180, "claimed"), Figures(await Step(world, "s3", RecoverySteps.Sweep)));
        Assert.Equal("second-person", (await WriteOff(world, "w1", 80, Fay)).Problem?.Code);
        Assert.Equal((220, 80, 100, 100, "claimed"), Figures(await WriteOff(world, "w1", 80, Eve)));
        Assert.Equal((220, 180, 0, 0, "written-off"), Figures(await WriteOff(world, "w2", null, Eve)));
        Assert.Equal("recovery-taken", (await WriteOff(world, "w2", 80, Eve)).Problem?.Code);
        Assert.True((await world.Books.Verify()).Intact);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_consumer_has_it_whatever_becomes_of_the_recovery(StoreKind kind)
    {
        await using var world = await Create(kind);
        Assert.Null((await world.Give(Advance("a1", 400))).Problem);
        Assert.Equal((0, 0, 0, 0, "held"), Figures(await world.Read(reader => world.Advances.Find(reader, "case-1", Cny))));
        await world.Settle();
        Assert.Equal((0, 0, 400, 0, "paid"), Figures(await world.Read(reader => world.Advances.Find(reader, "case-1", Cny))));
        Assert.Equal((RemedyState.Confirmed, 400), ((await world.Find("a1")).State, await world.Balance(ChartOfAccounts.BuyerInstrument, "card-a")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_collected_every_day_by_itself_and_claimed_after_thirty(StoreKind kind)
    {
        await using var world = await Begin(kind, deposit: 0, settlement: 0);
        await Blame(world);
        var timers = new RecoveryTimers(world.Advances, new TimerTable(world.Books.Fixture.Bus), world.Books.Business);
        for (var day = 0; day < 32; day++)
        {
            await (day == 5 ? Fill(world, ChartOfAccounts.MerchantSettlement, 90) : Task.CompletedTask);
            await Fire(world, timers);
            world.Books.Clock.Now += TimeSpan.FromDays(1);
        }

        Assert.Equal((90, 0, 310, 310, "claimed"), Figures(await world.Read(reader => world.Advances.Find(reader, "case-1", Cny))));
        await Fill(world, ChartOfAccounts.MerchantDeposit, 500);
        await Fire(world, timers);
        Assert.Equal((400, 0, 0, 0, "recovered"), Figures(await world.Read(reader => world.Advances.Find(reader, "case-1", Cny))));
        Assert.Equal(0, await Waiting(world));

        // More in the same case is collected again.
        await world.Give(Advance("a2", 60, "gift-a"));
        Assert.Equal(1, await Waiting(world));
        world.Books.Clock.Now += TimeSpan.FromDays(2);
        await Fire(world, timers);
        Assert.Equal((460, 0, 0, 0, "recovered"), Figures(await world.Read(reader => world.Advances.Find(reader, "case-1", Cny))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_advance_that_was_taken_back_from_the_consumer_counts_as_recovered(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Give(Advance("a1", 400, "gift-a"));
        Assert.Null((await world.Write(transaction => world.Desk.Reverse(transaction, "a1", new RemedyReversal("v1", "deceived us", true, "ruling-1", Fay, Eve)))).Problem);
        Assert.Equal((400, 0, 0, 0, "recovered"), Figures(await world.Read(reader => world.Advances.Find(reader, "case-1", Cny))));
    }

    private static async Task<RemedyWorld> Begin(StoreKind kind, long deposit, long settlement)
    {
        var world = await Create(kind);
        await Fill(world, ChartOfAccounts.MerchantDeposit, deposit);
        await Fill(world, ChartOfAccounts.MerchantSettlement, settlement);
        Assert.Null((await world.Give(Advance("a1", 400, "gift-a"))).Problem);
        return world;
    }

    private static async Task Fill(RemedyWorld world, string kind, long amount)
        => Assert.True(amount == 0 || (await world.Books.Post(TransferOrder.Move($"fill:{kind}:{amount}:{world.Books.Clock.Now.Ticks}", $"platform:{Cny}", $"{kind}:shop:{Cny}", amount, Cny, "fill"))).Succeeded);

    private static Task<Outcome<AdvanceStand>> Blame(RemedyWorld world) => world.Write(transaction => world.Advances.Blame(transaction, "case-1", Cny, LiableParty.Merchant, "shop", Fay));

    private static Task<Outcome<AdvanceStand>> Step(RemedyWorld world, string id, string step) => world.Write(transaction => world.Advances.Recover(transaction, new NewRecovery(id, "case-1", Cny, step, null, "by hand", Fay)));

    private static Task<Outcome<AdvanceStand>> WriteOff(RemedyWorld world, string id, long? amount, RemedyGiver approver)
        => world.Write(transaction => world.Advances.Recover(transaction, new NewRecovery(id, "case-1", Cny, RecoverySteps.WriteOff, amount, "the shop is gone", Fay, approver)));

    private static (long, long, long, long, string) Figures(Outcome<AdvanceStand> outcome) => Figures(outcome.Value);

    private static (long Recovered, long WrittenOff, long Outstanding, long Claimed, string State) Figures(AdvanceStand? stand)
    {
        Assert.Equal(stand!.Advanced, stand.Recovered + stand.WrittenOff + stand.Outstanding);
        return (stand.Recovered, stand.WrittenOff, stand.Outstanding, stand.Claimed, stand.State);
    }

    private static Task<long> Waiting(RemedyWorld world) => world.Read(reader => reader.One<long>("select count(*) from timer where tenant = @tenant and capability = 'remedies'"));

    /// <summary>Fires the timers that are due, as their owner does.</summary>
    private static async Task Fire(RemedyWorld world, RecoveryTimers handler)
    {
        var due = await world.Read(reader => reader.Many<(string Key, long Generation, long DueAt)>("select key, generation, due_at from timer where tenant = @tenant and capability = 'remedies' and due_at <= @now", new { now = world.Books.Business.Now }));
        foreach (var (key, generation, dueAt) in due)
        {
            await world.Write(async transaction =>
            {
                await transaction.Execute("delete from timer where tenant = @tenant and capability = 'remedies' and key = @key", new { key });
                await handler.Fire(transaction, new BusinessTimer { Capability = "remedies", Key = key, Generation = generation, DueAt = dueAt, Payload = "{}" });
                return true;
            });
        }
    }
}
