using Patella.Kernel.Ledger;
using Patella.Service.Edge;

namespace Patella.Service.Ledger.Posting;

/// <summary>What an order must look like before the books are opened for it.</summary>
internal static class OrderShape
{
    /// <summary>Ids that the clock makes for itself begin so; nobody else's may.</summary>
    public const string ExpiryPrefix = "expire:";

    /// <summary>Longest id: the clock's own prefix must fit before it.</summary>
    public const int MostId = 90;

    private const int MostReason = 40;
    private const int MostDocument = 200;

    public static LedgerFault? Check(IReadOnlyList<TransferOrder> linked)
    {
        if (linked.Count is 0 or > TransferOrder.MostLinked)
        {
            return new LedgerFault(Fault.InvalidOrder, 0, "");
        }

        for (var index = 0; index < linked.Count; index++)
        {
            if (!Fits(linked[index]))
            {
                return new LedgerFault(Fault.InvalidOrder, index, "");
            }
        }

        return null;
    }

    private static bool Fits(TransferOrder order)
        => (IsOwnId(order.Id) || (order.Kind == TransferKind.Expire && Validation.IsId(order.Id)))
            && Word(order.Reason, MostReason) && (order.Document is null || (order.Document.Length <= MostDocument && order.Document.All(c => c is > ' ' and < '\x7f')))
            && Id(order.Debit) && Id(order.Credit) && Id(order.Resolves) && Id(order.Reverses)
            && (order.Grant is not { } grant || (Validation.IsId(grant.Person) && Word(grant.Grade, MostReason)));

    private static bool IsOwnId(string id) => Validation.IsId(id) && id.Length <= MostId && !id.StartsWith(ExpiryPrefix, StringComparison.Ordinal);

    private static bool Id(string? id) => id is null || Validation.IsId(id);

    private static bool Word(string word, int most) => word.Length <= most && Validation.IsId(word);
}

/// <summary>What an account must look like.</summary>
internal static class AccountShape
{
    public static Problem? Check(NewAccount account)
    {
        var check = new Validation()
            .Id(account.Id, "/id")
            .OneOf(account.Kind, "/kind", [.. ChartOfAccounts.Kinds.Select(kind => kind.Name)])
            .Must(Currencies.IsKnown(account.Currency), "/currency", "Must be a currency of ISO 4217, such as CNY.")
            .Must(account.Owner is null || Validation.IsId(account.Owner), "/owner", "Must be 1 to 100 characters of letters, digits, '.', ':', '_' or '-'.")
            .Must(account.Floor is >= -TransferOrder.MostAmount and <= TransferOrder.MostAmount, "/floor", $"Must be a whole number of minor units, at most {TransferOrder.MostAmount} to either side.");
        return check.Failed ? check.Problem : null;
    }

    public static LedgerAccount ToAccount(NewAccount account, long now)
    {
        var kind = ChartOfAccounts.Find(account.Kind)!;
        return new LedgerAccount
        {
            Id = account.Id, Kind = kind.Name, Currency = account.Currency, Owner = account.Owner, Code = kind.Code, Limited = kind.Limited, Floor = account.Floor, OpenedAt = now,
        };
    }
}
