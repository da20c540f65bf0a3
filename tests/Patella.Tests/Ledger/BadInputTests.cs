using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Ledger;
using Patella.Tests.Platform;
using static Patella.Kernel.Ledger.TransferOrder;

namespace Patella.Tests.Ledger;

/// <summary>What nobody should send, and what happens when they do: a clear answer, and books that balance.</summary>
public class BadInputTests
{
    private const string Cny = LedgerWorld.Currency;

    [Theory]
    [OnSqlite(0L), OnSqlite(-1L), OnSqlite(long.MinValue), OnSqlite(MostAmount + 1), OnSqlite(long.MaxValue)]
    [OnPostgres(0L), OnPostgres(-1L), OnPostgres(long.MinValue), OnPostgres(MostAmount + 1), OnPostgres(long.MaxValue)]
    public async Task An_amount_that_is_none_is_refused(StoreKind kind, long amount)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        Assert.Equal("amount-out-of-range", (await world.Post(Move("t1", source, sink, amount, Cny, "refund"))).Problem?.Code);
        Assert.Equal("amount-out-of-range", (await world.Post(Hold("t2", source, sink, amount, Cny, "refund"))).Problem?.Code);
        await Untouched(world);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Totals_that_would_overflow_are_refused_and_nothing_of_what_is_linked_stays(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        for (var number = 0; number < 16; number++)
        {
            Assert.True((await world.Post([.. Enumerable.Range(0, 64).Select(part => Move($"t{number}.{part}", source, sink, MostAmount, Cny, "refund"))])).Succeeded);
        }

        var before = await world.Account(sink);
        var answer = await world.Post(Move("small", source, sink, 1, Cny, "refund"), Move("over", source, sink, MostAmount, Cny, "refund"));
        Assert.Equal(("overflow", "/transfers/1"), (answer.Problem?.Code, answer.Problem?.Errors![0].Pointer));
        Assert.Equal(before, await world.Account(sink));
        Assert.True((await world.Verify()).Intact);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Accounts_that_are_not_there_or_the_same_are_refused(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, _) = await Pair(world);
        Assert.Equal("unknown-account", (await world.Post(Move("t1", source, "nobody", 1, Cny, "refund"))).Problem?.Code);
        Assert.Equal("same-account", (await world.Post(Move("t1", source, source, 1, Cny, "refund"))).Problem?.Code);
        await Untouched(world);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Ids_and_words_that_do_not_fit_are_refused(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        var good = Move("t1", source, sink, 1, Cny, "refund");
        TransferOrder[] bad =
        [
            good with { Id = "" }, good with { Id = new string('x', 91) }, good with { Id = "a b" }, good with { Id = "expire:t1" }, good with { Id = "退款" },
            good with { Reason = "" }, good with { Reason = new string('x', 41) }, good with { Document = new string('x', 201) }, good with { Document = "a\u0000b" },
            good with { Debit = "'; drop table ledger_account; --" }, good with { Grant = new Grant("", "senior") },
        ];
        foreach (var order in bad)
        {
            Assert.Equal("invalid", (await world.Post(order)).Problem?.Code);
        }

        Assert.Equal("invalid", (await world.Post()).Problem?.Code);
        Assert.Equal("invalid", (await world.Post([.. Enumerable.Range(0, 65).Select(number => good with { Id = $"t{number}" })])).Problem?.Code);
        await Untouched(world);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_id_at_once_in_two_processes_takes_effect_once_and_with_other_content_is_a_conflict(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var sources = await world.Accounts(ChartOfAccounts.Platform, 2);
        var sinks = await world.Accounts(ChartOfAccounts.BuyerInstrument, 2);
        var other = await world.Another();
        for (var round = 0; round < 20; round++)
        {
            // Between different accounts: no lock is shared, only the id.
            var answers = await Task.WhenAll(
                Task.Run(() => world.Intake.Post(world.Tenant, Move($"t{round}", sources[0], sinks[0], 10, Cny, "refund"))),
                Task.Run(() => other.Post(world.Tenant, Move($"t{round}", sources[1], sinks[1], 20, Cny, "refund"))),
                Task.Run(() => world.Intake.Post(world.Tenant, Move($"t{round}", sources[0], sinks[0], 10, Cny, "refund"))));
            Assert.Single(answers, answer => answer is { Succeeded: true, Value.Repeated: false });
            Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal("id-taken", answer.Problem!.Code));
        }

        Assert.Equal(20, (await world.Journal()).Count);
        Assert.True((await world.Verify()).Intact);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_processes_that_end_a_hold_at_once_one_does(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        var other = await world.Another();
        for (var round = 0; round < 20; round++)
        {
            Assert.True((await world.Post(Hold($"h{round}", source, sink, 10, Cny, "refund"))).Succeeded);
            var answers = await Task.WhenAll(
                Task.Run(() => world.Intake.Post(world.Tenant, TransferOrder.Post($"p{round}", $"h{round}"))),
                Task.Run(() => other.Post(world.Tenant, TransferOrder.Void($"v{round}", $"h{round}"))));
            Assert.Single(answers, answer => answer.Succeeded);
            Assert.Equal("already-resolved", answers.Single(answer => !answer.Succeeded).Problem!.Code);
        }

        Assert.True((await world.Verify()).Intact);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_account_closed_in_between_takes_nothing_more(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        await world.Post(Move("t1", source, sink, 10, Cny, "refund"));
        Assert.Equal("account-not-empty", (await Close(world, sink)).Problem?.Code);
        await world.Post(Reverse("t2", "t1"));
        await world.Post(Hold("h1", source, sink, 10, Cny, "refund"));
        Assert.Equal("account-held", (await Close(world, sink)).Problem?.Code);
        await world.Post(TransferOrder.Void("v1", "h1"));
        Assert.NotNull((await Close(world, sink)).Value.ClosedAt);
        Assert.NotNull((await Close(world, sink)).Value.ClosedAt);
        Assert.Equal("account-closed", (await world.Post(Move("t3", source, sink, 10, Cny, "refund"))).Problem?.Code);
        Assert.True((await world.Post(Move("t1", source, sink, 10, Cny, "refund"))).Value.Repeated);
        Assert.True((await world.Verify()).Intact);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Closing_and_posting_at_once_leave_no_money_in_a_closed_account(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var source = (await world.Accounts(ChartOfAccounts.Platform, 1))[0];
        var sinks = await world.Accounts(ChartOfAccounts.BuyerInstrument, 20);
        await Task.WhenAll(sinks.SelectMany((sink, number) => new Task[] { Task.Run(() => Close(world, sink)), Task.Run(() => world.Post(Move($"t{number}", source, sink, 10, Cny, "refund"))) }));
        Assert.All(await world.AllAccounts(), account => Assert.True(account.ClosedAt is null || account.Sequence == 0));
        Assert.True((await world.Verify()).Intact);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_hold_is_over_at_its_instant_whether_or_not_the_timer_has_come(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        await world.Post(Hold("h1", source, sink, 10, Cny, "refund", expiresAfter: 60));
        var timer = await world.Store.Read(world.Tenant, reader => reader.One<BusinessTimer>("select * from timer where tenant = @tenant"));
        Assert.Equal(("h1", world.Business.Now + 60_000_000), (timer!.Key, timer.DueAt));
        Assert.Equal("not-yet-expired", (await world.Post(Expire("e1", "h1"))).Problem?.Code);
        world.Clock.Now += TimeSpan.FromSeconds(60);
        Assert.Equal("hold-expired", (await world.Post(TransferOrder.Post("p1", "h1"))).Problem?.Code);
        await world.Fire(timer);
        await world.Fire(timer);
        Assert.Equal(0, (await world.Account(source)).DebitsPending);
        Assert.Equal(["h1", "expire:h1"], (await world.Journal()).Select(entry => entry.Id));
    }

    private static async Task Untouched(LedgerWorld world)
    {
        Assert.Empty(await world.Journal());
        Assert.All(await world.AllAccounts(), account => Assert.Equal((0L, 0L), (account.DebitsPosted, account.Sequence)));
    }

    private static Task<Patella.Service.Edge.Outcome<LedgerAccount>> Close(LedgerWorld world, string id) => world.Store.Write(world.Tenant, transaction => world.Ledger.Close(transaction, id));

    private static async Task<(string Source, string Sink)> Pair(LedgerWorld world)
        => ((await world.Accounts(ChartOfAccounts.Platform, 1))[0], (await world.Accounts(ChartOfAccounts.BuyerInstrument, 1))[0]);
}
