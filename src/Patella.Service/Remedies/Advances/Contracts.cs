namespace Patella.Service.Remedies;

/// <summary>Steps of getting an advance back; wire values, append only.</summary>
public static class RecoverySteps
{
    /// <summary>Takes what is there: from the deposit first, then from the settlement.</summary>
    public const string Sweep = "sweep";

    /// <summary>What is left is owed: it becomes a receivable, which later sweeps collect.</summary>
    public const string Claim = "claim";

    /// <summary>What never comes; needs a second person.</summary>
    public const string WriteOff = "write-off";

    public static readonly IReadOnlyList<string> All = [Sweep, Claim, WriteOff];
}

/// <summary>Who is liable for what the platform paid; stored and wire values, append only.</summary>
public static class LiableParty
{
    public const string Merchant = "merchant";
    public const string Carrier = "carrier";
    public const string Platform = "platform";

    public static readonly IReadOnlyList<string> All = [Merchant, Carrier, Platform];
}

/// <summary>One step of a recovery. The id is the caller's: the same again changes nothing.</summary>
/// <param name="Id">1 to 60 characters.</param>
/// <param name="Amount">Of a write-off; absent is all that is outstanding.</param>
public sealed record NewRecovery(string Id, string Case, string Currency, string Step, long? Amount, string Reason, RemedyGiver By, RemedyGiver? Approver = null);

/// <summary>How the advance of a case stands: <c>Advanced = Recovered + WrittenOff + Outstanding</c> at every moment.</summary>
/// <param name="Claimed">Of what is outstanding, what stands as a receivable.</param>
/// <param name="Held">Promised and not paid yet; not yet advanced.</param>
/// <param name="State">held (promised, not paid), paid, recovering, claimed, recovered or written-off.</param>
public sealed record AdvanceStand(string Case, string Currency, long Advanced, long Recovered, long WrittenOff, long Outstanding, long Claimed, long Held, string State, string? PartyKind, string? Party, long OpenedAt);

/// <summary>What came back, or never will.</summary>
public sealed record Recovery
{
    public string Id { get; init; } = "";

    /// <summary>deposit, settlement, receivable (became one: neither recovered nor lost), returned (by the consumer) or write-off; nothing when a step found nothing.</summary>
    public string Source { get; init; } = "";

    public string CaseRef { get; init; } = "";

    public string Currency { get; init; } = "";

    public string Content { get; init; } = "";

    public long Amount { get; init; }

    public string ByKind { get; init; } = "";

    public string? ById { get; init; }

    public string? Reason { get; init; }

    public long At { get; init; }
}
