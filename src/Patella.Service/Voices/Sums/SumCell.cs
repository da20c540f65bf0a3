namespace Patella.Service.Voices.Sums;

/// <summary>Where a voice is counted.</summary>
internal readonly record struct SumKey(int Grain, int Dimension, long Slot, string Value, string Stage, string Reason);

/// <summary>What is counted in one cell. Everything adds up.</summary>
internal sealed record SumCell
{
    public long Grain { get; init; }

    public long Dimension { get; init; }

    public long Slot { get; init; }

    public string Value { get; init; } = "";

    public string Stage { get; init; } = "";

    public string Reason { get; init; } = "";

    public long Count { get; set; }

    /// <summary>Voices that were the first of their family: copies of one text count once.</summary>
    public long Families { get; set; }

    public long Positive { get; set; }

    public long Negative { get; set; }

    /// <summary>To be seen today or at once.</summary>
    public long Urgent { get; set; }

    /// <summary>To be seen at once.</summary>
    public long AtOnce { get; set; }

    public void Add(LabelledVoice voice)
    {
        Count++;
        Families += voice.Multiplicity <= 1 ? 1 : 0;
        Positive += voice.Sentiment > 0 ? 1 : 0;
        Negative += voice.Sentiment < 0 ? 1 : 0;
        Urgent += voice.Urgency > 0 ? 1 : 0;
        AtOnce += voice.Urgency > 1 ? 1 : 0;
    }

    public void Add(SumCell other)
    {
        Count += other.Count;
        Families += other.Families;
        Positive += other.Positive;
        Negative += other.Negative;
        Urgent += other.Urgent;
        AtOnce += other.AtOnce;
    }
}
