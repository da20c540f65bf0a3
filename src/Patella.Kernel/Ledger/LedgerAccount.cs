namespace Patella.Kernel.Ledger;

/// <summary>Which side of an account may not outgrow the other. Stored; append only.</summary>
public enum BalanceLimit
{
    None = 0,

    /// <summary>Money somebody has with us (stored value, deposit, fund): what is taken may not exceed what was put in.</summary>
    DebitsWithinCredits = 1,

    /// <summary>Money somebody owes (advance, receivable): what comes back may not exceed what was given.</summary>
    CreditsWithinDebits = 2,
}

/// <summary>One account with its running totals. All amounts are minor units of its currency; totals never shrink, held amounts do.</summary>
public sealed record LedgerAccount
{
    public string Id { get; init; } = "";

    /// <summary>Its place in the chart of accounts.</summary>
    public string Kind { get; init; } = "";

    public string Currency { get; init; } = "";

    /// <summary>Whose it is: a merchant, a case, a programme; null for the platform's own.</summary>
    public string? Owner { get; init; }

    /// <summary>The number the bookkeepers know it by.</summary>
    public string Code { get; init; } = "";

    public BalanceLimit Limited { get; init; }

    /// <summary>What must stay on the limited side; below zero it is a right to overdraw. Meaningless without a limit.</summary>
    public long Floor { get; init; }

    public long DebitsPosted { get; init; }

    public long CreditsPosted { get; init; }

    /// <summary>Held by pending transfers, not yet posted.</summary>
    public long DebitsPending { get; init; }

    public long CreditsPending { get; init; }

    /// <summary>Number of its newest entry; entries are numbered from 1 without gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>Instant of its newest entry, UTC microseconds of business time. The next one is later, whatever a clock says.</summary>
    public long LastAt { get; init; }

    /// <summary>Hash of its newest entry; empty before the first.</summary>
    public string Head { get; init; } = "";

    public long OpenedAt { get; init; }

    public long? ClosedAt { get; init; }

    /// <summary>Credits less debits, without what is held.</summary>
    public long Balance => CreditsPosted - DebitsPosted;

    /// <summary>What may still be taken from it; null without a limit on debits.</summary>
    public long? DebitRoom => Limited == BalanceLimit.DebitsWithinCredits ? Room(CreditsPosted, DebitsPosted, DebitsPending) : null;

    /// <summary>What may still be put into it; null without a limit on credits.</summary>
    public long? CreditRoom => Limited == BalanceLimit.CreditsWithinDebits ? Room(DebitsPosted, CreditsPosted, CreditsPending) : null;

    // What is held on the giving side counts as not there, what is held on the receiving side as not come: both ways of ending a hold are safe.
    private long Room(long source, long used, long held) => (long)Int128.Clamp((Int128)source - used - held - Floor, 0, long.MaxValue);
}

/// <summary>When an account may be closed.</summary>
public static class AccountClosing
{
    /// <summary>Why it may not: something is in it, or is held; null when it may.</summary>
    public static string? Refuse(LedgerAccount account)
        => account.DebitsPending != 0 || account.CreditsPending != 0 ? "held" : account.Balance != 0 ? "not-empty" : null;
}
