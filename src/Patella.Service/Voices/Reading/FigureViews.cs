namespace Patella.Service.Voices.Reading;

/// <summary>How many voices a slice has, over time and by a dimension.</summary>
/// <param name="Total">Voices.</param>
/// <param name="Before">Of the period that is compared with; null without one.</param>
/// <param name="Families">With copies of one text counted once; null where the roll-ups do not tell.</param>
/// <param name="Groups">The largest; those beyond the roll-ups' bound are under an empty value.</param>
/// <param name="FromRollUps">Whether no voice had to be looked at one by one.</param>
public sealed record VoiceFigures(long Total, long? Before, long? Families, long Negative, IReadOnlyList<VoicePoint> Points, IReadOnlyList<VoiceGroup> Groups, bool FromRollUps);

/// <summary>One slot of time.</summary>
/// <param name="Before">The slot as far from the beginning of the period that is compared with.</param>
public sealed record VoicePoint(DateTimeOffset At, long Count, long? Before);

/// <summary>One value of a dimension.</summary>
public sealed record VoiceGroup(string Value, string? Title, long Count, long? Before, long Negative);

/// <summary>A word and how much more it is said than before.</summary>
/// <param name="Score">Standard deviations by which its share differs from the period that is compared with; large: new or much more.</param>
public sealed record VoiceWord(string Word, long Count, long Before, double Score);
