using Patella.Kernel.Ledger;

namespace Patella.Service.Ledger.Seals;

/// <summary>A cut through all accounts at one moment.</summary>
public sealed record Seal
{
    /// <summary>From 1 without gaps.</summary>
    public long Number { get; init; }

    /// <summary>UTC microseconds of business time.</summary>
    public long SealedAt { get; init; }

    public long RecordedAt { get; init; }

    /// <summary>How many accounts there were.</summary>
    public long Accounts { get; init; }

    /// <summary>Debits and credits of every currency, as JSON.</summary>
    public string Totals { get; init; } = "";

    /// <summary>Hash of the seal before; empty for the first.</summary>
    public string Previous { get; init; } = "";

    public string Hash { get; init; } = "";
}

/// <summary>How an account stood at a seal.</summary>
public sealed record SealLine
{
    public string Account { get; init; } = "";

    public long Sequence { get; init; }

    public long Seal { get; init; }

    public string Currency { get; init; } = "";

    public long DebitsPosted { get; init; }

    public long CreditsPosted { get; init; }

    public long DebitsPending { get; init; }

    public long CreditsPending { get; init; }

    public string Head { get; init; } = "";
}

/// <summary>Sums of one currency over all accounts; debits and credits are equal or something is very wrong.</summary>
public sealed record CurrencyTotal(string Currency, long Accounts, Int128 Debits, Int128 Credits, Int128 HeldDebits, Int128 HeldCredits)
{
    public bool Balanced => Debits == Credits && HeldDebits == HeldCredits;

    /// <summary>As it stands in a seal.</summary>
    public override string ToString() => FormattableString.Invariant($"{Currency} {Accounts} {Debits} {Credits} {HeldDebits} {HeldCredits}");
}

/// <summary>A row of the sums: SQLite sums within 64 bits, so thousands of millions and rests are summed apart.</summary>
internal record TotalRow
{
    private const long Billion = 1_000_000_000;

    public string Currency { get; init; } = "";

    public long Accounts { get; init; }

    public long DebitBillions { get; init; }

    public long DebitRest { get; init; }

    public long CreditBillions { get; init; }

    public long CreditRest { get; init; }

    public long HeldDebitBillions { get; init; }

    public long HeldDebitRest { get; init; }

    public long HeldCreditBillions { get; init; }

    public long HeldCreditRest { get; init; }

    public CurrencyTotal ToTotal() => new(Currency, Accounts, Whole(DebitBillions, DebitRest), Whole(CreditBillions, CreditRest), Whole(HeldDebitBillions, HeldDebitRest), Whole(HeldCreditBillions, HeldCreditRest));

    private static Int128 Whole(long billions, long rest) => ((Int128)billions * Billion) + rest;
}
