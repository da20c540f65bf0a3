
namespace Patella.Kernel.Learning;

/// <summary>
/// Understands voices one after another, without allocating: normalises, scores with the small table, looks a second
/// time with the large one when the first was not sure, and counts the family. For one thread.
/// </summary>
public sealed class VoiceReader
{
    private readonly FamilyIndex _families;
    private readonly ushort[] _symbols = new ushort[VoiceSymbols.Most];
    private readonly uint[] _features = new uint[VoiceGrams.Most];
    private readonly int[] _sums = new int[VoiceModel.MostClasses];
    private readonly float[] _scores = new float[VoiceModel.MostClasses];
    private readonly float[] _second = new float[VoiceModel.MostClasses];
    private readonly float[] _reasons = new float[ReasonTable.MaxReasonsOfStage];

    /// <summary>A reader of this model; families are shared with whoever read before.</summary>
    public VoiceReader(VoiceModel model, FamilyIndex families)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(families);
        Model = model;
        _families = families;
    }

    /// <summary>The model read with.</summary>
    public VoiceModel Model { get; }

    /// <summary>Voices that were looked at a second time.</summary>
    public long SecondLooks { get; private set; }

    /// <summary>Whether voices of low margin are looked at a second time; so unless a measurement wants the first look alone.</summary>
    public bool Cascade { get; set; } = true;

    /// <summary>Understands one text. Never throws, whatever the bytes are.</summary>
    /// <param name="utf8">The text; the first <see cref="VoiceSymbols.Most"/> symbols count.</param>
    /// <param name="minute">Business minute, for the window of families.</param>
    public Understanding Read(ReadOnlySpan<byte> utf8, long minute)
    {
        var symbols = _symbols.AsSpan(0, VoiceSymbols.Normalise(utf8, _symbols));
        var (family, multiplicity) = _families.See(symbols, minute);
        var tone = Score(symbols, out var stage, out var reason, out var margin);
        return new Understanding(stage, reason, tone.Sentiment, tone.Urgency, margin, VoiceLanguage.Of(symbols), family, multiplicity);
    }

    /// <summary>The likeliest reasons of a text, best first; those of the likeliest stages only.</summary>
    /// <returns>How many were written.</returns>
    public int Rank(ReadOnlySpan<byte> utf8, Span<RankedReason> into)
    {
        var symbols = _symbols.AsSpan(0, VoiceSymbols.Normalise(utf8, _symbols));
        var count = VoiceGrams.First(Model.Grams, symbols, _features);
        var features = _features.AsSpan(0, count);
        ScoreHead(Model.First, features, _scores);
        return ReasonRanking.Rank(Model, features, _scores, _sums, _reasons, into);
    }

    private (sbyte Sentiment, byte Urgency) Score(ReadOnlySpan<ushort> symbols, out ushort stage, out ushort reason, out short margin)
    {
        var model = Model;
        var count = VoiceGrams.First(model.Grams, symbols, _features);
        var features = _features.AsSpan(0, count);
        ScoreHead(model.First, features, _scores);
        if (Cascade && model.Second is { } second && model.IsUnsure(_scores))
        {
            SecondLooks++;
            count += VoiceGrams.Second(model.Grams, symbols, _features.AsSpan(count));
            ScoreHead(second, _features.AsSpan(0, count), _second);
            // Both together: each has features and collisions of its own.
            for (var i = 0; i < second.Classes; i++) _scores[i] = (_scores[i] + 2 * _second[i]) / 3;
        }
        stage = model.BestStage(_scores, out var ahead);
        reason = 0;
        if (stage != 0)
        {
            reason = model.Reasons.FirstReason(stage);
            if (model.Within[stage] is { } within)
            {
                var sums = _sums.AsSpan(0, within.Lanes);
                sums.Clear();
                within.Sum(features, sums);
                within.Score(sums, features.Length, _reasons);
                var best = VoiceModel.Best(_reasons.AsSpan(0, within.Classes), out var between);
                reason += (ushort)best;
                ahead = Math.Min(ahead, between);
            }
        }
        margin = (short)Math.Clamp(ahead * 1000, 0, short.MaxValue);
        return (model.Sentiment(_scores), model.Urgency(_scores));
    }

    private void ScoreHead(HashedHead head, ReadOnlySpan<uint> features, float[] scores)
    {
        var sums = _sums.AsSpan(0, head.Lanes);
        sums.Clear();
        head.Sum(features, sums);
        head.Score(sums, features.Length, scores);
    }
}
