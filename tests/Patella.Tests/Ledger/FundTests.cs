using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Ledger;
using Patella.Tests.Platform;
using static Patella.Kernel.Ledger.TransferOrder;

namespace Patella.Tests.Ledger;

/// <summary>A programme's money: a budget, and what a person of a grade may give from it.</summary>
public class FundTests
{
    private const string Cny = LedgerWorld.Currency;

    [Theory, OnSqlite, OnPostgres]
    public async Task A_person_gives_within_the_grades_limits_once_and_in_a_day(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (fund, buyer) = await Fund(world);
        Assert.Equal("grant-needed", (await world.Post(Move("t0", fund, buyer, 1, Cny, "gesture"))).Problem?.Code);
        Assert.Equal("grant-needed", (await world.Post(Give("t0", fund, buyer, 1, grade: "trainee"))).Problem?.Code);
        Assert.Equal("grant-limit", (await world.Post(Give("t0", fund, buyer, 51))).Problem?.Code);
        Assert.True((await world.Post(Give("t1", fund, buyer, 50))).Succeeded);
        Assert.True((await world.Post(Give("t2", fund, buyer, 50))).Succeeded);
        Assert.Equal("grant-limit", (await world.Post(Give("t3", fund, buyer, 21))).Problem?.Code);
        Assert.True((await world.Post(Give("t4", fund, buyer, 20))).Succeeded);
        Assert.True((await world.Post(Give("t5", fund, buyer, 50, person: "agent-2"))).Succeeded);
        world.Clock.Now += TimeSpan.FromDays(1);
        Assert.True((await world.Post(Give("t6", fund, buyer, 50))).Succeeded);
        Assert.True((await world.Post(Give("t1", fund, buyer, 50))).Value.Repeated);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_held_and_let_go_or_taken_back_may_be_given_again(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (fund, buyer) = await Fund(world);
        Assert.True((await world.Post(Give("t1", fund, buyer, 50), Give("t2", fund, buyer, 50))).Succeeded);
        var hold = Hold("h1", fund, buyer, 20, Cny, "gesture") with { Grant = new Grant("agent-1", "senior") };
        Assert.True((await world.Post(hold)).Succeeded);
        Assert.Equal("grant-limit", (await world.Post(Give("t3", fund, buyer, 1))).Problem?.Code);
        Assert.True((await world.Post(TransferOrder.Post("p1", "h1", 5))).Succeeded);
        Assert.True((await world.Post(Give("t4", fund, buyer, 15))).Succeeded);
        Assert.True((await world.Post(Reverse("r1", "t1"))).Succeeded);
        Assert.Equal("grant-limit", (await world.Post(Give("t5", fund, buyer, 50), Give("t6", fund, buyer, 1))).Problem?.Code);
        Assert.True((await world.Post(Give("t5", fund, buyer, 50))).Succeeded);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_at_once_never_give_more_than_a_day_allows(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (fund, buyer) = await Fund(world);
        var other = await world.Another();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => Task.Run(() => (number % 2 == 0 ? world.Intake : other).Post(world.Tenant, Give($"t{number}", fund, buyer, 10)))));
        Assert.Equal(12, answers.Count(answer => answer.Succeeded));
        Assert.Equal(120, (await world.Account(buyer)).Balance);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_fund_gives_no_more_than_its_budget(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (fund, buyer) = await Fund(world, budget: 60);
        Assert.True((await world.Post(Give("t1", fund, buyer, 50))).Succeeded);
        Assert.Equal("limit-reached", (await world.Post(Give("t2", fund, buyer, 11))).Problem?.Code);
        Assert.Equal(10, (await world.Post(Give("t2", fund, buyer, 11) with { AtMost = true })).Value.First.Amount);
        Assert.Equal("nothing-there", (await world.Post(Give("t3", fund, buyer, 11) with { AtMost = true })).Problem?.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task At_every_step_an_advance_is_what_came_back_what_was_written_off_and_what_is_outstanding(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var platform = (await world.Accounts(ChartOfAccounts.Platform, 1))[0];
        var advance = (await world.Accounts(ChartOfAccounts.Advance, 1))[0];
        var buyer = (await world.Accounts(ChartOfAccounts.BuyerInstrument, 1))[0];
        var deposit = (await world.Accounts(ChartOfAccounts.MerchantDeposit, 1))[0];
        var writeOff = (await world.Accounts(ChartOfAccounts.WriteOff, 1))[0];
        await world.Post(Move("deposit", platform, deposit, 30, Cny, "deposit"));
        TransferOrder[] steps =
        [
            Move("advance", advance, buyer, 100, Cny, "advance"), Move("recovery", deposit, advance, 80, Cny, "recovery") with { AtMost = true }, Move("off", writeOff, advance, 50, Cny, "write-off"),
            Move("rest", writeOff, advance, 21, Cny, "write-off"), Move("late", writeOff, advance, 20, Cny, "write-off"),
        ];
        foreach (var step in steps)
        {
            await world.Post(step);
            var (given, recovered, off) = (await world.Account(advance), await world.Account(deposit), await world.Account(writeOff));
            Assert.Equal(given.DebitsPosted, recovered.DebitsPosted + off.DebitsPosted - given.Balance);
            Assert.True(given.Balance <= 0);
        }

        Assert.Null((await world.Journal()).FirstOrDefault(entry => entry.Id == "rest"));
        Assert.Equal(0, (await world.Account(advance)).Balance);
    }

    private static TransferOrder Give(string id, string fund, string buyer, long amount, string person = "agent-1", string grade = "senior")
        => Move(id, fund, buyer, amount, Cny, "gesture") with { Grant = new Grant(person, grade) };

    private static async Task<(string Fund, string Buyer)> Fund(LedgerWorld world, long budget = 1_000)
    {
        var platform = (await world.Accounts(ChartOfAccounts.Platform, 1))[0];
        var fund = (await world.Accounts(ChartOfAccounts.Fund, 1))[0];
        var buyer = (await world.Accounts(ChartOfAccounts.BuyerValue, 1))[0];
        await world.Post(Move("budget", platform, fund, budget, Cny, "budget"));
        await world.Store.Write(world.Tenant, transaction => transaction.Execute($"insert into ledger_fund_limit (tenant, fund, grade, most_once, most_a_day) values (@tenant, '{fund}', 'senior', 50, 120)"));
        return (fund, buyer);
    }
}
