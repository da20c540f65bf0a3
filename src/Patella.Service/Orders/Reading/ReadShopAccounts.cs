using Microsoft.AspNetCore.Http;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Ledger.Finance;

namespace Patella.Service.Orders.Reading;

/// <summary>One of a shop's accounts with the platform.</summary>
/// <param name="Kind">merchant-settlement (what the platform owes it) or merchant-deposit.</param>
/// <param name="Held">What is held on it, minor units.</param>
public sealed record ShopAccountView(string Id, string Kind, Money Balance, long Held, DateTimeOffset OpenedAt);

/// <summary>An entry as the shop reads it.</summary>
/// <param name="With">The kind of the account on the other side; which one it is is not the shop's to know.</param>
public sealed record ShopStatementLine(long Sequence, DateTimeOffset At, string Kind, string With, long? Debit, long? Credit, long? Held, long Balance, string Reason, string? Document);

/// <summary>What happened on a shop's account between two seals of the books.</summary>
/// <param name="Seal">The seal that ends it; absent while it is still going on.</param>
/// <param name="Periods">Numbers of the newest seals, newest first.</param>
public sealed record ShopStatementView(
    string Account, string Kind, string Currency, long? Seal, bool Final, long OpeningBalance, long ClosingBalance, long Debits, long Credits, string Hash, IReadOnlyList<ShopStatementLine> Lines, IReadOnlyList<SealView> Periods);

/// <summary>A shop's own settlement and deposit: nobody else's account is ever found here.</summary>
internal static class ReadShopAccounts
{
    private const int MostPeriods = 50;

    private static readonly string[] Kinds = [ChartOfAccounts.MerchantSettlement, ChartOfAccounts.MerchantDeposit];

    /// <summary>GET /shop/accounts.</summary>
    public static async Task<IResult> List(HttpContext http, IStore store, OrderAccess access, GeneralLedger ledger)
    {
        var accounts = await store.Read(http.Caller().Tenant, reader => Own(reader, http.Caller(), access, ledger), http.RequestAborted);
        return Results.Json(new Page<ShopAccountView>([.. accounts.Select(account => new ShopAccountView(account.Id, account.Kind, account.Balance, account.DebitsPending, account.OpenedAt))]), Json.Options);
    }

    /// <summary>GET /shop/accounts/{id}/statement.</summary>
    public static async Task<IResult> Statement(HttpContext http, IStore store, OrderAccess access, GeneralLedger ledger, AccountStatements statements, string id, long? seal, string? format)
    {
        var found = await store.Read(http.Caller().Tenant, async Task<Outcome<ShopStatementView>> (reader) =>
        {
            if ((await Own(reader, http.Caller(), access, ledger)).FirstOrDefault(account => account.Id == id) is not { } own)
            {
                return Problem.NotFound("The account");
            }

            var statement = await statements.Build(reader, id, seal);
            return statement.Problem is { } problem ? problem : View(statement.Value, own.Kind, await AccountStatements.Periods(reader, MostPeriods));
        }, http.RequestAborted);
        return format == "csv" && found.Succeeded ? Csv.Result("statement.csv", Table(found.Value)) : found.ToResult();
    }

    private static async Task<IReadOnlyList<LedgerAccountView>> Own(IReader reader, Caller caller, OrderAccess access, GeneralLedger ledger)
    {
        var own = new List<LedgerAccountView>();
        foreach (var shop in await access.ShopOf(reader, caller))
        {
            foreach (var kind in Kinds)
            {
                own.AddRange((await ledger.FindOf(reader, shop, kind)).Select(LedgerAccountView.Of));
            }
        }

        return own;
    }

    private static ShopStatementView View(LedgerStatement statement, string kind, IReadOnlyList<SealView> periods) => new(
        statement.Account, kind, statement.Currency, statement.Seal, statement.Final, statement.OpeningBalance, statement.ClosingBalance, statement.Debits, statement.Credits, statement.Hash,
        [.. statement.Lines.Select(line => new ShopStatementLine(line.Sequence, line.At, line.Kind, line.Counter.Split(':')[0], line.Debit, line.Credit, line.Held, line.Balance, line.Reason, line.Document))], periods);

    private static IEnumerable<IReadOnlyList<object?>> Table(ShopStatementView statement)
    {
        yield return ["sequence", "at", "kind", "with", "debit", "credit", "held", "balance", "reason", "document", "currency"];
        foreach (var line in statement.Lines)
        {
            yield return [line.Sequence, line.At, line.Kind, line.With, line.Debit, line.Credit, line.Held, line.Balance, line.Reason, line.Document, statement.Currency];
        }
    }
}
