using Patella.Kernel.Ledger;

namespace Patella.Service.Remedies;

/// <summary>States of a remedy; stored and wire values, append only.</summary>
public static class RemedyState
{
    /// <summary>Decided; no money is moved or held yet (a return: until the goods are back).</summary>
    public const string Planned = "planned";

    /// <summary>The money is held; of a charge to a card: it is being collected.</summary>
    public const string Reserved = "reserved";

    /// <summary>On its way through the payment provider.</summary>
    public const string Paid = "paid";

    /// <summary>The consumer has it; of a charge: we have it.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The provider refused; nothing is held. It may be tried again, to another instrument too.</summary>
    public const string Failed = "failed";

    public const string Reversed = "reversed";
    public const string Cancelled = "cancelled";

    public static readonly IReadOnlyList<string> All = [Planned, Reserved, Paid, Confirmed, Failed, Reversed, Cancelled];
}

/// <summary>How a remedy reaches the consumer; stored, append only.</summary>
internal static class RemedyWay
{
    public const string StoredValue = "stored-value";
    public const string Outside = "outside";
    public const string InKind = "in-kind";
}

/// <summary>A remedy as it stands. Times are UTC microseconds of business time, amounts minor units.</summary>
public sealed record Remedy
{
    public string Id { get; init; } = "";

    /// <summary>Hash of what was asked for: another content under the same id is a conflict.</summary>
    public string Content { get; init; } = "";

    public string Kind { get; init; } = "";

    public RemedySource Source { get; init; }

    public long Amount { get; init; }

    public string Currency { get; init; } = "";

    public string? OrderRef { get; init; }

    public string? CaseRef { get; init; }

    public string? Person { get; init; }

    public string? Instrument { get; init; }

    /// <summary>stored-value, outside or in-kind.</summary>
    public string Way { get; init; } = "";

    /// <summary>The fund's account.</summary>
    public string? Fund { get; init; }

    public string? Merchant { get; init; }

    /// <summary>Null once the person is erased.</summary>
    public string? Reason { get; init; }

    public string GivenKind { get; init; } = "";

    public string? GivenBy { get; init; }

    public long Grade { get; init; }

    public string State { get; init; } = RemedyState.Planned;

    /// <summary>From 1; each has a payment key of its own.</summary>
    public long Attempt { get; init; } = 1;

    /// <summary>What truly arrived, where a payment provider did something else than asked and a person settled it.</summary>
    public long? Received { get; init; }

    /// <summary>Why it failed, in the provider's or the ledger's word.</summary>
    public string? Code { get; init; }

    /// <summary>Of a charge that was collected and cancelled: the remedy that gives it back.</summary>
    public string? GivenBack { get; init; }

    public long? PromisedBy { get; init; }

    public long PlannedAt { get; init; }

    public long ChangedAt { get; init; }

    public long? ConfirmedAt { get; init; }

    public string? EndedReason { get; init; }

    /// <summary>The key of its payment, in the ledger and at the provider.</summary>
    public string PaymentKey => KeyOf(Id, Attempt);

    public bool IsCharge => Source == RemedySource.Instrument;

    /// <summary>Whether nothing more will become of it by itself.</summary>
    public bool HasEnded => State is RemedyState.Confirmed or RemedyState.Reversed or RemedyState.Cancelled;

    internal RemedyGiver By => new(GivenKind, GivenBy, (int)Grade);

    internal static string KeyOf(string id, long attempt) => $"r:{id}:{attempt}";

    /// <summary>The id behind a payment's key; null for a payment that is not a remedy's.</summary>
    internal static (string Id, long Attempt)? ReadKey(string key)
        => key.StartsWith("r:", StringComparison.Ordinal) && key.LastIndexOf(':') is > 2 and var end && long.TryParse(key.AsSpan(end + 1), out var attempt) ? (key[2..end], attempt) : null;

    internal static string ContentOf(NewRemedy remedy) => TransferHash.Of(
    [
        remedy.Kind, ((int)remedy.Source).ToString(System.Globalization.CultureInfo.InvariantCulture), remedy.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture), remedy.Currency,
        remedy.Order, remedy.Case, remedy.Person, remedy.Instrument, remedy.Fund, remedy.Reason, remedy.By.Kind, remedy.By.Id,
    ]);
}

/// <summary>Kinds of timeline entries; stored, append only.</summary>
public static class RemedyEntries
{
    public const string Prefix = "remedy.";
    public const string Planned = "remedy.planned";
    public const string Reserved = "remedy.reserved";
    public const string Paid = "remedy.paid";
    public const string Confirmed = "remedy.confirmed";
    public const string Failed = "remedy.failed";
    public const string Reversed = "remedy.reversed";
    public const string Cancelled = "remedy.cancelled";

    /// <summary>The marketplace gave back more than was left of an order.</summary>
    public const string RefundedBeyond = "remedy.refunded-beyond";
}
