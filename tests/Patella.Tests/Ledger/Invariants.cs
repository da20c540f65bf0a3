using Patella.Kernel.Ledger;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using static Patella.Kernel.Ledger.TransferOrder;

namespace Patella.Tests.Ledger;

/// <summary>
/// The fifteen invariants of ledger conformance, each as a check that throws when it does not hold. They run on the ledger as it is, where they must pass,
/// and on mutants of it, where they must not.
/// </summary>
internal static class Invariants
{
    private const string Cny = LedgerWorld.Currency;

    public static async Task Balanced_per_currency(LedgerWorld world)
    {
        await Work(world);
        foreach (var group in (await world.AllAccounts()).GroupBy(account => account.Currency))
        {
            Assert.Equal(group.Sum(account => (decimal)account.DebitsPosted), group.Sum(account => (decimal)account.CreditsPosted));
            Assert.Equal(group.Sum(account => (decimal)account.DebitsPending), group.Sum(account => (decimal)account.CreditsPending));
        }
    }

    public static async Task Append_only(LedgerWorld world)
    {
        await Work(world);
        var before = await world.Journal();
        foreach (var sql in new[] { "update ledger_transfer set amount = amount + 1 where tenant = @tenant", "delete from ledger_transfer where tenant = @tenant" })
        {
            await Assert.ThrowsAnyAsync<Exception>(() => world.Fixture.Store.Write(world.Tenant, transaction => transaction.Execute(sql)));
        }

        Assert.Equal(before, await world.Journal());
    }

    public static async Task Hash_chain(LedgerWorld world)
    {
        await Work(world);
        Assert.True((await world.Verify()).Intact);
        var entries = await world.Journal();
        var victim = entries[entries.Count / 2];
        await world.Unlock();
        await world.ByHand($"update ledger_transfer set document = 'forged' where id = '{victim.Id}'");
        var finding = await world.Verify();
        Assert.Equal((false, "changed", victim.Id), (finding.Intact, finding.Why, finding.At));
    }

    public static async Task Duplicate_is_a_no_op(LedgerWorld world)
    {
        var (source, sink) = await Pair(world);
        var first = await world.Post(Move("t1", source, sink, 100, Cny, "refund"));
        var second = await world.Post(Move("t1", source, sink, 100, Cny, "refund"));
        Assert.Equal(first.Value.First, second.Value.First);
        Assert.Equal((false, true), (first.Value.Repeated, second.Value.Repeated));
        Assert.Equal(100, (await world.Account(sink)).CreditsPosted);
        Assert.Single(await world.Journal());
    }

    public static async Task Concurrent_duplicates_collapse(LedgerWorld world)
    {
        var (source, sink) = await Pair(world);
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => world.Post(Move("t1", source, sink, 100, Cny, "refund")))));
        Assert.Single(answers, answer => !answer.Value.Repeated);
        Assert.Single(answers.Select(answer => answer.Value.First).Distinct());
        Assert.Equal(100, (await world.Account(sink)).CreditsPosted);
    }

    public static async Task No_lost_update_on_a_hot_account(LedgerWorld world)
    {
        var sources = await world.Accounts(ChartOfAccounts.Platform, 8);
        var hot = (await world.Accounts(ChartOfAccounts.Fund, 1))[0];
        await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() => world.Post(Move($"t{number}", sources[number % 8], hot, number + 1, Cny, "budget")))));
        var account = await world.Account(hot);
        Assert.Equal((64 * 65 / 2, 64), (account.CreditsPosted, account.Sequence));
    }

    public static async Task Conservation(LedgerWorld world)
    {
        await Work(world);
        foreach (var entry in await world.Journal())
        {
            Assert.True(entry.Amount > 0);
        }

        Assert.Equal(0, (await world.AllAccounts()).Sum(account => (decimal)account.Balance));
        Assert.Equal(Worked, (await world.AllAccounts()).Sum(account => (decimal)account.CreditsPosted));
    }

    public static async Task Balance_is_the_projection_of_the_journal(LedgerWorld world)
    {
        await Work(world);
        var journal = await world.Journal();
        foreach (var account in await world.AllAccounts())
        {
            long Sum(Func<Transfer, bool> which, Func<Transfer, long> what) => journal.Where(which).Sum(what);
            Assert.Equal(Sum(entry => entry.DebitAccount == account.Id, Moved), account.DebitsPosted);
            Assert.Equal(Sum(entry => entry.CreditAccount == account.Id, Moved), account.CreditsPosted);
        }
    }

    public static async Task No_overdraft_under_a_concurrent_drain(LedgerWorld world)
    {
        var platform = (await world.Accounts(ChartOfAccounts.Platform, 1))[0];
        var fund = (await world.Accounts(ChartOfAccounts.Fund, 1))[0];
        var sinks = await world.Accounts(ChartOfAccounts.BuyerInstrument, 8);
        await world.Post(Move("budget", platform, fund, 100, Cny, "budget"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 48).Select(number => Task.Run(() => world.Post(Move($"t{number}", fund, sinks[number % 8], 10, Cny, "gesture")))));
        Assert.Equal(10, answers.Count(answer => answer.Succeeded));
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal("limit-reached", answer.Problem!.Code));
        Assert.Equal(0, (await world.Account(fund)).Balance);
    }

    public static async Task No_precision_is_lost(LedgerWorld world)
    {
        var (source, sink) = await Pair(world);
        for (var number = 0; number < 5; number++)
        {
            await world.Post(Move($"large{number}", source, sink, MostAmount, Cny, "refund"));
            await world.Post(Move($"small{number}", source, sink, 2, Cny, "refund"));
        }

        // 5 * (2^53 + 1): odd, and past what a binary fraction of 53 bits can tell.
        Assert.Equal((MostAmount + 2) * 5, (await world.Account(sink)).CreditsPosted);
    }

    public static async Task No_currencies_are_mixed(LedgerWorld world)
    {
        var (source, sink) = await Pair(world);
        var dollars = (await world.Accounts(ChartOfAccounts.Platform, 1, "USD"))[0];
        Assert.Equal("wrong-currency", (await world.Post(Move("t1", source, dollars, 100, Cny, "refund"))).Problem?.Code);
        Assert.Equal("wrong-currency", (await world.Post(Move("t2", dollars, sink, 100, Cny, "refund"))).Problem?.Code);
        Assert.Equal("wrong-currency", (await world.Post(Move("t3", source, sink, 100, "USD", "refund"))).Problem?.Code);
        Assert.Empty(await world.Journal());
    }

    public static async Task Reversal_is_by_compensation(LedgerWorld world)
    {
        var (source, sink) = await Pair(world);
        var first = (await world.Post(Move("t1", source, sink, 100, Cny, "refund"))).Value.First;
        var back = (await world.Post(Reverse("t2", "t1"))).Value.First;
        Assert.Equal((first.DebitAccount, first.CreditAccount, first.Amount, first.Id), (back.CreditAccount, back.DebitAccount, back.Amount, back.Reverses));
        Assert.Equal(first, (await world.Journal())[0]);
        Assert.Equal((0, 100), ((await world.Account(sink)).Balance, (await world.Account(sink)).CreditsPosted));
        Assert.Equal("already-reversed", (await world.Post(Reverse("t3", "t1"))).Problem?.Code);
        Assert.Equal(2, (await world.Journal()).Count);
    }

    public static async Task Books_are_rebuilt_from_the_journal(LedgerWorld world)
    {
        await Work(world);
        var folded = new Dictionary<string, long>();
        foreach (var entry in await world.Journal())
        {
            folded[entry.DebitAccount] = folded.GetValueOrDefault(entry.DebitAccount) - Moved(entry);
            folded[entry.CreditAccount] = folded.GetValueOrDefault(entry.CreditAccount) + Moved(entry);
            Assert.Equal((folded[entry.DebitAccount], folded[entry.CreditAccount]), (entry.DebitBalance, entry.CreditBalance));
        }

        Assert.Equal(folded.OrderBy(pair => pair.Key), (await world.AllAccounts()).Where(account => account.Sequence > 0).ToDictionary(account => account.Id, account => account.Balance).OrderBy(pair => pair.Key));
    }

    public static async Task Order_is_monotonic(LedgerWorld world)
    {
        var (source, sink) = await Pair(world);
        for (var number = 0; number < 6; number++)
        {
            await world.Post(Move($"t{number}", source, sink, 1, Cny, "refund"));
            world.Clock.Now += TimeSpan.FromSeconds(number == 2 ? -3_600 : 1);
        }

        var journal = await world.Journal();
        Assert.Equal(Enumerable.Range(0, 6).Select(number => $"t{number}"), journal.Select(entry => entry.Id));
        Assert.Equal(Enumerable.Range(1, 6).Select(number => (long)number), journal.Select(entry => entry.DebitSequence));
        Assert.True(journal.Zip(journal.Skip(1)).All(pair => pair.First.At < pair.Second.At));
    }

    public static async Task A_refused_duplicate_is_not_reported_as_applied(LedgerWorld world)
    {
        var (source, sink) = await Pair(world);
        Assert.True((await world.Post(Move("t1", source, sink, 100, Cny, "refund"))).Succeeded);
        var other = await world.Post(Move("t1", source, sink, 101, Cny, "refund"));
        Assert.Equal((false, "id-taken"), (other.Succeeded, other.Problem?.Code));
        Assert.Equal(100, (await world.Account(sink)).CreditsPosted);
    }

    /// <summary>What <see cref="Work"/> moves in all.</summary>
    private const decimal Worked = 5 * (1_000 + 40 + 25 + 7) + 40;

    /// <summary>Something of everything: moves, holds posted in part and let go, at most, a reversal, linked ones, one that is refused.</summary>
    private static async Task Work(LedgerWorld world)
    {
        var platform = (await world.Accounts(ChartOfAccounts.Platform, 1))[0];
        var funds = await world.Accounts(ChartOfAccounts.Fund, 5);
        var buyers = await world.Accounts(ChartOfAccounts.BuyerValue, 5);
        for (var number = 0; number < 5; number++)
        {
            var (fund, buyer) = (funds[number], buyers[number]);
            await Done(world.Post(Move($"budget{number}", platform, fund, 1_000, Cny, "budget")));
            await Done(world.Post(Move($"gesture{number}", fund, buyer, 40, Cny, "gesture"), Hold($"hold{number}", fund, buyer, 30, Cny, "gesture")));
            await Done(world.Post(Post($"post{number}", $"hold{number}", 25)));
            await Done(world.Post(Move($"most{number}", buyer, platform, 7, Cny, "fee") with { AtMost = true }));
            await Done(world.Post(Hold($"other{number}", fund, buyer, 5, Cny, "gesture")));
            await Done(world.Post(TransferOrder.Void($"void{number}", $"other{number}")));
            Assert.False((await world.Post(Move($"much{number}", fund, buyer, 5_000, Cny, "gesture"))).Succeeded);
        }

        await Done(world.Post(Reverse("back", "gesture0")));
    }

    private static async Task Done(Task<Outcome<Posted>> posting) => Assert.Null((await posting).Problem);

    private static long Moved(Transfer entry) => entry.Kind is TransferKind.Posted or TransferKind.Post ? entry.Amount : 0;

    private static async Task<(string Source, string Sink)> Pair(LedgerWorld world)
        => ((await world.Accounts(ChartOfAccounts.Platform, 1))[0], (await world.Accounts(ChartOfAccounts.BuyerInstrument, 1))[0]);
}
