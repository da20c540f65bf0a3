using System.Text;

namespace Patella.Kernel.Learning.Training;

/// <summary>Measures on texts that were held back where a model should look twice and what it should call "not in the tree".</summary>
internal static class DoubtCalibration
{
    public static ModelDoubts Of(VoiceModel trial, IReadOnlyList<LabelledText> held, TrainingOptions options)
    {
        var stages = trial.Reasons.Stages.Count;
        var (stage, tone) = (new List<float>(), new List<float>());
        var (inside, outside) = (new List<float>(), new List<float>());
        var scores = new float[VoiceModel.MostClasses];
        foreach (var text in held)
        {
            Score(trial, text.Text, scores);
            VoiceModel.Best(scores.AsSpan(0, stages), out var ahead);
            stage.Add(ahead);
            VoiceModel.Best(scores.AsSpan(stages, VoiceModel.Tones), out ahead);
            tone.Add(ahead);
            if (text.Reason is not null && stages > 1) (text.Reason.Length == 0 ? outside : inside).Add(BestInside(scores.AsSpan(1, stages - 1)));
        }
        return new ModelDoubts(Threshold(inside, outside, 1 - options.KeptInside), Quantile(stage, options.SecondShare), Quantile(tone, options.SecondShare));
    }

    private static void Score(VoiceModel model, string text, float[] scores)
    {
        var symbols = new ushort[VoiceSymbols.Most];
        var features = new uint[VoiceGrams.Most];
        var length = VoiceSymbols.Normalise(Encoding.UTF8.GetBytes(text), symbols);
        var count = VoiceGrams.First(model.Grams, symbols.AsSpan(0, length), features);
        var sums = new int[model.First.Lanes];
        model.First.Sum(features.AsSpan(0, count), sums);
        model.First.Score(sums, count, scores);
    }

    private static float BestInside(ReadOnlySpan<float> scores)
    {
        var best = scores[0];
        foreach (var score in scores) best = MathF.Max(best, score);
        return best;
    }

    /// <summary>The score that parts texts inside the tree from those outside with the fewest errors, each kind counted as one half; never one that loses more inside than may be.</summary>
    private static float Threshold(List<float> inside, List<float> outside, double mayLose)
    {
        if (outside.Count == 0 || inside.Count == 0) return float.NegativeInfinity;
        inside.Sort();
        outside.Sort();
        var (best, fewest) = (float.NegativeInfinity, double.PositiveInfinity);
        foreach (var candidate in inside.Concat(outside).Order())
        {
            var lost = Below(inside, candidate) / (double)inside.Count;
            var taken = 1 - Below(outside, candidate) / (double)outside.Count;
            if (lost > mayLose) break;
            if (lost + taken < fewest) (best, fewest) = (candidate, lost + taken);
        }
        return best;
    }

    private static int Below(List<float> sorted, float value)
    {
        var at = sorted.BinarySearch(value);
        return at >= 0 ? at : ~at;
    }

    private static float Quantile(List<float> values, float share)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[(int)Math.Min(values.Count - 1, values.Count * share)];
    }
}
