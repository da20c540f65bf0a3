namespace Patella.Kernel.Ledger;

/// <summary>Who gives money of a programme's fund, and with which grade.</summary>
public sealed record Grant(string Person, string Grade);

/// <summary>A transfer as it is asked for. The id is the caller's; the same order again gets the same answer.</summary>
public sealed record TransferOrder
{
    /// <summary>The most one transfer moves: what a JSON number carries exactly everywhere (2^53 - 1).</summary>
    public const long MostAmount = 9_007_199_254_740_991;

    /// <summary>Transfers that may be linked.</summary>
    public const int MostLinked = 64;

    /// <summary>Longest hold: 400 days.</summary>
    public const long MostSeconds = 400L * 86_400;

    private TransferOrder(string id, TransferKind kind, string reason) => (Id, Kind, Reason) = (id, kind, reason);

    public string Id { get; init; }

    public TransferKind Kind { get; init; }

    public string Reason { get; init; }

    public string? Debit { get; init; }

    public string? Credit { get; init; }

    /// <summary>Null for a whole post, a void, an expiry and a reversal.</summary>
    public long? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>Moves what is there if that is less; nothing there is refused.</summary>
    public bool AtMost { get; init; }

    public string? Resolves { get; init; }

    public string? Reverses { get; init; }

    public string? Document { get; init; }

    public Grant? Grant { get; init; }

    public long? ExpiresAfter { get; init; }

    /// <summary>Money from <paramref name="debit"/> to <paramref name="credit"/>.</summary>
    public static TransferOrder Move(string id, string debit, string credit, long amount, string currency, string reason)
        => new(id, TransferKind.Posted, reason) { Debit = debit, Credit = credit, Amount = amount, Currency = currency };

    /// <summary>Holds it.</summary>
    /// <param name="expiresAfter">Seconds of business time; null for as long as nobody ends it.</param>
    public static TransferOrder Hold(string id, string debit, string credit, long amount, string currency, string reason, long? expiresAfter = null)
        => new(id, TransferKind.Pending, reason) { Debit = debit, Credit = credit, Amount = amount, Currency = currency, ExpiresAfter = expiresAfter };

    /// <summary>Moves what is held.</summary>
    /// <param name="amount">A part of it; null is the whole. The rest is free again.</param>
    public static TransferOrder Post(string id, string pending, long? amount = null, string reason = "post") => new(id, TransferKind.Post, reason) { Resolves = pending, Amount = amount };

    public static TransferOrder Void(string id, string pending, string reason = "void") => new(id, TransferKind.Void, reason) { Resolves = pending };

    /// <summary>The clock's own order.</summary>
    public static TransferOrder Expire(string id, string pending) => new(id, TransferKind.Expire, "expire") { Resolves = pending };

    /// <summary>Takes a moved amount back by a transfer the other way; once.</summary>
    public static TransferOrder Reverse(string id, string original, string reason = "reversal") => new(id, TransferKind.Posted, reason) { Reverses = original };
}
