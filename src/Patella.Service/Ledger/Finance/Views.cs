using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Service.Edge;
using Patella.Service.Ledger.Seals;

namespace Patella.Service.Ledger.Finance;

/// <summary>An account on the wire. Amounts are minor units of its currency.</summary>
/// <param name="Balance">Credits less debits, without what is held.</param>
/// <param name="Limit">none, debits-within-credits or credits-within-debits.</param>
/// <param name="Room">What may still be taken from it, or for what others owe what may still come back; absent without a limit.</param>
public sealed record LedgerAccountView(
    string Id, string Kind, string Code, string? Owner, Money Balance, long DebitsPosted, long CreditsPosted, long DebitsPending, long CreditsPending, string Limit, long Floor, long? Room, long Entries,
    DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt)
{
    internal static LedgerAccountView Of(LedgerAccount account) => new(
        account.Id, account.Kind, account.Code, account.Owner, new Money(account.Balance, account.Currency), account.DebitsPosted, account.CreditsPosted, account.DebitsPending, account.CreditsPending,
        account.Limited switch { BalanceLimit.DebitsWithinCredits => "debits-within-credits", BalanceLimit.CreditsWithinDebits => "credits-within-debits", _ => "none" },
        account.Floor, account.DebitRoom ?? account.CreditRoom, account.Sequence, Microseconds.ToTime(account.OpenedAt), account.ClosedAt is { } at ? Microseconds.ToTime(at) : null);
}

/// <summary>An entry of the journal on the wire.</summary>
/// <param name="Kind">posted, pending, post, void or expire.</param>
public sealed record JournalEntryView(
    string Id, string Posting, string Kind, string Debit, string Credit, Money Amount, long? AtMost, string Reason, string? Resolves, string? Reverses, string? Document, string? GrantedBy, string? Grade,
    DateTimeOffset At, DateTimeOffset? ExpiresAt, string Hash)
{
    internal static JournalEntryView Of(Transfer transfer) => new(
        transfer.Id, transfer.Posting, Word(transfer.Kind), transfer.DebitAccount, transfer.CreditAccount, new Money(transfer.Amount, transfer.Currency), transfer.Bound, transfer.Reason, transfer.Resolves,
        transfer.Reverses, transfer.Document, transfer.GrantPerson, transfer.GrantGrade, Microseconds.ToTime(transfer.At), transfer.ExpiresAt is { } at ? Microseconds.ToTime(at) : null, transfer.Hash);

    internal static string Word(TransferKind kind) => kind switch
    {
        TransferKind.Posted => "posted",
        TransferKind.Pending => "pending",
        TransferKind.Post => "post",
        TransferKind.Void => "void",
        TransferKind.Expire => "expire",
        _ => throw new InvalidOperationException($"{kind} has no word."),
    };
}

/// <summary>A seal on the wire. Its hash printed and kept elsewhere proves the books up to it.</summary>
/// <param name="Totals">A line a currency: accounts, debits, credits, held debits, held credits.</param>
public sealed record SealView(long Number, DateTimeOffset SealedAt, long Accounts, IReadOnlyList<string> Totals, string? Previous, string Hash)
{
    internal static SealView Of(Seal seal) => new(seal.Number, Microseconds.ToTime(seal.SealedAt), seal.Accounts, seal.Totals.Split('\n'), seal.Previous.Length == 0 ? null : seal.Previous, seal.Hash);
}

/// <summary>All accounts of a kind and currency together.</summary>
public sealed record KindTotal(string Kind, string Code, string Currency, long Accounts, string Debits, string Credits, string HeldDebits, string HeldCredits);

/// <summary>The books at a glance. Sums over many accounts may pass what a JSON number carries, so they are decimal texts.</summary>
/// <param name="Balanced">Whether debits and credits of every currency are equal.</param>
public sealed record BooksView(bool Balanced, IReadOnlyList<KindTotal> Kinds, SealView? NewestSeal, long MovedSince);

/// <summary>What people of a grade may give from a fund.</summary>
public sealed record FundLimitView(string Grade, long MostOnce, long MostADay);

/// <summary>A programme's fund with its limits; without any, everybody whom Remedies lets may give.</summary>
/// <param name="GivenToday">In the running UTC day of business time, by anybody.</param>
public sealed record FundView(LedgerAccountView Account, IReadOnlyList<FundLimitView> Limits, long GivenToday);
