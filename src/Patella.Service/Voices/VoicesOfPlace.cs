using Patella.Platform.Identifiers;

namespace Patella.Service.Voices;

/// <summary>Which voices are meant: a reason, or else a stage, at a node.</summary>
/// <param name="Reason">Code; null for any. When reason and stage are both null, voices that no reason names.</param>
/// <param name="Node">Dimension (<see cref="VoiceDimensions.Names"/>) to value; empty for everywhere.</param>
public sealed record ReasonAtNode(string? Stage, string? Reason, IReadOnlyDictionary<string, string> Node);

/// <summary>Somebody said something there. For higher capabilities that answer people; never shown as it is.</summary>
/// <param name="At">Business time, UTC microseconds.</param>
/// <param name="Customer">Our id of the person, or the marketplace's; null when nobody said or it was erased.</param>
/// <param name="Order">As the source named it.</param>
public sealed record SpokenVoice(long Position, long At, string? Customer, string? Order, string? Conversation);

/// <summary>Some of those who spoke, in the order in which they were heard.</summary>
/// <param name="Scanned">Position up to which everything was looked at: where to go on.</param>
public sealed record SpokenVoices(IReadOnlyList<SpokenVoice> Voices, long Scanned);

/// <summary>Who spoke about a place, and how many voices it has: for higher capabilities.</summary>
public abstract class VoicesOfPlace
{
    /// <summary>Voices after a position, said from a moment on.</summary>
    /// <param name="from">Business time, UTC microseconds.</param>
    /// <param name="after">-1 for the first.</param>
    public abstract Task<SpokenVoices> Spoken(TenantId tenant, ReasonAtNode place, long from, long after, int limit, CancellationToken cancellation = default);

    /// <summary>How many voices from a moment until another one.</summary>
    /// <returns>Null when too much would have to be looked at for the answer.</returns>
    public abstract Task<long?> Count(TenantId tenant, ReasonAtNode place, long from, long until, CancellationToken cancellation = default);

    /// <summary>How many voices each UTC day had, the first one first.</summary>
    /// <param name="firstDay">Days since 1970.</param>
    /// <returns>Null when too much would have to be looked at for the answer.</returns>
    public abstract Task<IReadOnlyList<long>?> Days(TenantId tenant, ReasonAtNode place, long firstDay, int days, CancellationToken cancellation = default);
}
