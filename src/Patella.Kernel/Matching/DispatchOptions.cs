namespace Patella.Kernel.Matching;

/// <summary>What a tenant may choose about dispatch. Durations are microseconds.</summary>
public sealed record DispatchOptions
{
    private const long Second = 1_000_000;

    /// <summary>Makes the id of the next offer; called once an offer.</summary>
    public required Func<string> NextOfferId { get; init; }

    /// <summary>How long an agent has to answer; 30 s.</summary>
    public long OfferLifetime { get; init; } = 30 * Second;

    /// <summary>How long a decline keeps this contact from this agent; 60 s. Never for good: they may be the only one left.</summary>
    public long DeclineExclusion { get; init; } = 60 * Second;

    /// <summary>
    /// How long silence keeps this contact from this agent; 10 s. Without it the longest idle agent, being absent,
    /// would be offered the same contact again at once while others sit free.
    /// </summary>
    public long SilenceExclusion { get; init; } = 10 * Second;

    /// <summary>Silent offers in a row after which an agent is set away; 2.</summary>
    public int SilentOffersUntilAway { get; init; } = 2;

    /// <summary>
    /// Language is relaxed when no registered agent with the skills speaks it. True: agents who are offline do not
    /// count as registered, so a contact does not wait for a speaker who is asleep.
    /// </summary>
    public bool OfflineSpeakersDoNotCount { get; init; }

    /// <summary>Contacts the pool holds at most, in all states; 1,000,000.</summary>
    public int MaxContacts { get; init; } = 1_000_000;

    /// <summary>Requirement combinations kept although nobody waits with them; past it the unused are forgotten; 16,384.</summary>
    public int MaxIdleRequirements { get; init; } = 16_384;

    /// <summary>
    /// Agents capable of the same up to which they are looked through when one is wanted; larger groups keep a heap,
    /// which every change of load updates. Changes speed only; 128.
    /// </summary>
    public int ScanLimit { get; init; } = 128;

    /// <summary>Time constant of the average of service starts behind the estimated wait; 5 minutes.</summary>
    public long StartRateWindow { get; init; } = 300 * Second;
}
