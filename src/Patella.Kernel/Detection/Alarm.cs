namespace Patella.Kernel.Detection;

/// <summary>What became of an alarm in a minute.</summary>
public enum AlarmChange
{
    /// <summary>It is new.</summary>
    Raised = 1,

    /// <summary>It goes on; further voices came.</summary>
    Going = 2,

    /// <summary>Another node explains it better now.</summary>
    Moved = 3,

    /// <summary>It is back at its baseline.</summary>
    Calm = 4,

    /// <summary>It stays above its baseline for days.</summary>
    Lasting = 5,
}

/// <summary>What is raised above its baseline: a reason or stage, or a phrase of voices outside the tree, at a node.</summary>
/// <param name="Reason">The reason, 0 for a stage or a phrase.</param>
/// <param name="Stage">The stage, when the whole stage is meant.</param>
/// <param name="Phrase">Hash of the phrase that names a cluster outside the tree, 0 otherwise.</param>
/// <param name="First">Index of the dimension, -1 for everything.</param>
/// <param name="FirstValue">Its interned value.</param>
/// <param name="Second">Index of the second dimension of a pair, -1 for none.</param>
/// <param name="SecondValue">Its interned value.</param>
public readonly record struct AlarmNode(ushort Reason, ushort Stage, ulong Phrase, int First, int FirstValue, int Second, int SecondValue);

/// <summary>One statement of the detector about one alarm at the end of a minute.</summary>
/// <param name="Id">Number of the alarm in this stream, from 1.</param>
/// <param name="Change">What became of it.</param>
/// <param name="Minute">The minute that ended.</param>
/// <param name="Node">Where it is.</param>
/// <param name="Onset">The minute at which it began, as far as can be told.</param>
/// <param name="Ended">For a calm alarm the minute at which it ended; otherwise 0.</param>
/// <param name="Score">Log likelihood ratio against the baseline, nats.</param>
/// <param name="Voices">Voices since the onset.</param>
/// <param name="Customers">Different customers among them.</param>
/// <param name="Expected">Voices the baseline expects since the onset.</param>
/// <param name="Count">Voices of this minute.</param>
/// <param name="CountExpected">Voices the baseline expects in this minute.</param>
/// <param name="Positive">Voices since the onset with a good word.</param>
/// <param name="Negative">Voices since the onset with a bad word.</param>
/// <param name="Urgent">Voices since the onset of the highest urgency.</param>
/// <param name="Evidence">Positions of voices, each of another family, oldest first; at most 20.</param>
/// <param name="Phrases">What the voices of a cluster outside the tree share; empty for a reason or stage.</param>
public sealed record Alarm(
    long Id, AlarmChange Change, long Minute, AlarmNode Node, long Onset, long Ended, double Score, int Voices, int Customers, double Expected, int Count, double CountExpected,
    int Positive, int Negative, int Urgent, IReadOnlyList<long> Evidence, IReadOnlyList<ulong> Phrases);
