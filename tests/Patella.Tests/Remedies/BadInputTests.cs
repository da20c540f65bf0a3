using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;
using Patella.Service.Remedies;
using Patella.Tests.Ledger;
using Patella.Tests.Platform;
using static Patella.Tests.Remedies.RemedyWorld;

namespace Patella.Tests.Remedies;

/// <summary>What must not be taken: each has a clear answer, and the books balance afterwards.</summary>
public class BadInputTests
{
    [Theory]
    [InlineData(0L, "CNY", "invalid")]
    [InlineData(-1L, "CNY", "invalid")]
    [InlineData(TransferOrder.MostAmount + 1, "CNY", "invalid")]
    [InlineData(long.MaxValue, "CNY", "invalid")]
    [InlineData(long.MinValue, "CNY", "invalid")]
    [InlineData(100L, "USD", "wrong-currency")]
    [InlineData(100L, "YUA", "invalid")]
    [InlineData(1_001L, "CNY", "more-than-paid")]
    [InlineData(TransferOrder.MostAmount, "CNY", "more-than-paid")]
    public async Task An_amount_that_cannot_be_is_refused_and_nothing_has_moved(long amount, string currency, string code)
    {
        await using var world = await Create(StoreKind.Sqlite);
        await world.Know(1_000);
        var check = new RemedyBooksCheck(world);
        Assert.Equal(code, (await world.Give(Refund("r1", amount, currency: currency))).Problem?.Code);
        Assert.Equal(1_000, (await world.Account(ChartOfAccounts.OrderPaid, Order)).DebitRoom);
        await check.EachStep();
    }

    [Fact]
    public async Task What_is_missing_or_does_not_belong_together_is_refused_by_name()
    {
        await using var world = await Create(StoreKind.Sqlite);
        await world.Know(1_000);
        Assert.Equal("/order", await Pointer(Refund("r1", 1) with { Order = null }));
        Assert.Equal("/case", await Pointer(Advance("r1", 1) with { Case = null }));
        Assert.Equal("/fund", await Pointer(Gesture("r1", 1) with { Fund = null }));
        Assert.Equal("/source", await Pointer(Charge("r1", 1) with { Kind = RemedyKinds.Refund }));
        Assert.Equal("/reason", await Pointer(Refund("r1", 1) with { Reason = "" }));
        Assert.Equal("/id", await Pointer(Refund(new string('r', 71), 1)));
        Assert.Equal("/id", await Pointer(Refund("r 1", 1)));
        Assert.Equal("not-their-instrument", (await world.Plan(Refund("r1", 1, "card-b"))).Problem?.Code);
        Assert.Equal("voucher-outside", (await world.Plan(Gesture("r1", 1, "card-a"))).Problem?.Code);
        Assert.Equal("unknown-account", (await world.Give(Gesture("r1", 1) with { Fund = "nobody" })).Problem?.Code);

        async Task<string?> Pointer(NewRemedy remedy) => (await world.Plan(remedy)).Problem?.Errors?[0].Pointer;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_command_at_once_takes_effect_once_and_other_content_is_told(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Know(1_000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(() => world.Give(Refund("r1", number % 8 == 7 ? 301 : 300, "gift-a")))));
        Assert.Equal(1_000, await world.Balance(ChartOfAccounts.OrderPaid, Order) + await world.Balance(ChartOfAccounts.BuyerValue, "gift-a"));
        Assert.Contains(await world.Balance(ChartOfAccounts.BuyerValue, "gift-a"), new[] { 300L, 301L });
        Assert.All(answers, answer => Assert.Contains(answer.Problem?.Code, new[] { null, "remedy-taken" }));
        Assert.Contains(answers, answer => answer.Problem is not null);
    }

    [Theory]
    [OnSqlite(ProviderFault.AnswerLost), OnSqlite(ProviderFault.OrderLost), OnSqlite(ProviderFault.Late), OnPostgres(ProviderFault.AnswerLost), OnPostgres(ProviderFault.Late)]
    public async Task A_provider_that_answers_late_or_never_pays_once(StoreKind kind, object fault)
    {
        await using var world = await Create(kind, _ => (ProviderFault)fault);
        await world.Know(1_000);
        await world.Give(Refund("r1", 300));
        await world.Settle();
        Assert.Equal((RemedyState.Confirmed, 700), ((await world.Find("r1")).State, await world.Balance(ChartOfAccounts.OrderPaid, Order)));
        Assert.Single(world.Provider.Moved);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_clock_that_is_set_back_changes_nothing(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Know(1_000);
        await world.Plan(Refund("r1", 300));
        await world.Reserve("r1");
        world.Books.Clock.Now -= TimeSpan.FromHours(2);
        await world.Restart();
        await world.Pay("r1");
        world.Books.Clock.Now -= TimeSpan.FromMinutes(10);
        await world.Settle();
        Assert.Equal(RemedyState.Confirmed, (await world.Find("r1")).State);
        Assert.True((await world.Books.Verify()).Intact);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_account_that_was_closed_in_between_is_told_and_the_money_stays_where_it_was(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Know(1_000);
        await world.Write(transaction => world.Desk.OpenValue(transaction, "gift-a", "gift card", "ann", new Money(0, Cny)));
        await world.Plan(Refund("r1", 300, "gift-a"));
        Assert.Null((await world.Write(transaction => world.Books.Ledger.Close(transaction, ChartOfAccounts.Id(ChartOfAccounts.BuyerValue, Cny, "gift-a")))).Problem);
        Assert.Equal("account-closed", (await world.Pay("r1")).Problem?.Code);
        Assert.Equal((RemedyState.Planned, 1_000), ((await world.Find("r1")).State, await world.Balance(ChartOfAccounts.OrderPaid, Order)));

        // What is held keeps its account open.
        await world.Plan(Refund("r2", 300, "card-a"));
        await world.Reserve("r2");
        Assert.Equal("account-held", (await world.Write(transaction => world.Books.Ledger.Close(transaction, ChartOfAccounts.Id(ChartOfAccounts.OrderPaid, Cny, Order)))).Problem?.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_grade_gives_within_its_limits_and_nobody_more_than_the_fund_has(StoreKind kind)
    {
        await using var world = await Create(kind);
        await world.Write(transaction => transaction.Execute("insert into ledger_fund_limit (tenant, fund, grade, most_once, most_a_day) values (@tenant, 'fund:gestures:CNY', 'standard', 100, 150)"));
        Assert.Null((await world.Give(Gesture("g1", 100))).Problem);
        Assert.Equal("grant-limit", (await world.Give(Gesture("g2", 51))).Problem?.Code);
        Assert.Equal("grant-needed", (await world.Give(Gesture("g3", 1, grade: 1))).Problem?.Code);
        Assert.Null((await world.Give(Gesture("g4", 100, by: "eve"))).Problem);
        Assert.Null((await world.Give(Gesture("g5", 50))).Problem);
        Assert.Equal(250, await world.Balance(ChartOfAccounts.BuyerValue, "gift-a"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_given_together_are_each_given_once_and_the_fund_ends_at_nothing(StoreKind kind)
    {
        await using var world = await Create(kind);
        var intake = new RemedyIntake(world.Books.Store, world.Desk);
        var asked = Enumerable.Range(0, 250).Select(number => number % 10 == 0 ? Gesture("g1", 50) : number % 10 == 1 ? Gesture("g1", 51) : Gesture($"g{number}", 50, number % 3 == 0 ? null : "gift-a")).ToList();
        var answers = await Task.WhenAll(asked.Select(remedy => Task.Run(() => intake.Give(world.Books.Tenant, remedy))));
        var given = answers.Where(answer => answer.Succeeded).Select(answer => answer.Value).DistinctBy(remedy => remedy.Id).ToList();
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Contains(answer.Problem!.Code, new[] { "remedy-taken", "fund-empty" }));
        Assert.Equal(10_000 - await world.Balance(ChartOfAccounts.Fund, "gestures"), given.Sum(remedy => remedy.Amount));
        Assert.True(await world.Balance(ChartOfAccounts.Fund, "gestures") < 51);
        Assert.Equal(given.Count, await world.Read(reader => reader.One<long>("select count(*) from remedy where tenant = @tenant")));
        Assert.True((await world.Books.Verify()).Intact);
        Assert.Equal(["remedy.confirmed"], await world.Told(given[5].Id));
    }
}
