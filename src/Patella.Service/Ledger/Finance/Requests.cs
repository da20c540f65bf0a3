using Patella.Kernel.Ledger;
using Patella.Service.Edge;

namespace Patella.Service.Ledger.Finance;

/// <summary>POST /ledger/accounts: opens an account; the same again changes nothing.</summary>
/// <param name="Id">Absent: kind, owner and currency with colons between.</param>
/// <param name="Floor">What must stay, in minor units; below zero a right to overdraw.</param>
public sealed record LedgerAccountRequest(string? Id, string? Kind, string? Currency, string? Owner, long? Floor)
{
    internal Validation Check() => new Validation().Id(Id, "/id", required: false)
        .OneOf(Kind, "/kind", [.. ChartOfAccounts.Kinds.Select(kind => kind.Name)]).Must(Currencies.IsKnown(Currency), "/currency", "Must be a currency of ISO 4217, such as CNY.")
        .Id(Owner, "/owner", required: false);

    internal NewAccount ToAccount() => new(Id ?? ChartOfAccounts.Id(Kind!, Currency!, Owner), Kind!, Currency!, Owner, Floor ?? 0);
}

/// <summary>A transfer that finance posts by hand.</summary>
/// <param name="Kind">posted (as when absent), pending, post, void or reversal.</param>
/// <param name="Amount">Absent for a whole post, a void and a reversal.</param>
/// <param name="Of">The pending transfer that is ended, or the one that is reversed.</param>
public sealed record HandTransferRequest(string? Id, string? Kind, string? Debit, string? Credit, Money? Amount, bool? AtMost, string? Reason, string? Of, string? Document, long? ExpiresAfterSeconds)
{
    private static readonly IReadOnlyList<string> Kinds = ["posted", "pending", "post", "void", "reversal"];

    internal Validation Check(string at, Validation into)
    {
        var moves = Kind is null or "posted" or "pending";
        return into.Id(Id, at + "/id").Must(Kind is null || Kinds.Contains(Kind), at + "/kind", $"Must be one of: {string.Join(", ", Kinds)}.")
            .Id(Debit, at + "/debit", required: moves).Id(Credit, at + "/credit", required: moves).Id(Of, at + "/of", required: !moves)
            .Must(!moves || Amount is not null, at + "/amount", "Is required.")
            .Must(Amount is null || Currencies.IsKnown(Amount.Currency), at + "/amount/currency", "Must be a currency of ISO 4217, such as CNY.")
            .Id(Reason, at + "/reason", required: false);
    }

    internal TransferOrder ToOrder() => Kind switch
    {
        "post" => TransferOrder.Post(Id!, Of!, Amount?.Amount, Reason ?? "post") with { Document = Document },
        "void" => TransferOrder.Void(Id!, Of!, Reason ?? "void") with { Document = Document },
        "reversal" => TransferOrder.Reverse(Id!, Of!, Reason ?? "reversal") with { Document = Document },
        "pending" => TransferOrder.Hold(Id!, Debit!, Credit!, Amount!.Amount, Amount.Currency, Reason ?? "by-hand", ExpiresAfterSeconds) with { Document = Document, AtMost = AtMost == true },
        _ => TransferOrder.Move(Id!, Debit!, Credit!, Amount!.Amount, Amount.Currency, Reason ?? "by-hand") with { Document = Document, AtMost = AtMost == true },
    };
}

/// <summary>POST /ledger/postings: transfers that happen together or not at all.</summary>
public sealed record PostingRequest(IReadOnlyList<HandTransferRequest>? Transfers)
{
    internal Validation Check()
    {
        var check = new Validation().Must(Transfers is { Count: > 0 and <= TransferOrder.MostLinked }, "/transfers", $"Must be 1 to {TransferOrder.MostLinked} transfers.");
        foreach (var (index, transfer) in (Transfers ?? []).Index().Take(TransferOrder.MostLinked))
        {
            _ = transfer is null ? check.Must(false, $"/transfers/{index}", "Is required.") : transfer.Check($"/transfers/{index}", check);
        }

        return check;
    }
}

/// <summary>PUT /ledger/funds/{id}/limits: replaces what the grades may give; an empty list takes all limits away.</summary>
public sealed record FundLimitsRequest(IReadOnlyList<FundLimitView>? Limits)
{
    private const int MostGrades = 20;

    internal Validation Check()
    {
        var check = new Validation().Must(Limits is { Count: <= MostGrades }, "/limits", $"Must be a list of at most {MostGrades} grades.")
            .Must(Limits is null || Limits.Where(limit => limit is not null).Select(limit => limit.Grade).Distinct().Count() == Limits.Count, "/limits", "Names a grade twice.");
        foreach (var (index, limit) in (Limits ?? []).Index().Take(MostGrades))
        {
            check.Must(limit is { Grade: { } grade } && Validation.IsId(grade), $"/limits/{index}/grade", "Must be 1 to 100 characters of letters, digits, '.', ':', '_' or '-'.")
                .Must(limit is { MostOnce: >= 0, MostADay: <= TransferOrder.MostAmount } && limit.MostADay >= limit.MostOnce, $"/limits/{index}", "A day is at least as much as once, and neither is below zero.");
        }

        return check;
    }
}
