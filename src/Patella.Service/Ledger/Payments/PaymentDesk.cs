using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Ledger.Payments;

/// <summary>
/// The contract of payments for higher capabilities: orders one inside the caller's transaction, together with the hold on the money. What becomes of it is
/// told by the timeline. Every step here is a transaction of its own and may come twice.
/// </summary>
public sealed partial class PaymentDesk(GeneralLedger ledger, BusinessTime business, MachineTime machine, IIdentifiers identifiers, IBus bus)
{
    internal static readonly Statements Sql = new(typeof(PaymentDesk).Assembly, "Ledger.payments.sql");

    private const int MostId = 80;

    public static string Topic(TenantId tenant) => "payments:" + tenant.Value;

    /// <summary>Holds the money of a payment out that will be ordered later, under the same id and content. Why not, or null.</summary>
    public async Task<Problem?> Hold(ITransaction transaction, NewPayment order) => Misshapen(order) ?? await HoldMoney(transaction, order);

    /// <summary>Orders a payment. The same order again changes nothing; the same id with anything else is a conflict.</summary>
    /// <param name="held">The caller knows that <see cref="Hold"/> has held the money: the accounts are not touched again.</param>
    public async Task<Outcome<Payment>> Order(ITransaction transaction, NewPayment order, bool held = false)
    {
        if (Misshapen(order) is { } misshapen)
        {
            return misshapen;
        }

        // The hold first: it is refused or repeated by its own rules, and a payment without one never comes to be.
        if (!held && await (order.Inward ? Usable(transaction, order) : HoldMoney(transaction, order)) is { } refused)
        {
            return refused;
        }

        var row = ToRow(order);
        if (await transaction.Execute(Sql["AddPayment"], row) == 0)
        {
            var kept = (await Find(transaction, order.Id))!;
            return Content(kept) == Content(row) ? kept : Problem.Conflict("payment-taken", $"A payment '{order.Id}' was ordered with other content.");
        }

        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(Topic(tenant), "")));
        return row;
    }

    /// <summary>Takes back a payment that has not been handed over yet; what was held for it is free.</summary>
    /// <returns>False when it is on its way or over: then nothing was changed.</returns>
    public async Task<bool> Withdraw(ITransaction transaction, string id)
    {
        if (await transaction.Execute(Sql["Withdraw"], new { id, now = business.Now }) == 0)
        {
            return false;
        }

        var payment = (await Find(transaction, id))!;
        await (payment.Inward ? Task.CompletedTask : Book(transaction, payment, TransferOrder.Void(FreedOf(id), HoldOf(id), "payment-withdrawn")));
        return true;
    }

    public Task<Payment?> Find(IReader reader, string id) => reader.One<Payment>(Sql["FindPayment"], new { id });

    /// <summary>Writes down what the provider said. An answer that comes twice or too late changes nothing.</summary>
    internal async Task Settle(ITransaction transaction, string id, ProviderAnswer answer)
    {
        if (await Locked(transaction, id) is not { State: PaymentState.Sending or PaymentState.Unknown } payment)
        {
            return;
        }

        switch (answer.Word)
        {
            case ProviderWord.Paid when (answer.Amount, answer.Currency) != (payment.Amount, payment.Currency):
                await End(transaction, payment, PaymentState.Odd, answer);
                await transaction.Execute(Sql["AddMismatch"], Mismatch.Of(payment, answer.Currency == payment.Currency ? "amount" : "currency", answer.Amount, business.Now));
                break;
            case ProviderWord.Paid:
                await Book(transaction, payment, payment.Inward
                    ? TransferOrder.Move(PaidOf(id), payment.Debit, payment.Credit, payment.Amount, payment.Currency, "payment") with { Document = payment.Document ?? id }
                    : TransferOrder.Post(PaidOf(id), HoldOf(id), reason: "payment"));
                await End(transaction, payment, PaymentState.Confirmed, answer);
                break;
            case ProviderWord.Refused:
                await (payment.Inward ? Task.CompletedTask : Book(transaction, payment, TransferOrder.Void(FreedOf(id), HoldOf(id), "payment-failed")));
                await End(transaction, payment, PaymentState.Failed, answer);
                break;
            default:
                await transaction.Execute(Sql["Look"], new { id, state = NextOf(payment, answer.Word), next = machine.Now + PaymentPatience.After(payment.Asked), answer.Code });
                break;
        }
    }

    internal static string HoldOf(string id) => "pay:" + id;

    internal static string PaidOf(string id) => "paid:" + id;

    internal static string FreedOf(string id) => "unpaid:" + id;

    private static Problem? Misshapen(NewPayment order) => order.Id.Length > MostId || !Validation.IsId(order.Id) || order.Instrument.Length is 0 or > 200
        ? Problem.Invalid("/id", "A payment has an id of 1 to 80 characters of letters, digits, '.', ':', '_' or '-' and an instrument.") : null;

    private async Task<Problem?> HoldMoney(ITransaction transaction, NewPayment order)
        => (await ledger.Post(transaction, TransferOrder.Hold(HoldOf(order.Id), order.Debit, order.Credit, order.Amount, order.Currency, "payment") with { Document = order.Document ?? order.Id, Grant = order.Grant })).Problem;

    /// <summary>What comes in is booked when it has come; it must have somewhere to go then.</summary>
    private async Task<Problem?> Usable(IReader reader, NewPayment order)
    {
        var accounts = await ledger.Find(reader, [order.Debit, order.Credit]);
        return order.Amount is not (> 0 and <= TransferOrder.MostAmount) ? Problem.Refused("amount-out-of-range", $"An amount is a whole number of minor units from 1 to {TransferOrder.MostAmount}, and a hold lasts 1 second to 400 days.")
            : accounts.Count != 2 ? Problem.Refused("unknown-account", $"There is no account '{(accounts.Any(account => account.Id == order.Debit) ? order.Credit : order.Debit)}'. Open it first.")
            : accounts.FirstOrDefault(account => account.Currency != order.Currency) is { } other ? Problem.Refused("wrong-currency", $"Account '{other.Id}' has another currency. Money changes its currency only through two accounts of its own each.")
            : null;
    }

    /// <summary>What the provider has never seen may be handed over once more, under the same key, when anything still on its way would have arrived.</summary>
    private string NextOf(Payment payment, ProviderWord word)
        => word == ProviderWord.Absent && payment.SentAt + PaymentPatience.Settled < machine.Now ? PaymentState.Queued : PaymentState.Unknown;

    private async Task Book(ITransaction transaction, Payment payment, TransferOrder order)
    {
        if ((await ledger.Post(transaction, order)).Problem is { } refused)
        {
            throw new InvalidOperationException($"What became of payment {payment.Id} could not be booked: {refused.Detail}");
        }
    }

    private async Task End(ITransaction transaction, Payment payment, string state, ProviderAnswer answer)
    {
        await transaction.Execute(Sql["End"], new { payment.Id, state, now = business.Now, answer.Reference, answer.Code });
        await Tell(transaction, payment, state == PaymentState.Confirmed ? PaymentEntries.Confirmed : state == PaymentState.Failed ? PaymentEntries.Failed : PaymentEntries.Odd, answer.Code);
    }

    private Task Tell(ITransaction transaction, Payment payment, string kind, string? code) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(), Kind = kind, At = business.Now, RecordedAt = machine.Now, AuthorParty = "system",
        Data = Json.Write(new { payment = payment.Id, payment.Document, payment.Amount, payment.Currency, code }),
    });

    private static Task<Payment?> Locked(ITransaction transaction, string id)
        => transaction.One<Payment>(Sql["FindPayment"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { id });

    private Payment ToRow(NewPayment order) => new()
    {
        Id = order.Id, Direction = order.Inward ? "in" : "out", Debit = order.Debit, Credit = order.Credit, Amount = order.Amount, Currency = order.Currency, Instrument = order.Instrument,
        Document = order.Document, NextAt = machine.Now, OrderedAt = business.Now,
    };

    private static (string, string, string, long, string, string, string?) Content(Payment payment)
        => (payment.Direction, payment.Debit, payment.Credit, payment.Amount, payment.Currency, payment.Instrument, payment.Document);
}

/// <summary>How long a payment is waited for, in machine time.</summary>
internal static class PaymentPatience
{
    /// <summary>After this what was sent has arrived or never will.</summary>
    public const long Settled = 120 * Microseconds.PerSecond;

    /// <summary>Microseconds from one question to the next: 1 s, doubling to an hour.</summary>
    public static long After(long asked) => Microseconds.PerSecond << (int)Math.Min(asked, 11);
}
