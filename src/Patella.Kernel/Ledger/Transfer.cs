namespace Patella.Kernel.Ledger;

/// <summary>What an entry of the journal does. Stored; append only.</summary>
public enum TransferKind
{
    /// <summary>Moves money at once.</summary>
    Posted = 1,

    /// <summary>Holds money until it is posted, voided or expired.</summary>
    Pending = 2,

    /// <summary>Moves what was held, whole or in part; the rest is free again.</summary>
    Post = 3,

    /// <summary>Frees what was held.</summary>
    Void = 4,

    /// <summary>As <see cref="Void"/>, by the clock.</summary>
    Expire = 5,
}

/// <summary>An entry of the journal. It is never changed: what was wrong is put right by a further one.</summary>
public sealed record Transfer
{
    public string Id { get; init; } = "";

    /// <summary>Id of the first of the transfers that were posted together, all or none.</summary>
    public string Posting { get; init; } = "";

    /// <summary>How many they were.</summary>
    public long Linked { get; init; }

    public TransferKind Kind { get; init; }

    public string DebitAccount { get; init; } = "";

    public string CreditAccount { get; init; } = "";

    /// <summary>What was moved, held or freed, in minor units; above zero.</summary>
    public long Amount { get; init; }

    /// <summary>What was asked for by "at most"; null where the amount was to be exact.</summary>
    public long? Bound { get; init; }

    public string Currency { get; init; } = "";

    /// <summary>Why, as a word of the capability that asked: refund, advance, recovery.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The pending transfer that this one ends.</summary>
    public string? Resolves { get; init; }

    /// <summary>The transfer that this one takes back.</summary>
    public string? Reverses { get; init; }

    /// <summary>What it was decided by: a remedy, a ruling, a settlement.</summary>
    public string? Document { get; init; }

    /// <summary>For money from a programme's fund: the fund, who gave it, that person's grade, the UTC day it counts for, and how much it adds to that day (below zero when it is given back).</summary>
    public string? GrantFund { get; init; }

    public string? GrantPerson { get; init; }

    public string? GrantGrade { get; init; }

    public long? GrantDay { get; init; }

    public long? Granted { get; init; }

    /// <summary>Seconds of business time a pending transfer holds; null holds until somebody ends it.</summary>
    public long? ExpiresAfter { get; init; }

    public long? ExpiresAt { get; init; }

    /// <summary>UTC microseconds of business time; on either account later than every entry before it.</summary>
    public long At { get; init; }

    /// <summary>UTC microseconds of machine time.</summary>
    public long RecordedAt { get; init; }

    /// <summary>Its number among the entries of the debited account.</summary>
    public long DebitSequence { get; init; }

    public long CreditSequence { get; init; }

    /// <summary>Balance of the debited account after it (credits less debits, without what is held).</summary>
    public long DebitBalance { get; init; }

    public long CreditBalance { get; init; }

    /// <summary>Over its content and the hashes of the entries before it on both accounts.</summary>
    public string Hash { get; init; } = "";
}
