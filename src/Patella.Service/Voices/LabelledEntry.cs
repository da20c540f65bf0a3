namespace Patella.Service.Voices;

/// <summary>A voice as it was understood, once and for all. No personal data.</summary>
public sealed record LabelledVoice
{
    /// <summary>Offset of its record in the log times 65,536, plus its index there: monotone inside a tenant.</summary>
    public required long Position { get; init; }

    /// <summary>Business time it was said, UTC microseconds; may lie before that of earlier positions.</summary>
    public required long At { get; init; }

    /// <summary>Code of the stage; empty when the tree has no place for it.</summary>
    public required string Stage { get; init; }

    /// <summary>Code of the reason; empty when it is not in the tree.</summary>
    public required string Reason { get; init; }

    /// <summary>-1, 0 or 1.</summary>
    public sbyte Sentiment { get; init; }

    /// <summary>0, 1 or 2.</summary>
    public byte Urgency { get; init; }

    /// <summary>How far the reason was ahead of the next.</summary>
    public short Margin { get; init; }

    /// <summary>Keyed hash of the customer; 0 unknown.</summary>
    public ulong Customer { get; init; }

    /// <summary>Family of near-duplicates; 0 when the text is too short to have one.</summary>
    public ulong Family { get; init; }

    /// <summary>Voices of the family in the window, this one included.</summary>
    public int Multiplicity { get; init; } = 1;

    /// <summary>1 to 5; 0 without one.</summary>
    public byte Rating { get; init; }

    public string? Author { get; init; }

    /// <summary>A value or null for each of <see cref="VoiceDimensions.Names"/>.</summary>
    public required IReadOnlyList<string?> Dimensions { get; init; }

    /// <summary>Further dimensions by name; null without any.</summary>
    public IReadOnlyDictionary<string, string>? Further { get; init; }

    /// <summary>The text without personal data, of voices that are not in the tree only, and while it is kept.</summary>
    public string? Text { get; init; }
}

/// <summary>A record of the log that is no voice: a tick of business time, a tree's edit, a model's switch, a verdict.</summary>
/// <param name="Kind">One of <see cref="VoiceControls"/>, or another capability's own.</param>
/// <param name="Data">JSON; never personal data.</param>
public sealed record VoiceControl(long Position, string Kind, string Data);

/// <summary>Kinds of control records that Voices itself knows.</summary>
public static class VoiceControls
{
    /// <summary>A minute of business time has ended: <c>{"minute": minutes since 1970}</c>. Told once a minute, with voices or without; after a pause at most the newest.</summary>
    public const string Tick = "tick";

    /// <summary>From here on voices are understood by another model; the data is Understanding's own.</summary>
    public const string Model = "model";
}

/// <summary>One entry of the labelled stream: a voice or a control record.</summary>
public readonly record struct LabelledEntry(long Position, LabelledVoice? Voice, VoiceControl? Control);
