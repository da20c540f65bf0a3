namespace Patella.Kernel.Detection;

/// <summary>What the detector is told of one voice: labels, who spoke and when, never the words themselves.</summary>
/// <param name="Position">Place in the stream; unique and growing.</param>
/// <param name="At">When it was said, microseconds since 1970 (UTC).</param>
/// <param name="Stage">Stage of the journey, 0 unknown.</param>
/// <param name="Reason">Reason, 0 not in the tree; below <see cref="Lattice.MaximalReasons"/>.</param>
/// <param name="Sentiment">-1, 0 or 1.</param>
/// <param name="Urgency">0, 1 or 2.</param>
/// <param name="Customer">Hash of who spoke, 0 unknown. Unknown customers count as different ones.</param>
/// <param name="Family">Family of near duplicates, 0 when the text is too short to tell.</param>
/// <param name="Multiplicity">Voices of the family in the recent past, this one included.</param>
public readonly record struct Observation(long Position, long At, ushort Stage, ushort Reason, sbyte Sentiment, byte Urgency, ulong Customer, ulong Family, int Multiplicity)
{
    /// <summary>Minutes since 1970.</summary>
    public long Minute => At / 60_000_000;
}
