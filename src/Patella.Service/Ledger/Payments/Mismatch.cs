namespace Patella.Service.Ledger.Payments;

/// <summary>Something on which we and the provider do not agree.</summary>
public sealed record Mismatch
{
    /// <summary>The payment's key, ours or the provider's.</summary>
    public string Payment { get; init; } = "";

    /// <summary>amount, currency, not-ours, paid-though-failed or missing-there.</summary>
    public string Kind { get; init; } = "";

    /// <summary>In minor units.</summary>
    public long? Ours { get; init; }

    public long? Theirs { get; init; }

    public string? Currency { get; init; }

    public long FoundAt { get; init; }

    public long? SettledAt { get; init; }

    public string? SettledBy { get; init; }

    internal static Mismatch Of(Payment payment, string kind, long? theirs, long now)
        => new() { Payment = payment.Id, Kind = kind, Ours = payment.Amount, Theirs = theirs, Currency = payment.Currency, FoundAt = now };
}
