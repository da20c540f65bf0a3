using System.Text.Json;
using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Payments;
using Patella.Service.Remedies;
using Patella.Tests.Ledger;

namespace Patella.Tests.Remedies;

/// <summary>
/// What the books must say, computed from what was decided and what became of each payment, and from nothing the ledger has added up itself. Written from the
/// rules in the README: a cent that is anywhere else is seen.
/// </summary>
internal sealed class RemedyBooksCheck(RemedyWorld world)
{
    private static readonly string[] Compared = [ChartOfAccounts.OrderPaid, ChartOfAccounts.BuyerValue, ChartOfAccounts.BuyerInstrument, ChartOfAccounts.Fund];

    /// <summary>What finance moved by hand, on the accounts that are compared.</summary>
    public Dictionary<string, long> ByHand { get; } = [];

    public async Task<string> Snapshot() => JsonSerializer.Serialize((await world.Books.AllAccounts()).Select(account => new { account.Id, account.Balance, account.DebitsPending, account.CreditsPending }))
        + JsonSerializer.Serialize((await Rows()).Select(remedy => new { remedy.Id, remedy.State, remedy.Attempt }));

    /// <summary>Cheap enough for every step: debits are credits, no limit is passed, and each advance is what came back, what was lost and what is outstanding.</summary>
    public async Task EachStep()
    {
        foreach (var currency in (await world.Books.AllAccounts()).GroupBy(account => account.Currency))
        {
            Assert.Equal(Int128.Zero, currency.Aggregate(Int128.Zero, (sum, account) => sum + account.Balance));
            Assert.Equal(Int128.Zero, currency.Aggregate(Int128.Zero, (sum, account) => sum + account.DebitsPending - account.CreditsPending));
            Assert.All(currency.Where(account => account.Limited == BalanceLimit.DebitsWithinCredits), account => Assert.True(account.Balance - account.DebitsPending >= account.Floor, $"{account.Id} is below its floor"));
            Assert.All(currency.Where(account => account.Limited == BalanceLimit.CreditsWithinDebits), account => Assert.True(-account.Balance - account.CreditsPending >= account.Floor, $"{account.Id} has come back more than once"));
        }

        foreach (var (caseRef, currency) in await world.Read(reader => reader.Many<(string, string)>("select case_ref, currency from remedy_advance where tenant = @tenant")))
        {
            var stand = (await world.Read(reader => world.Advances.Find(reader, caseRef, currency)))!;
            Assert.True(stand.Advanced == stand.Recovered + stand.WrittenOff + stand.Outstanding && stand.Outstanding >= 0, stand.ToString());
        }
    }

    public async Task Whole()
    {
        var expected = await Expected();
        foreach (var account in (await world.Books.AllAccounts()).Where(account => Compared.Contains(account.Kind)))
        {
            var (balance, given, got) = expected.GetValueOrDefault(account.Id);
            Assert.True((balance, given, got) == (account.Balance, account.DebitsPending, account.CreditsPending),
                $"{account.Id} has balance {account.Balance}, held {account.DebitsPending} and {account.CreditsPending}; the remedies say {balance}, {given} and {got}");
        }
    }

    /// <summary>When nothing is on its way any more: every remedy says what became of its money, and the provider moved what the books say, each key once.</summary>
    public async Task AtRest()
    {
        await Whole();
        var payments = await Payments();
        foreach (var remedy in (await Rows()).Where(remedy => remedy.Way == "outside" && payments.ContainsKey(remedy.PaymentKey)))
        {
            var wanted = payments[remedy.PaymentKey].State == PaymentState.Confirmed ? (remedy.State == RemedyState.Cancelled ? RemedyState.Cancelled : RemedyState.Confirmed) : (remedy.State == RemedyState.Cancelled ? RemedyState.Cancelled : RemedyState.Failed);
            Assert.True(remedy.State == wanted && (remedy.State != RemedyState.Cancelled || payments[remedy.PaymentKey].State != PaymentState.Confirmed || remedy.GivenBack is not null || remedy.Code == "not-given-back"), $"{remedy} though its payment is {payments[remedy.PaymentKey].State}");
        }

        Assert.Equal(world.Provider.Moved.Count, world.Provider.Moved.Select(entry => entry.Key).Distinct().Count());
        Assert.All(world.Provider.Moved, entry => Assert.Equal(PaymentState.Confirmed, payments[entry.Key].State));
        Assert.All(payments.Values.Where(payment => payment.State == PaymentState.Confirmed), payment => Assert.Contains(world.Provider.Moved, entry => entry.Key == payment.Id && entry.Amount == (payment.Settled ?? payment.Amount)));
        Assert.True((await world.Books.Verify()).Intact);
    }

    private async Task<Dictionary<string, (long Balance, long Given, long Got)>> Expected()
    {
        var totals = ByHand.ToDictionary(pair => pair.Key, pair => (pair.Value, 0L, 0L));
        void Put(string account, long balance, long given = 0, long got = 0)
        {
            var (old, oldGiven, oldGot) = totals.GetValueOrDefault(account);
            totals[account] = (old + balance, oldGiven + given, oldGot + got);
        }

        foreach (var (order, currency, instrument, captured, refunded) in await world.Read(reader => reader.Many<(string, string, string?, long, long)>("select order_ref, currency, instrument, captured, refunded from remedy_payment where tenant = @tenant")))
        {
            Put(ChartOfAccounts.Id(ChartOfAccounts.OrderPaid, currency, order), captured - refunded);
            Put(ChartOfAccounts.Id(ChartOfAccounts.BuyerInstrument, currency, instrument ?? order), refunded - captured);
        }

        // What went back beyond what was left came out of suspense: the order gave that much less.
        foreach (var (document, currency, amount) in await world.Read(reader => reader.Many<(string, string, long)>("select document, currency, amount from ledger_transfer where tenant = @tenant and reason = 'refunded-beyond'")))
        {
            Put(ChartOfAccounts.Id(ChartOfAccounts.OrderPaid, currency, document["order:".Length..]), amount);
        }

        var payments = await Payments();
        foreach (var remedy in (await Rows()).Where(remedy => remedy.Way != "in-kind"))
        {
            var (debit, credit) = Sides(remedy);
            var (moved, held) = remedy.Way == "stored-value" ? Stored(remedy) : Outside(remedy, payments.GetValueOrDefault(remedy.PaymentKey));
            Put(debit, remedy.IsCharge ? -moved : -Math.Min(moved, remedy.Amount), given: held);
            Put(credit, moved, got: held);
        }

        return totals;
    }

    private static (long Moved, long Held) Stored(Remedy remedy) => remedy.State switch
    {
        RemedyState.Reserved => (0, remedy.Amount),
        RemedyState.Confirmed => (remedy.Amount, 0),
        RemedyState.Cancelled when remedy.GivenBack is not null => (remedy.Amount, 0),
        _ => (0, 0),
    };

    private static (long Moved, long Held) Outside(Remedy remedy, Payment? payment) => payment switch
    {
        null => (0, remedy is { State: RemedyState.Reserved } ? remedy.Amount : 0),
        { State: PaymentState.Confirmed } => (payment.Settled ?? payment.Amount, 0),
        { State: PaymentState.Failed } => (0, 0),
        _ => (0, payment.Inward ? 0 : payment.Amount),
    };

    private static (string Debit, string Credit) Sides(Remedy remedy)
    {
        var instrument = ChartOfAccounts.Id(remedy.Way == "stored-value" ? ChartOfAccounts.BuyerValue : ChartOfAccounts.BuyerInstrument, remedy.Currency, remedy.Instrument);
        return remedy.Source switch
        {
            RemedySource.OrderPaid => (ChartOfAccounts.Id(ChartOfAccounts.OrderPaid, remedy.Currency, remedy.OrderRef), instrument),
            RemedySource.Fund => (remedy.Fund!, instrument),
            RemedySource.Advance => (ChartOfAccounts.Id(ChartOfAccounts.Advance, remedy.Currency, remedy.CaseRef), instrument),
            _ => (instrument, ChartOfAccounts.Id(ChartOfAccounts.OrderPaid, remedy.Currency, remedy.OrderRef)),
        };
    }

    private Task<IReadOnlyList<Remedy>> Rows() => world.Read(reader => reader.Many<Remedy>("select * from remedy where tenant = @tenant order by id"));

    private async Task<Dictionary<string, Payment>> Payments()
        => (await world.Read(reader => reader.Many<Payment>("select * from ledger_payment where tenant = @tenant"))).ToDictionary(payment => payment.Id);
}
