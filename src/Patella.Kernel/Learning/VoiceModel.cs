using System.Security.Cryptography;

namespace Patella.Kernel.Learning;

/// <summary>
/// What a reader of voices knows: a tree of reasons and tables of small weights. Immutable; the same bytes give the
/// same answers on every machine.
/// </summary>
public sealed class VoiceModel
{
    internal const int Tones = 3;

    /// <summary>Classes of the largest head: not in the tree, stages, three sentiments, three urgencies; padded.</summary>
    internal const int MostClasses = 64;

    private readonly Lazy<string> _hash;

    internal VoiceModel(GramSet grams, ReasonTable reasons, HashedHead first, HashedHead? second, HashedHead?[] within, ModelDoubts doubts)
    {
        (Grams, Reasons, First, Second, Within, Doubts) = (grams, reasons, first, second, within, doubts);
        _hash = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Save())));
    }

    /// <summary>The tree it was trained for; its indexes are those of <see cref="Understanding"/>.</summary>
    public ReasonTable Reasons { get; }

    /// <summary>SHA-256 of the saved bytes, 64 hexadecimal digits: the model's name in records.</summary>
    public string Hash => _hash.Value;

    /// <summary>What it was learnt from and is read with.</summary>
    internal GramSet Grams { get; }
    internal HashedHead First { get; }
    internal HashedHead? Second { get; }

    /// <summary>By stage: the head that tells its reasons apart; null where there is one reason only.</summary>
    internal HashedHead?[] Within { get; }
    internal ModelDoubts Doubts { get; }

    private int StageCount => Reasons.Stages.Count;

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are not a model, or not whole.</exception>
    public static VoiceModel Load(ReadOnlySpan<byte> bytes) => VoiceModelFile.Read(bytes);

    /// <summary>The bytes of the model; the same model gives the same bytes.</summary>
    public byte[] Save() => VoiceModelFile.Write(this);

    /// <summary>Whether the first look left stage or sentiment open.</summary>
    internal bool IsUnsure(ReadOnlySpan<float> scores)
    {
        Best(scores[..StageCount], out var stage);
        if (stage < Doubts.Stage) return true;
        Best(scores.Slice(StageCount, Tones), out var sentiment);
        return sentiment < Doubts.Tone;
    }

    /// <summary>The likeliest stage; 0 when nothing is likely enough.</summary>
    internal ushort BestStage(ReadOnlySpan<float> scores, out float ahead)
    {
        var (best, second) = (0, float.NegativeInfinity);
        var top = MathF.Max(scores[0], Doubts.Outside);
        for (var i = 1; i < StageCount; i++)
        {
            if (scores[i] > top) (best, second, top) = (i, top, scores[i]);
            else if (scores[i] > second) second = scores[i];
        }
        ahead = float.IsFinite(second) ? top - second : MathF.Max(top, 0);
        return (ushort)best;
    }

    internal sbyte Sentiment(ReadOnlySpan<float> scores) => (sbyte)(Best(scores.Slice(StageCount, Tones), out _) - 1);

    internal byte Urgency(ReadOnlySpan<float> scores) => (byte)Best(scores.Slice(StageCount + Tones, Tones), out _);

    internal static int Best(ReadOnlySpan<float> scores, out float ahead)
    {
        var (best, top, second) = (0, float.NegativeInfinity, float.NegativeInfinity);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > top) (best, second, top) = (i, top, scores[i]);
            else if (scores[i] > second) second = scores[i];
        }
        ahead = float.IsFinite(second) ? top - second : MathF.Max(top, 0);
        return best;
    }
}

/// <summary>Where a model is not sure, calibrated on texts it was not trained on.</summary>
/// <param name="Outside">A stage must score more than this to be taken; negative infinity when nothing is outside.</param>
/// <param name="Stage">A stage less far ahead is looked at a second time.</param>
/// <param name="Tone">A sentiment less far ahead is looked at a second time.</param>
internal readonly record struct ModelDoubts(float Outside, float Stage, float Tone);
