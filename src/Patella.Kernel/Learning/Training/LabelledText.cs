namespace Patella.Kernel.Learning.Training;

/// <summary>A text and what somebody said it means.</summary>
/// <param name="Text">The text.</param>
/// <param name="Reason">Code of a reason; "" when it belongs to none; null when nobody said.</param>
/// <param name="Sentiment">-1, 0, 1; null when nobody said.</param>
/// <param name="Urgency">0, 1, 2; null when nobody said.</param>
/// <param name="Copies">Counts as so many; a person's correction may weigh more than a written example.</param>
public sealed record LabelledText(string Text, string? Reason, sbyte? Sentiment = null, byte? Urgency = null, int Copies = 1);

/// <summary>How a model is trained; the defaults are what is measured in the decision records.</summary>
public sealed record TrainingOptions
{
    /// <summary>The features it is learnt from; other than the newest only to prove that older models are still read.</summary>
    internal GramSet Grams { get; init; } = GramSet.Edges;

    /// <summary>Rows of the first table, as a power of two.</summary>
    public int FirstBits { get; init; } = 16;

    /// <summary>Rows of the table of the second look, as a power of two; 0 for none.</summary>
    public int SecondBits { get; init; } = 18;

    /// <summary>Rows of the tables within stages.</summary>
    public int WithinBits { get; init; } = 14;

    /// <summary>Passes over the texts.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>What a text on the wrong side costs against large weights.</summary>
    public float Cost { get; init; } = 0.5f;

    /// <summary>Smoothing of the naive-Bayes ratio that scales each feature for each class; 0 leaves features unscaled.</summary>
    public float Smoothing { get; init; } = 2;

    /// <summary>To what power the ratio scales: 1 in full, 0 not at all.</summary>
    public float RatioPower { get; init; } = 0.6f;

    /// <summary>The share of voices that may be looked at a second time.</summary>
    public float SecondShare { get; init; } = 0.25f;

    /// <summary>The share of texts with a place in the tree that must not be called outside of it, whatever that costs on the other side.</summary>
    public float KeptInside { get; init; } = 0.998f;

    /// <summary>Order in which texts are gone through.</summary>
    public int Seed { get; init; } = 1;
}
