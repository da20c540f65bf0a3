namespace Patella.Service.Reports;

/// <summary>
/// What the reports know of one conversation. Every part is a first, a last, a count or the newest entry's word, so that entries may be read in any order.
/// Times are UTC microseconds of business time.
/// </summary>
internal sealed record ContactLine
{
    public string Conversation { get; init; } = "";

    public string Person { get; init; } = "";

    public string? OrderRef { get; init; }

    public string EntryUnit { get; init; } = "";

    public string Unit { get; init; } = "";

    /// <summary>Sequence of the entry that named person, order and unit last.</summary>
    public long UnitSequence { get; init; }

    public string Language { get; init; } = "";

    public string Channel { get; init; } = "";

    /// <summary>First word or wish of the consumer: the moment on whose day everything of the conversation is counted.</summary>
    public long? OfferedAt { get; init; }

    public long? SpokeAt { get; init; }

    public long? AskedAt { get; init; }

    public long? AskedLast { get; init; }

    public long? ReplyAt { get; init; }

    public long? PersonReplyAt { get; init; }

    public long? LeftAt { get; init; }

    public long? LastWordAt { get; init; }

    public long? FirstClosedAt { get; init; }

    public long? LastClosedAt { get; init; }

    public long Said { get; init; }

    public long Choices { get; init; }

    public long Transfers { get; init; }

    public long? Satisfied { get; init; }

    public long SatisfiedSequence { get; init; }

    public long? Solved { get; init; }

    public long SolvedSequence { get; init; }

    public long Surveyed { get; init; }

    public long? Recommend { get; init; }

    public long? Simpler { get; init; }

    public long? AgentSatisfied { get; init; }

    public long? AgentSolved { get; init; }

    public long Picked { get; init; }

    public long Replied { get; init; }

    public long Abandoned { get; init; }

    public long Reopened { get; init; }

    public long Resolved { get; init; }

    /// <summary>1 when the same person came with the same order (or, without one, to the same unit) within 72 hours before.</summary>
    public long Repeated { get; init; }

    /// <summary>What makes it the same subject as another one of the person.</summary>
    public string Subject => OrderRef ?? "unit:" + Unit;

    /// <summary>Fills in what follows from the rest.</summary>
    public ContactLine Derive()
    {
        var left = LeftAt is { } leaving && (AskedLast is null || AskedLast <= leaving);
        var picked = ReplyAt is { } reply && (!left || reply <= LeftAt || PersonReplyAt is not null);
        var closed = LastClosedAt is not null && !(LastWordAt > LastClosedAt);
        return this with
        {
            OfferedAt = Least(SpokeAt, AskedAt),
            Picked = Bit(picked),
            Replied = Bit(AskedAt is null ? picked : PersonReplyAt is not null),
            Abandoned = Bit(left && PersonReplyAt is null),
            Reopened = Bit(FirstClosedAt is { } first && LastWordAt > first),
            Resolved = Bit(closed && Solved != 0 && !(left && PersonReplyAt is null)),
        };
    }

    internal static long? Least(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);

    internal static long? Most(long? left, long? right) => left is null ? right : right is null ? left : Math.Max(left.Value, right.Value);

    private static long Bit(bool holds) => holds ? 1 : 0;
}
