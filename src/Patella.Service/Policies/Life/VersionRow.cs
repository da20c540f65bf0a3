namespace Patella.Service.Policies.Life;

/// <summary>States of a version; stored and wire words, append only.</summary>
internal static class VersionState
{
    public const string Proposed = "proposed";
    public const string Declined = "declined";
    public const string Withdrawn = "withdrawn";
    public const string Signed = "signed";
    public const string Shadow = "shadow";
    public const string Canary = "canary";
    public const string Effective = "effective";
    public const string Retired = "retired";

    public static readonly IReadOnlyList<string> All = [Proposed, Declined, Withdrawn, Signed, Shadow, Canary, Effective, Retired];
}

/// <summary>A version as it is kept. Times are business time, UTC microseconds.</summary>
internal sealed record VersionRow
{
    public string Id { get; init; } = "";

    public string Policy { get; init; } = "";

    public long Number { get; init; }

    public string State { get; init; } = VersionState.Proposed;

    public string Title { get; init; } = "";

    /// <summary>What it means for customers, in the proposer's words.</summary>
    public string CustomerView { get; init; } = "";

    public string Dmn { get; init; } = "";

    public string Words { get; init; } = "{}";

    /// <summary>Of table and words: what findings, backtest and signature are bound to.</summary>
    public string Hash { get; init; } = "";

    public string Findings { get; init; } = "[]";

    /// <summary>Hash of the proposal as it was sent: another content under its id is a conflict.</summary>
    public string Command { get; init; } = "";

    public string ProposerKind { get; init; } = "";

    public string ProposerId { get; init; } = "";

    public string ProposerName { get; init; } = "";

    public string EditedBy { get; init; } = "";

    /// <summary>The version in force when it was proposed.</summary>
    public long BasedOn { get; init; }

    public long AnswerBy { get; init; }

    public long? AnsweredAt { get; init; }

    public long? Accepted { get; init; }

    public string? AnsweredBy { get; init; }

    public string? AnswerWords { get; init; }

    public string? Backtest { get; init; }

    public string? BacktestHash { get; init; }

    public string? SignedHash { get; init; }

    public string? SignedBy { get; init; }

    public string? SignedName { get; init; }

    public long? SignedAt { get; init; }

    public string? SignedNote { get; init; }

    public long? ShadowSince { get; init; }

    public long? CanarySince { get; init; }

    public long? CanaryShare { get; init; }

    public string? CanaryBy { get; init; }

    public long? EffectiveFrom { get; init; }

    public long? EndedAt { get; init; }

    public long CreatedAt { get; init; }

    public Guarding.LineVersion ToLine() => new()
    {
        Id = Id, Policy = Policy, Number = Number, State = State, Hash = Hash, Title = Title, Author = ProposerName, ShadowSince = ShadowSince, CanarySince = CanarySince, CanaryShare = CanaryShare, CanaryBy = CanaryBy,
        EffectiveFrom = EffectiveFrom, EndedAt = EndedAt,
    };
}
