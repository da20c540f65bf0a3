using System.Security.Cryptography;
using System.Text;
using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Parties;

namespace Patella.Service.Remedies;

/// <summary>What was paid for orders and what consumers bring along, as the marketplace says it, in our books.</summary>
internal sealed class OrderBooks(GeneralLedger ledger, InstrumentStore instruments, BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    private const int Tries = 3;

    public async Task<Outcome<OrderBalance>> Know(ITransaction transaction, OrderMoney money)
    {
        if (Check(money) is { } wrong)
        {
            return wrong;
        }

        var account = ChartOfAccounts.Id(ChartOfAccounts.OrderPaid, money.Currency, money.Order);
        var known = (await RemedyRows.LockPayments(transaction, money.Order)).ToDictionary(payment => payment.Id);
        if (known.Values.FirstOrDefault(payment => payment.Currency != money.Currency && money.Payments.Any(one => one.Id == payment.Id)) is { } other)
        {
            return Problem.Conflict("wrong-currency", $"Payment '{other.Id}' of this order came in {other.Currency} before.");
        }

        // A payment under one of our own keys is ours, told back to us.
        var news = money.Payments.Where(payment => Remedy.ReadKey(payment.Id) is null).DistinctBy(payment => payment.Id)
            .Select(payment => Merge(money, payment, known.GetValueOrDefault(payment.Id))).Where(payment => payment != known.GetValueOrDefault(payment.Id)).ToList();
        NewAccount[] accounts = [NewAccount.Of(ChartOfAccounts.OrderPaid, money.Currency, money.Order), .. news.Select(OutsideOf).DistinctBy(outside => outside.Id)];
        if ((await ledger.Open(transaction, accounts)).Problem is { } closed)
        {
            return closed;
        }

        foreach (var payment in news)
        {
            if (await Book(transaction, account, payment, known.GetValueOrDefault(payment.Id)) is { } refused)
            {
                return refused;
            }

            await transaction.Execute(RemedyRows.Sql["SavePayment"], payment);
        }

        var stands = (await ledger.Find(transaction, account))!;
        return new OrderBalance(money.Order, money.Currency, stands.CreditsPosted, stands.DebitRoom ?? 0, stands.DebitsPending);
    }

    public async Task<Outcome<bool>> OpenValue(ITransaction transaction, string instrument, string label, string person, Money amount)
    {
        if (!InstrumentStore.IsId(instrument) || amount.Amount is < 0 or > TransferOrder.MostAmount || !Currencies.IsKnown(amount.Currency))
        {
            return Problem.Invalid("/instrument", "Stored value has an id of 1 to 60 characters, an amount of 0 or more and a known currency.");
        }

        if (!await instruments.Keep(transaction, new Instrument(instrument, person, InstrumentKinds.StoredValue, label)))
        {
            return Problem.Conflict("not-their-instrument", $"Instrument '{instrument}' is not this person's.");
        }

        var (value, brought) = (NewAccount.Of(ChartOfAccounts.BuyerValue, amount.Currency, instrument), NewAccount.Of(ChartOfAccounts.Platform, amount.Currency, "value-brought"));
        if ((await ledger.Open(transaction, value, brought)).Problem is { } closed)
        {
            return closed;
        }

        var id = $"opened:{instrument}:{amount.Currency}";
        if (amount.Amount == 0 || await ledger.FindTransfer(transaction, id) is not null)
        {
            return false;
        }

        return (await ledger.Post(transaction, TransferOrder.Move(id, brought.Id, value.Id, amount.Amount, amount.Currency, "value-opened"))).Problem is { } refused ? refused : true;
    }

    private static Problem? Check(OrderMoney money)
    {
        var check = new Validation().Must(money.Order.Length <= 60 && Validation.IsId(money.Order), "/order", "Must be the id of an order.").Must(Currencies.IsKnown(money.Currency), "/currency", "Must be a currency of ISO 4217, such as CNY.");
        foreach (var (index, payment) in money.Payments.Index())
        {
            check.Must(payment.Captured is >= 0 and <= TransferOrder.MostAmount && payment.RefundedOutside is >= 0 and <= TransferOrder.MostAmount, $"/payments/{index}", $"Must be a whole number of minor units from {0} to {TransferOrder.MostAmount}.");
        }

        return check.Failed ? check.Problem : null;
    }

    /// <summary>Both sums only grow: what was said once has been acted on.</summary>
    private static KnownPayment Merge(OrderMoney money, CapturedPayment said, KnownPayment? known) => new()
    {
        OrderRef = money.Order, Id = said.Id, Currency = money.Currency, Instrument = known?.Instrument ?? (InstrumentStore.IsId(said.Instrument) ? said.Instrument : null),
        Captured = Math.Max(said.Captured, known?.Captured ?? 0), Refunded = Math.Max(said.RefundedOutside, known?.Refunded ?? 0),
    };

    /// <summary>Where it came from: an account of the instrument, or of the order where no instrument is named. Never one for all, which every order would wait for.</summary>
    private static NewAccount OutsideOf(KnownPayment payment) => NewAccount.Of(ChartOfAccounts.BuyerInstrument, payment.Currency, payment.Instrument ?? payment.OrderRef);

    private async Task<Problem?> Book(ITransaction transaction, string account, KnownPayment payment, KnownPayment? before)
    {
        var (name, outside) = (NameOf(payment), OutsideOf(payment).Id);
        if (payment.Captured - (before?.Captured ?? 0) is > 0 and var captured
            && (await ledger.Post(transaction, TransferOrder.Move($"cap:{name}:{payment.Captured}", outside, account, captured, payment.Currency, "captured") with { Document = DocumentOf(payment) })).Problem is { } refused)
        {
            return refused;
        }

        return payment.Refunded - (before?.Refunded ?? 0) is > 0 and var refunded ? await BookRefunded(transaction, account, outside, payment, refunded) : null;
    }

    /// <summary>What the marketplace gave back beyond what is left is a loss somebody has to look at: it stands in suspense and is told, and the order stays at nothing.</summary>
    private async Task<Problem?> BookRefunded(ITransaction transaction, string account, string outside, KnownPayment payment, long refunded)
    {
        var (id, suspense) = ($"ref:{NameOf(payment)}:{payment.Refunded}", NewAccount.Of(ChartOfAccounts.Suspense, payment.Currency));
        Problem? refused = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var own = Math.Min(refunded, (await ledger.Find(transaction, account))!.DebitRoom ?? 0);
            if (own < refunded && (await ledger.Open(transaction, suspense)).Problem is { } closed)
            {
                return closed;
            }

            TransferOrder[] linked =
            [
                .. own > 0 ? [TransferOrder.Move(id, account, outside, own, payment.Currency, "refunded-outside") with { Document = DocumentOf(payment) }] : Array.Empty<TransferOrder>(),
                .. own < refunded ? [TransferOrder.Move(id + ":over", suspense.Id, outside, refunded - own, payment.Currency, "refunded-beyond") with { Document = DocumentOf(payment) }] : Array.Empty<TransferOrder>(),
            ];
            refused = (await ledger.Post(transaction, linked)).Problem;
            if (refused is null)
            {
                await (own < refunded ? TellBeyond(transaction, payment, refunded - own) : Task.CompletedTask);
                return null;
            }
        }

        return refused;
    }

    private Task TellBeyond(ITransaction transaction, KnownPayment payment, long amount) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(), Kind = RemedyEntries.RefundedBeyond, At = business.Now, RecordedAt = machine.Now, OrderRef = payment.OrderRef, AuthorParty = "system",
        Data = Json.Write(new { payment = payment.Id, amount, payment.Currency }),
    });

    private static string DocumentOf(KnownPayment payment) => "order:" + payment.OrderRef;

    /// <summary>The marketplace's ids are any text; the ledger's are not.</summary>
    private static string NameOf(KnownPayment payment) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{payment.OrderRef}\n{payment.Id}")))[..32];
}
