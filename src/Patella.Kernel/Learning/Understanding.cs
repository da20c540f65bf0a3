namespace Patella.Kernel.Learning;

/// <summary>What was understood of one voice; decided once and kept with it.</summary>
/// <param name="Stage">Index into <see cref="ReasonTable.Stages"/>; 0 when the tree has no place for it.</param>
/// <param name="Reason">Index into <see cref="ReasonTable.Reasons"/>; 0 = not in the tree.</param>
/// <param name="Sentiment">-1 against, 0 neither, 1 for.</param>
/// <param name="Urgency">0 can wait, 1 should be seen today, 2 now.</param>
/// <param name="Margin">How far the best reason was ahead of the next, in thousandths of a unit of the model; never negative.</param>
/// <param name="Language">A <see cref="LanguageCode"/>.</param>
/// <param name="Family">The family of near-duplicates it belongs to; 0 when the text is too short to have one.</param>
/// <param name="Multiplicity">Voices of that family in the window, this one included; 1 without a family.</param>
public readonly record struct Understanding(
    ushort Stage, ushort Reason, sbyte Sentiment, byte Urgency, short Margin, byte Language, ulong Family, int Multiplicity);

/// <summary>One reason and how much speaks for it, for the queue of what people should look at.</summary>
/// <param name="Reason">Index into <see cref="ReasonTable.Reasons"/>.</param>
/// <param name="Score">Units of the model; larger is likelier, below 0 is against.</param>
public readonly record struct RankedReason(ushort Reason, float Score);
