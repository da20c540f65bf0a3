using Patella.Kernel.Ledger;

namespace Patella.Service.Ledger.Payments;

/// <summary>States of a payment; store and wire values, append only.</summary>
public static class PaymentState
{
    public const string Queued = "queued";

    /// <summary>Handed over, or about to be: whoever finds it so after a crash does not know, and asks.</summary>
    public const string Sending = "sending";

    /// <summary>Nobody knows; the provider is asked until it knows. It is never simply sent again.</summary>
    public const string Unknown = "unknown";

    public const string Confirmed = "confirmed";
    public const string Failed = "failed";

    /// <summary>The provider did something else than what was asked; a person looks at it, and what is held stays held.</summary>
    public const string Odd = "odd";

    public static readonly IReadOnlyList<string> All = [Queued, Sending, Unknown, Confirmed, Failed, Odd];
}

/// <summary>A payment to be made. The id is its key at the provider: the same on every try, for ever.</summary>
/// <param name="Id">Up to 80 characters.</param>
/// <param name="Inward">False pays out and holds the money until it is known to be paid; true collects and books it when it is known to have come.</param>
/// <param name="Debit">The account that gives: what is paid out of, or for money coming in the provider's.</param>
/// <param name="Credit">The account that gets.</param>
/// <param name="Instrument">The provider's own token of card or wallet; never a card's number.</param>
public sealed record NewPayment(string Id, bool Inward, string Debit, string Credit, long Amount, string Currency, string Instrument, string? Document = null)
{
    /// <summary>Who gives it, where it is paid out of a fund with limits.</summary>
    public Grant? Grant { get; init; }
}

/// <summary>A payment as it stands. Times are UTC microseconds of business time, those of retries of machine time.</summary>
public sealed record Payment
{
    public string Id { get; init; } = "";

    public string Direction { get; init; } = "";

    public string Debit { get; init; } = "";

    public string Credit { get; init; } = "";

    public long Amount { get; init; }

    public string Currency { get; init; } = "";

    public string Instrument { get; init; } = "";

    public string? Document { get; init; }

    public string State { get; init; } = PaymentState.Queued;

    /// <summary>How often it was handed over, always under the same key.</summary>
    public long Attempts { get; init; }

    /// <summary>How often the provider was asked what became of it.</summary>
    public long Asked { get; init; }

    /// <summary>Machine time.</summary>
    public long? SentAt { get; init; }

    /// <summary>Machine time.</summary>
    public long NextAt { get; init; }

    public long? EndedAt { get; init; }

    public string? ProviderRef { get; init; }

    public string? Code { get; init; }

    public long OrderedAt { get; init; }

    /// <summary>What truly moved, where it went oddly and people settled it.</summary>
    public long? Settled { get; init; }

    public bool Inward => Direction == "in";
}

/// <summary>Kinds of timeline entries; stored, append only.</summary>
public static class PaymentEntries
{
    public const string Confirmed = "payment.confirmed";
    public const string Failed = "payment.failed";
    public const string Odd = "payment.odd";
}
