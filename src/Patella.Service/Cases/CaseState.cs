using System.Globalization;
using Patella.Service.Conversations;

namespace Patella.Service.Cases;

/// <summary>What a tenant's own statuses stand for. Wire and store words, append only.</summary>
public static class CaseCategory
{
    public const string Open = "open";
    public const string Understanding = "understanding";
    public const string Waiting = "waiting";
    public const string Decided = "decided";
    public const string Closed = "closed";

    public static readonly IReadOnlyList<string> All = [Open, Understanding, Waiting, Decided, Closed];
}

/// <summary>How urgent a case is. Wire and store numbers, append only.</summary>
public enum CasePriority
{
    Low = 1,
    Normal = 2,
    High = 3,
    Urgent = 4,
}

/// <summary>Who is asked in a joint case. Wire and store words, append only.</summary>
public static class PartParty
{
    public const string Platform = "platform";
    public const string Merchant = "merchant";
    public const string Carrier = "carrier";

    public static readonly IReadOnlyList<string> All = [Platform, Merchant, Carrier];
}

/// <summary>The next word to the consumer. Times are UTC microseconds of business time.</summary>
/// <param name="Reminded">Its owner was told that it ends soon.</param>
public sealed record CasePromise(string? Words, long MadeAt, long DueAt, bool Broken, bool Reminded = false);

/// <summary>A transfer that awaits its answer.</summary>
/// <param name="Settler">The unit that settles it after the second refusal; null while the asked unit may still answer.</param>
public sealed record OpenTransfer(string Id, string From, string To, string? Reason, long At, string? By, string? Settler = null);

/// <summary>What one party of a joint case is asked.</summary>
/// <param name="Who">The merchant's or carrier's own id, or the unit's code for the platform.</param>
/// <param name="Shares">What of the case the party may see beside the question; from <see cref="PartShares"/>.</param>
public sealed record CasePart(
    string Id, string Party, string Who, string? Question, IReadOnlyList<string> Shares, long AskedAt, string? Answer = null, long? AnsweredAt = null, StaffName? AnsweredBy = null, bool Late = false)
{
    public bool IsOpen => AnsweredAt is null;
}

/// <summary>A tie to another case; the kind is related, duplicate or follow-up.</summary>
public sealed record CaseLink(string Kind, string Case);

/// <summary>Everything a case is. The fold of its events.</summary>
public sealed record CaseState
{
    public required string Id { get; init; }

    /// <summary>Per tenant, from 1; never changes.</summary>
    public long Number { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>What the consumer asked, in their words.</summary>
    public string? Asked { get; init; }

    public string Kind { get; init; } = "";

    public string Status { get; init; } = "";

    public string Category { get; init; } = CaseCategory.Open;

    /// <summary>Since when it stands in a waiting status.</summary>
    public long? WaitingSince { get; init; }

    /// <summary>Until when it waits, if somebody said.</summary>
    public long? WaitUntil { get; init; }

    public CasePriority Priority { get; init; } = CasePriority.Normal;

    public string Unit { get; init; } = "";

    /// <summary>The owner person; null means the unit's queue.</summary>
    public StaffName? Owner { get; init; }

    /// <summary>Answerable to the consumer until it closes.</summary>
    public StaffName? FirstAgent { get; init; }

    /// <summary>The one named person of the highest tier, over all units.</summary>
    public StaffName? Keeper { get; init; }

    public StaffName? Deputy { get; init; }

    public string? Person { get; init; }

    /// <summary>The record it was opened for, when that one was joined to another since.</summary>
    public string? PersonOrigin { get; init; }

    public string? Tier { get; init; }

    public string? Order { get; init; }

    public string? OrderNumber { get; init; }

    /// <summary>The marketplace's id of the shop.</summary>
    public string? Merchant { get; init; }

    public string? EntryUnit { get; init; }

    public string Language { get; init; } = "en";

    /// <summary>conversation, event, api, split, follow-up or import.</summary>
    public string Origin { get; init; } = "api";

    /// <summary>What must not open a second case: a parcel and its exception.</summary>
    public string? OriginKey { get; init; }

    public long OpenedAt { get; init; }

    public long? DecidedAt { get; init; }

    public long? ClosedAt { get; init; }

    public string? Outcome { get; init; }

    /// <summary>The article it was solved with.</summary>
    public string? Article { get; init; }

    public int Reopened { get; init; }

    public int Hops { get; init; }

    /// <summary>Refusals in a row since the last acceptance.</summary>
    public int Refusals { get; init; }

    /// <summary>Units that had it before the present one.</summary>
    public IReadOnlyList<string> PastUnits { get; init; } = [];

    public CasePromise? Promise { get; init; }

    public int PromisesMade { get; init; }

    public int PromisesKept { get; init; }

    public int PromisesBroken { get; init; }

    public OpenTransfer? Transfer { get; init; }

    public IReadOnlyList<CasePart> Parts { get; init; } = [];

    public IReadOnlyList<string> Conversations { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<CaseLink> Links { get; init; } = [];

    public string? Parent { get; init; }

    public string? MergedInto { get; init; }

    /// <summary>Status and category before the merge, to come back to.</summary>
    public IReadOnlyList<string> BeforeMerge { get; init; } = [];

    /// <summary>The conversations that came along with cases that go on in this one, by case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> TookIn { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public long LastAt { get; init; }

    /// <summary>Events so far; a compare-and-set in the store.</summary>
    public long Version { get; init; }

    public bool IsOpen => Category != CaseCategory.Closed;

    /// <summary>How people write the number: C-000123.</summary>
    public string Name => NameOf(Number);

    public static string NameOf(long number) => string.Create(CultureInfo.InvariantCulture, $"C-{number:D6}");

    /// <summary>The number somebody wrote: 123, C-123 or c-000123.</summary>
    public static long? NumberOf(string text)
    {
        var digits = text.StartsWith("C-", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text.AsSpan();
        return digits.Length is > 0 and <= 12 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

/// <summary>What of a case a part may share with a merchant or carrier, beside the question. Wire words, append only.</summary>
public static class PartShares
{
    public const string Subject = "subject";
    public const string Order = "order";
    public const string Asked = "asked";

    public static readonly IReadOnlyList<string> All = [Subject, Order, Asked];
}
