using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Remedies;
using Patella.Service.Reports;
using Patella.Service.Reports.Value;
using Patella.Tests.Platform;
using Patella.Tests.Remedies;
using static Patella.Tests.Remedies.RemedyWorld;

namespace Patella.Tests.Service.Reports.Value;

/// <summary>What service spent and recovered, compared with a fold over the journal in which every entry is looked at by itself, and with what the timeline told.</summary>
public class ValueFlowTests
{
    private static readonly RemedyGiver Fay = new("staff", "fay", 3);
    private static readonly RemedyGiver Eve = new("staff", "eve", 3);
    private static readonly string[] Buyers = [ChartOfAccounts.BuyerInstrument, ChartOfAccounts.BuyerValue];
    private static readonly string[] Owed = [ChartOfAccounts.Advance, ChartOfAccounts.MerchantReceivable, ChartOfAccounts.CarrierReceivable];

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_figure_is_what_the_journal_and_the_timeline_tell_and_opens_to_its_entries(StoreKind kind)
    {
        await using var world = await Create(kind);
        var begun = world.Books.Business.Now;
        await Live(world, new Random(11), 60);
        var half = world.Books.Business.Now;
        world.Books.Clock.Now += TimeSpan.FromMinutes(1);
        await Live(world, new Random(12), 60);
        var spans = (Before: new Span(begun - 60_000_000, half + 1), Now: new Span(half + 1, world.Books.Business.Now + 60_000_000));

        var money = Assert.Single(await world.Read(reader => ValueReports.Money(reader, spans.Now, spans.Before)));
        foreach (var figure in ValueFigures.All)
        {
            var (now, before) = (await Fold(world, figure, spans.Now), await Fold(world, figure, spans.Before));
            var told = Of(money, figure);
            Assert.Equal((figure, now.Sum(), before.Sum(), (long)now.Count), (figure, told.Amount, told.Before, told.Entries));
            Assert.NotEmpty(now.Concat(before));
            var lines = await Lines(world, figure, spans.Now);
            Assert.Equal((now.Sum(), now.Count), (lines.Sum(line => line.Amount), lines.Count));
            Assert.Equal(lines.Count, lines.Select(line => line.Id).Distinct().Count());
        }

        Assert.Equal((money.FundsSpent.Amount + money.Advanced.Amount, money.Recovered.Amount), (money.Spent.Amount, money.RecoveredFrom.Sum(source => source.Amount.Amount)));
        var fund = Assert.Single(money.Funds);
        Assert.Equal((fund.Closing, await world.Balance(ChartOfAccounts.Fund, "gestures")), (fund.Opening + fund.PutIn - fund.Spent.Amount, fund.Closing));
        Assert.Equal(money.Advanced.Amount + money.Advanced.Before - money.Recovered.Amount - money.Recovered.Before - money.WrittenOff.Amount - money.WrittenOff.Before, money.OutstandingNow);

        // The timeline says what was given and what came back from shops without saying who bears it: the sums are the same.
        var entries = await world.Read(reader => reader.Many<TimelineEntry>("select * from timeline where tenant = @tenant order by position"));
        Assert.Equal(entries.Where(entry => entry.Kind == "advance.recovered").Sum(AmountOf), money.RecoveredFrom.Where(source => source.Source.StartsWith("merchant-", StringComparison.Ordinal)).Sum(source => source.Amount.Amount + source.Amount.Before));
        Assert.Equal(entries.Where(entry => entry.Kind == "advance.written-off").Sum(AmountOf), money.WrittenOff.Amount + money.WrittenOff.Before);
        Assert.Equal(entries.Where(entry => entry.Kind == RemedyEntries.Confirmed).Sum(AmountOf), money.Spent.Amount + money.Spent.Before + money.GivenBack.Amount + money.GivenBack.Before + TakenBack(entries, "gesture") + TakenBack(entries, "refund"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_gesture_that_is_taken_back_lowers_what_was_spent_and_what_is_only_held_is_not_spent(StoreKind kind)
    {
        await using var world = await Create(kind);
        Assert.Null((await world.Give(Gesture("g1", 300))).Problem);
        Assert.Null((await world.Plan(Gesture("g2", 200))).Problem);
        Assert.Null((await world.Reserve("g2")).Problem);
        var span = new Span(0, world.Books.Business.Now + 60_000_000);
        var money = Assert.Single(await world.Read(reader => ValueReports.Money(reader, span, new Span(0, 0))));
        Assert.Equal((300L, 10_000L, 9_700L, 200L), (money.Spent.Amount, money.Funds[0].PutIn, money.Funds[0].Closing, money.Funds[0].Held));
        Assert.Null((await world.Write(transaction => world.Desk.Reverse(transaction, "g1", new RemedyReversal("v1", "deceived us", true, "ruling-1", Fay, Eve)))).Problem);
        money = Assert.Single(await world.Read(reader => ValueReports.Money(reader, span with { Until = span.Until + 600_000_000 }, new Span(0, 0))));
        Assert.Equal((0L, 10_000L, 2L), (money.Spent.Amount, money.Funds[0].Closing, money.FundsSpent.Entries));
    }

    private static ValueAmount Of(ValueMoney money, string figure) => figure switch
    {
        ValueFigures.FundSpent => money.FundsSpent, ValueFigures.Advanced => money.Advanced, ValueFigures.Recovered => money.Recovered, ValueFigures.Claimed => money.Claimed, ValueFigures.WrittenOff => money.WrittenOff,
        _ => money.GivenBack,
    };

    /// <summary>Amounts of the figure's entries, by rules written a second time over single entries.</summary>
    private static async Task<List<long>> Fold(RemedyWorld world, string figure, Span span)
    {
        var kinds = (await world.Read(reader => reader.Many<LedgerAccount>("select * from ledger_account where tenant = @tenant"))).ToDictionary(account => account.Id, account => account.Kind);
        var journal = await world.Read(reader => reader.Many<Transfer>("select * from ledger_transfer where tenant = @tenant order by at, id"));
        long? Counted(Transfer entry)
        {
            var (from, to) = (kinds[entry.DebitAccount], kinds[entry.CreditAccount]);
            long? Signed(bool forth, bool back) => forth ? entry.Amount : back ? -entry.Amount : null;
            return figure switch
            {
                ValueFigures.FundSpent => Signed(from == ChartOfAccounts.Fund && Buyers.Contains(to), to == ChartOfAccounts.Fund && Buyers.Contains(from)),
                ValueFigures.Advanced => Signed(from == ChartOfAccounts.Advance && Buyers.Contains(to), false),
                ValueFigures.GivenBack => Signed(from == ChartOfAccounts.OrderPaid && Buyers.Contains(to), to == ChartOfAccounts.OrderPaid && Buyers.Contains(from) && entry.Reverses is not null),
                ValueFigures.WrittenOff => Signed(from == ChartOfAccounts.WriteOff && Owed.Contains(to), false),
                ValueFigures.Claimed => Signed(Owed.Contains(from) && Owed.Contains(to), false),
                _ => Signed(Owed.Contains(to) && !Owed.Contains(from) && from != ChartOfAccounts.WriteOff, false),
            };
        }

        return [.. journal.Where(entry => entry.Kind is TransferKind.Posted or TransferKind.Post && entry.At >= span.From && entry.At < span.Until).Select(Counted).OfType<long>()];
    }

    private static async Task<List<FlowRow>> Lines(RemedyWorld world, string figure, Span span)
    {
        var all = new List<FlowRow>();
        var (sort, cursor) = (long.MaxValue, "~");
        while (await world.Read(reader => ValueFlows.Lines(reader, span, figure, null, null, sort, cursor, 7)) is { Count: > 0 } page)
        {
            all.AddRange(page);
            (sort, cursor) = (page[^1].At, page[^1].Id);
        }

        return all;
    }

    /// <summary>Gestures, refunds, advances and what becomes of them, in any order.</summary>
    private static async Task Live(RemedyWorld world, Random random, int steps)
    {
        await world.Know(1_000_000);
        for (var step = 0; step < steps; step++)
        {
            var (id, amount) = ($"{random.Next(1_000_000)}-{step}", random.Next(1, 200));
            var open = $"case-{random.Next(4)}";
            switch (random.Next(8))
            {
                case 0 or 1:
                    await world.Give(Gesture("gesture-" + id, amount));
                    break;
                case 2:
                    await world.Give(Refund("refund-" + id, amount, "gift-a"));
                    break;
                case 3 or 4:
                    await world.Give(Advance("advance-" + id, amount, "gift-a", open));
                    break;
                case 5:
                    await world.Books.Post(TransferOrder.Move("fill-" + id, $"platform:{Cny}", $"merchant-{(step % 2 == 0 ? "deposit" : "settlement")}:shop:{Cny}", amount, Cny, "fill"));
                    await world.Write(transaction => world.Advances.Blame(transaction, open, Cny, LiableParty.Merchant, "shop", Fay));
                    await world.Write(transaction => world.Advances.Recover(transaction, new NewRecovery("s" + id, open, Cny, RecoverySteps.Sweep, null, "by hand", Fay)));
                    break;
                case 6:
                    await world.Write(transaction => world.Advances.Recover(transaction, new NewRecovery("c" + id, open, Cny, random.Next(2) == 0 ? RecoverySteps.Claim : RecoverySteps.WriteOff, null, "by hand", Fay, Eve)));
                    break;
                default:
                    var given = (await world.Read(reader => reader.Many<Remedy>("select * from remedy where tenant = @tenant and state = 'confirmed' and way = 'stored-value' order by id"))).ToList();
                    await (given.Count == 0 ? Task.CompletedTask : world.Write(transaction => world.Desk.Reverse(transaction, given[random.Next(given.Count)].Id, new RemedyReversal("v" + id, "deceived us", true, "ruling-1", Fay, Eve))));
                    break;
            }

            world.Books.Clock.Now += TimeSpan.FromSeconds(random.Next(5));
        }
    }

    private static long TakenBack(IReadOnlyList<TimelineEntry> entries, string kind) => entries.Where(entry => entry.Kind == RemedyEntries.Reversed && RemedyOf(entry).StartsWith(kind, StringComparison.Ordinal)).Sum(AmountOf);

    private static long AmountOf(TimelineEntry entry) => Json.Read<Told>(entry.Data)!.Amount;

    private static string RemedyOf(TimelineEntry entry) => Json.Read<Told>(entry.Data)!.Remedy ?? "";

    private sealed record Told(long Amount, string? Remedy);
}
