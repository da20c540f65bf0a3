using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Ledger.Posting;
using Patella.Service.Ledger.Seals;

namespace Patella.Service.Ledger.Finance;

/// <summary>What finance does by hand, each with a line in the audit trail.</summary>
internal sealed class FinanceDesk(IStore store, GeneralLedger ledger, SealChain seals, AuditTrail audit)
{
    public Task<Outcome<LedgerAccount>> Open(Caller caller, LedgerAccountRequest request)
        => Write(caller, request.Check(), async transaction => (await ledger.Open(transaction, request.ToAccount())).Select(accounts => accounts[0]),
            "ledger.account-opened", account => (account.Id, new { account.Kind, account.Currency, account.Owner, account.Floor }));

    public Task<Outcome<LedgerAccount>> Close(Caller caller, string id)
        => Write(caller, new Validation(), transaction => ledger.Close(transaction, id), "ledger.account-closed", account => (account.Id, null));

    public Task<Outcome<Posted>> Post(Caller caller, PostingRequest request)
        => Write(caller, request.Check(), async transaction =>
        {
            TransferOrder[] orders = [.. request.Transfers!.Select(transfer => transfer.ToOrder())];
            return await RefuseByHand(transaction, orders) is { } refused ? refused : await ledger.Post(transaction, orders);
        }, "ledger.posted-by-hand", posted => (posted.First.Posting, new { transfers = posted.Transfers.Count, posted.Repeated, posted.First.Amount, posted.First.Currency }));

    public Task<Outcome<Seal>> Seal(Caller caller)
        => Write(caller, new Validation(), seals.Make, "ledger.sealed", seal => (seal.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), new { seal.Hash }), WriteMode.Serializable);

    public Task<Outcome<LedgerAccount>> Limit(Caller caller, string fund, FundLimitsRequest request)
        => Write(caller, request.Check(), async transaction =>
        {
            if ((await LedgerRows.Lock(transaction, [fund])).SingleOrDefault() is not { Kind: ChartOfAccounts.Fund } account)
            {
                return Problem.NotFound("The fund");
            }

            await transaction.Execute(LedgerRows.Sql["ClearFundLimits"], new { fund });
            foreach (var limit in request.Limits!)
            {
                await transaction.Execute(LedgerRows.Sql["AddFundLimit"], new FundLimit(fund, limit.Grade, limit.MostOnce, limit.MostADay));
            }

            return (Outcome<LedgerAccount>)account;
        }, "ledger.fund-limited", account => (account.Id, new { request.Limits }));

    /// <summary>Money that reaches a consumer goes through Remedies, whoever asks; so does what was paid for an order.</summary>
    private static async Task<Problem?> RefuseByHand(ITransaction transaction, IReadOnlyList<TransferOrder> orders)
    {
        var origins = await LedgerRows.Transfers(transaction, [.. orders.Select(order => order.Resolves ?? order.Reverses).OfType<string>().Distinct()]);
        var ids = orders.SelectMany(order => new[] { order.Debit, order.Credit }).OfType<string>().Concat(origins.SelectMany(origin => new[] { origin.DebitAccount, origin.CreditAccount }));
        var closed = (await LedgerRows.Accounts(transaction, [.. ids.Distinct()])).FirstOrDefault(account => ChartOfAccounts.Find(account.Kind) is not { ByHand: true });
        return closed is null ? null : Problem.Refused("not-by-hand", $"Account '{closed.Id}' is not for posting by hand: what consumers receive goes through remedies.");
    }

    private async Task<Outcome<T>> Write<T>(
        Caller caller, Validation check, Func<ITransaction, Task<Outcome<T>>> work, string action, Func<T, (string Id, object? Detail)> describe, WriteMode mode = WriteMode.Normal)
        => check.Failed ? check.Problem : await store.Write(caller.Tenant, async transaction =>
        {
            var outcome = await work(transaction);
            if (outcome.Succeeded)
            {
                var (id, detail) = describe(outcome.Value);
                await audit.Write(transaction, caller, action, "ledger:" + id, detail);
            }

            return outcome;
        }, mode);
}
