using Patella.Platform.Storage;

namespace Patella.Service.Andon.Pulls;

/// <summary>What a cord can be pulled on; stored and sent, append only.</summary>
public static class TargetKinds
{
    public const string Launch = "launch";
    public const string Campaign = "campaign";
    public const string Listing = "listing";
    public const string Coupon = "coupon";
    public const string Policy = "policy";
    public const string Version = "version";

    public static readonly IReadOnlyList<string> All = [Launch, Campaign, Listing, Coupon, Policy, Version];

    /// <summary>These exist only when a release system told of them: an unknown one is a mistake, and its gate is never clear.</summary>
    public static bool MustBeRegistered(string kind) => kind is Launch or Campaign;
}

/// <summary>How far a pull is; stored and sent, append only.</summary>
public static class PullStates
{
    public const string Pulled = "pulled";
    public const string Acknowledged = "acknowledged";
    public const string Investigating = "investigating";
    public const string ChangeAgreed = "change-agreed";
    public const string Changed = "changed";
    public const string Rejected = "rejected-with-reason";
    public const string Released = "released";
    public const string Withdrawn = "withdrawn";

    public static readonly IReadOnlyList<string> All = [Pulled, Acknowledged, Investigating, ChangeAgreed, Changed, Rejected, Released, Withdrawn];

    /// <summary>What the business may answer.</summary>
    public static readonly IReadOnlyList<string> Answers = [Investigating, ChangeAgreed, Rejected];

    public static bool IsOver(string state) => state is Released or Withdrawn;
}

/// <summary>How a pull ended; stored and sent, append only.</summary>
public static class PullOutcomes
{
    public const string Changed = "changed";
    public const string Rejected = "rejected";
    public const string Withdrawn = "withdrawn";
}

/// <summary>A pull as it is kept. Times are UTC microseconds of business time but for <see cref="PulledMachine"/>.</summary>
public sealed record Pull
{
    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Target { get; init; } = "";

    public string Title { get; init; } = "";

    public string? Unit { get; init; }

    /// <summary>Staff id of who answers for the target.</summary>
    public string? Owner { get; init; }

    public string State { get; init; } = PullStates.Pulled;

    public string? Outcome { get; init; }

    public string Puller { get; init; } = "";

    public string PullerName { get; init; } = "";

    public string? Conversation { get; init; }

    public long Sequence { get; init; }

    public string? OrderRef { get; init; }

    public string? CaseRef { get; init; }

    public string? Incident { get; init; }

    public long Voices { get; init; } = 1;

    public long PulledAt { get; init; }

    public long PulledMachine { get; init; }

    public long AcknowledgeBy { get; init; }

    public long DecideBy { get; init; }

    public long? AcknowledgedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public long? DecidedAt { get; init; }

    /// <summary>Who last answered, or told of the change.</summary>
    public string? AnsweredBy { get; init; }

    public long? ChangedAt { get; init; }

    public long? EndedAt { get; init; }

    public string? EndedBy { get; init; }

    /// <summary>How often it was told that nobody acknowledged it in time.</summary>
    public long LateAcknowledge { get; init; }

    /// <summary>How often it was told that nobody decided it in time.</summary>
    public long LateDecide { get; init; }

    /// <summary>Whether it blocks.</summary>
    public bool Lives => !PullStates.IsOver(State);

    /// <summary>Whether the business still owes a decision.</summary>
    public bool Undecided => State is PullStates.Pulled or PullStates.Acknowledged or PullStates.Investigating;
}

/// <summary>A sentence of harm as it is kept.</summary>
internal sealed record VoiceRow
{
    public string Id { get; init; } = "";

    public string Pull { get; init; } = "";

    public string Content { get; init; } = "";

    public string? Words { get; init; }

    public string? Conversation { get; init; }

    public string? CaseRef { get; init; }

    public long At { get; init; }
}

/// <summary>A step of a pull's story as it is kept.</summary>
internal sealed record StepRow
{
    public string Pull { get; init; } = "";

    public string Id { get; init; } = "";

    public string Content { get; init; } = "";

    public string Kind { get; init; } = "";

    public string? Answer { get; init; }

    public string? ById { get; init; }

    public string? ByName { get; init; }

    public string? Words { get; init; }

    public string? Link { get; init; }

    public string? File { get; init; }

    public long At { get; init; }
}

/// <summary>Reads, holds and writes pulls.</summary>
internal static class PullRows
{
    internal static readonly Statements Sql = new(typeof(PullRows).Assembly, "Andon.andon.sql");

    public static Task<Pull?> Find(IReader reader, string id) => reader.One<Pull>(Sql["FindPull"], new { id });

    /// <summary>The pull, kept from changing until this transaction ends.</summary>
    public static Task<Pull?> Lock(ITransaction transaction, string id) => transaction.One<Pull>(Sql["FindPull"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { id });

    /// <summary>The pulls that block a target, oldest first.</summary>
    public static Task<IReadOnlyList<Pull>> LiveOf(IReader reader, string kind, string target) => reader.Many<Pull>(Sql["LiveOf"], new { kind, target });

    /// <summary>From here to the commit nobody else pulls on the target and nothing passes its gate.</summary>
    public static Task HoldTarget(ITransaction transaction, string kind, string target) => transaction.Execute(Sql["Hold"], new { kind, target });

    public static async Task<Pull> Save(ITransaction transaction, Pull pull)
        => await transaction.Execute(Sql["SavePull"], pull) == 1 ? pull : throw new InvalidOperationException($"Pull {pull.Id} is not here.");
}
