namespace Patella.Kernel.Ledger;

/// <summary>Why nothing was posted. The names are the codes on the wire in kebab case.</summary>
public enum Fault
{
    InvalidOrder = 1,
    UnknownAccount = 2,
    WrongCurrency = 3,
    AmountOutOfRange = 4,
    SameAccount = 5,
    IdTaken = 6,
    AccountClosed = 7,
    LimitReached = 8,
    NothingThere = 9,
    Overflow = 10,
    UnknownTransfer = 11,
    NotPending = 12,
    AlreadyResolved = 13,
    HoldExpired = 14,
    MoreThanHeld = 15,
    AlreadyReversed = 16,
    NotReversible = 17,
    GrantNeeded = 18,
    GrantLimit = 19,
    NotYetExpired = 20,
}

/// <summary>A refusal: which of the linked transfers (from 0), why, and what it is about (an account's or a transfer's id, an amount).</summary>
public sealed record LedgerFault(Fault Fault, int Index, string Subject, long? Amount = null);

/// <summary>What became of an order of one or more linked transfers: all of them, or none and why.</summary>
/// <param name="Repeated">True when they had been posted before; nothing was done again.</param>
public sealed record PostingAnswer(IReadOnlyList<Transfer> Transfers, bool Repeated, LedgerFault? Fault)
{
    public bool Succeeded => Fault is null;
}
