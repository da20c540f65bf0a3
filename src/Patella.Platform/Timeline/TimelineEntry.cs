namespace Patella.Platform.Timeline;

/// <summary>
/// Where an entry stands in a tenant's timeline. On PostgreSQL entries are ordered by the transaction that wrote them and then by number,
/// because a number is drawn before its commit and a reader that orders by number alone would skip late commits. On SQLite the transaction is 0.
/// </summary>
public readonly record struct TimelinePosition(long Transaction, long Number) : IComparable<TimelinePosition>
{
    public static readonly TimelinePosition Start = new(0, 0);

    public int CompareTo(TimelinePosition other)
        => Transaction != other.Transaction ? Transaction.CompareTo(other.Transaction) : Number.CompareTo(other.Number);

    public static bool operator >(TimelinePosition left, TimelinePosition right) => left.CompareTo(right) > 0;

    public static bool operator <(TimelinePosition left, TimelinePosition right) => left.CompareTo(right) < 0;

    public override string ToString() => $"{Transaction}.{Number}";

    public static bool TryParse(string? text, out TimelinePosition position)
    {
        position = Start;
        var dot = text?.IndexOf('.') ?? -1;
        if (dot <= 0 || !long.TryParse(text.AsSpan(0, dot), out var transaction) || !long.TryParse(text.AsSpan(dot + 1), out var number))
        {
            return false;
        }

        position = new TimelinePosition(transaction, number);
        return transaction >= 0 && number >= 0;
    }
}

/// <summary>
/// One thing that happened, and whom and what it concerns. A message of a conversation is an entry: the row is its timeline entry,
/// its position the outbox, its (conversation, client id) the idempotency key.
/// </summary>
public sealed record TimelineEntry
{
    /// <summary>Position on read; ignored on append.</summary>
    public long Position { get; init; }

    /// <summary>The writing transaction on read (0 on SQLite); ignored on append.</summary>
    public long Tx { get; init; }

    /// <summary>The event's own id, UUID version 7.</summary>
    public required string Id { get; init; }

    /// <summary>Dotted past-tense name such as <c>conversation.message</c> or <c>order.shipped</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Version of the shape of <see cref="Data"/> for this kind; from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Business time it happened, UTC microseconds.</summary>
    public required long At { get; init; }

    /// <summary>Machine time it was written down, UTC microseconds.</summary>
    public required long RecordedAt { get; init; }

    public string? Conversation { get; init; }

    /// <summary>Gapless number inside the conversation, from 1.</summary>
    public long? Sequence { get; init; }

    public string? Person { get; init; }

    public string? OrderRef { get; init; }

    public string? CaseRef { get; init; }

    /// <summary>The member of staff it concerns: who was offered, who joined, who wrote.</summary>
    public string? Staff { get; init; }

    public string? Unit { get; init; }

    /// <summary>consumer, bot, agent, merchant, carrier or system.</summary>
    public required string AuthorParty { get; init; }

    public string? AuthorId { get; init; }

    /// <summary>The caller's own id of this entry inside its conversation; the idempotency key.</summary>
    public string? ClientId { get; init; }

    /// <summary>What was said. The only personal text of an entry; erasure empties it and leaves the rest.</summary>
    public string? Text { get; init; }

    /// <summary>References, labels and counts as JSON; never personal text.</summary>
    public string? Data { get; init; }

    public TimelinePosition Place => new(Tx, Position);
}
