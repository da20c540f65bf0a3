using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Finance;
using Patella.Tests.Platform;
using static Patella.Kernel.Ledger.TransferOrder;

namespace Patella.Tests.Ledger;

/// <summary>Seals cut the books at one moment; statements lie between two of them and never change.</summary>
public class SealTests
{
    private const string Cny = LedgerWorld.Currency;

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_seal_holds_the_hash_of_the_one_before_and_nothing_moved_makes_none(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        Assert.Equal("nothing-to-seal", (await world.Seal()).Problem?.Code);
        var (source, sink) = await Pair(world);
        await world.Post(Move("t1", source, sink, 10, Cny, "refund"));
        var first = (await world.Seal()).Value;
        Assert.Equal(first, (await world.Seal()).Value);
        await world.Post(Move("t2", source, sink, 5, Cny, "refund"));
        var second = (await world.Seal()).Value;
        Assert.Equal((2, first.Hash, "CNY 2 15 15 0 0"), (second.Number, second.Previous, second.Totals));
        Assert.Equal(2, (await world.Verify()).Seals);
    }

    [Theory]
    [OnSqlite("update ledger_seal_line set credits_posted = credits_posted + 1 where seal = 1"), OnPostgres("update ledger_seal_line set credits_posted = credits_posted + 1 where seal = 1")]
    [OnSqlite("update ledger_seal set totals = 'CNY 2 0 0 0 0' where number = 1"), OnPostgres("update ledger_seal set totals = 'CNY 2 0 0 0 0' where number = 1")]
    [OnSqlite("delete from ledger_seal where number = 1"), OnPostgres("delete from ledger_seal where number = 1")]
    public async Task A_seal_that_was_changed_is_found(StoreKind kind, string forgery)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        await world.Post(Move("t1", source, sink, 10, Cny, "refund"));
        await world.Seal();
        await world.Post(Move("t2", source, sink, 5, Cny, "refund"));
        await world.Seal();
        Assert.True((await world.Verify()).Intact);
        await world.ByHand(forgery);
        Assert.Equal("seal", (await world.Verify()).Why);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Taking_an_entry_out_with_its_accounts_totals_is_found_by_the_seal(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        await world.Post(Move("t1", source, sink, 10, Cny, "refund"));
        var before = await world.AllAccounts();
        await world.Post(Move("t2", source, sink, 5, Cny, "refund"));
        await world.Seal();
        await world.Unlock();
        await world.ByHand("delete from ledger_transfer where id = 't2'");
        foreach (var account in before)
        {
            await world.ByHand($"update ledger_account set debits_posted = {account.DebitsPosted}, credits_posted = {account.CreditsPosted}, sequence = {account.Sequence}, last_at = {account.LastAt}, head = '{account.Head}' where id = '{account.Id}'");
        }

        var finding = await world.Verify();
        Assert.Equal((false, "line"), (finding.Intact, finding.Why));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_statement_of_a_sealed_period_is_the_same_for_ever_and_continues_the_one_before(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        for (var seal = 1; seal <= 3; seal++)
        {
            await world.Post(Move($"a{seal}", source, sink, 10 * seal, Cny, "refund") with { Document = $"remedy-{seal}" });
            await world.Post(Hold($"h{seal}", source, sink, 7, Cny, "refund"));
            if (seal > 1)
            {
                await world.Post(TransferOrder.Post($"p{seal}", $"h{seal - 1}", 4));
            }

            Assert.Equal(seal, (await world.Seal()).Value.Number);
        }

        var first = await Build(world, sink, 2);
        await world.Post(Move("later", source, sink, 1, Cny, "refund"));
        await world.Restart();
        var again = await Build(world, sink, 2);
        Assert.Equal(Json.Write(first), Json.Write(again));
        Assert.Equal((10, 34, 3), (first.OpeningBalance, first.ClosingBalance, first.Lines.Count));
        Assert.Equal([null, 7, -7], first.Lines.Select(line => line.Held));
        var third = await Build(world, sink, 3);
        Assert.Equal((first.LastSequence + 1, first.ClosingBalance), (third.FirstSequence, third.OpeningBalance));
        var open = await Build(world, sink, null);
        Assert.Equal((false, 1, third.ClosingBalance + 1), (open.Final, open.Lines.Count, open.ClosingBalance));
    }

    [PostgresFact]
    public async Task Both_stores_build_the_same_statement()
    {
        var texts = new List<string>();
        foreach (var kind in new[] { StoreKind.Sqlite, StoreKind.Postgres })
        {
            await using var world = await LedgerWorld.Create(kind);
            var (source, sink) = await Pair(world);
            await world.Post(Move("t1", source, sink, 10, Cny, "refund"), Hold("h1", sink, source, 3, Cny, "fee"));
            await world.Seal();
            texts.Add(Json.Write(await Build(world, sink, 1)));
        }

        Assert.Equal(texts[0], texts[1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_statement_that_the_journal_does_not_come_to_is_not_given(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        await world.Post(Move("t1", source, sink, 10, Cny, "refund"));
        await world.Seal();
        await world.Unlock();
        await world.ByHand("update ledger_transfer set amount = 11");
        var statement = await world.Store.Read(world.Tenant, reader => new AccountStatements().Build(reader, sink, 1));
        Assert.Equal("statement-disagrees", statement.Problem?.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Seals_made_while_money_moves_balance_and_miss_nothing(StoreKind kind)
    {
        await using var world = await LedgerWorld.Create(kind);
        var (source, sink) = await Pair(world);
        var moving = Task.Run(() => Task.WhenAll(Enumerable.Range(0, 200).Select(number => world.Post(Move($"t{number}", source, sink, 1, Cny, "refund")))));
        while (!moving.IsCompleted)
        {
            var sealing = await world.Seal();
            Assert.True(sealing.Problem?.Code is null or "nothing-to-seal", sealing.Problem?.Detail.ToString());
        }

        await moving;
        await world.Seal();
        var finding = await world.Verify();
        Assert.True(finding.Intact, finding.ToString());
        var lines = 0;
        for (var seal = 1L; seal <= finding.Seals; seal++)
        {
            lines += (await Build(world, sink, seal)).Lines.Count;
        }

        Assert.Equal(200, lines);
    }

    private static async Task<LedgerStatement> Build(LedgerWorld world, string account, long? seal) => (await world.Store.Read(world.Tenant, reader => new AccountStatements().Build(reader, account, seal))).Value;

    private static async Task<(string Source, string Sink)> Pair(LedgerWorld world)
        => ((await world.Accounts(ChartOfAccounts.Platform, 1))[0], (await world.Accounts(ChartOfAccounts.BuyerInstrument, 1))[0]);
}
