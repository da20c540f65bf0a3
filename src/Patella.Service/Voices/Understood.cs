using Patella.Platform.Identifiers;

namespace Patella.Service.Voices;

/// <summary>What a model made of one text.</summary>
/// <param name="Stage">Code; empty when not in the tree.</param>
/// <param name="Reason">Code; empty when not in the tree.</param>
/// <param name="Language">BCP 47; "und" when nothing says which.</param>
public readonly record struct Understood(string Stage, string Reason, sbyte Sentiment, byte Urgency, short Margin, string Language, ulong Family, int Multiplicity);

/// <summary>Understands voices one after the other; used by one thread.</summary>
public interface IVoiceReading
{
    /// <param name="utf8">The text without personal data.</param>
    /// <param name="minute">Minutes since 1970 of the stream: the window of families moves with it.</param>
    Understood Read(ReadOnlySpan<byte> utf8, long minute);
}

/// <summary>What the engine asks of Understanding.</summary>
public interface IVoiceUnderstanding
{
    /// <summary>The reading in force after a control record <see cref="VoiceControls.Model"/>.</summary>
    /// <param name="model">The record's data; null: no switch so far, the built-in model.</param>
    /// <param name="before">The reading until now, whose window of families goes on; null at the start.</param>
    Task<IVoiceReading> Reading(TenantId tenant, string? model, IVoiceReading? before);

    /// <summary>Titles of stages and reasons in a language, by code; retired ones too.</summary>
    Task<IReadOnlyDictionary<string, string>> Titles(TenantId tenant, string language);

    /// <summary>Which of these voices somebody has corrected, by position.</summary>
    Task<IReadOnlySet<long>> Corrected(TenantId tenant, IReadOnlyCollection<long> positions);
}
