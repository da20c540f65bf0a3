namespace Patella.Kernel.Learning;

/// <summary>The likeliest reasons of one text, for the queue of what people should look at.</summary>
internal static class ReasonRanking
{
    private const int Stages = 3;

    /// <summary>Ranks the reasons below the likeliest stages: the score of both, whichever speaks less.</summary>
    public static int Rank(VoiceModel model, ReadOnlySpan<uint> features, ReadOnlySpan<float> scores, int[] sums, float[] reasons, Span<RankedReason> into)
    {
        var taken = 0UL;
        var count = 0;
        for (var turn = 0; turn < Stages; turn++)
        {
            var stage = Next(scores[..model.Reasons.Stages.Count], taken);
            if (stage == 0) break;
            taken |= 1UL << stage;
            var of = model.Reasons.ReasonsOf((ushort)stage);
            if (model.Within[stage] is { } head)
            {
                Array.Clear(sums);
                head.Sum(features, sums);
                head.Score(sums, features.Length, reasons);
            }
            for (var i = 0; i < of; i++)
            {
                var score = model.Within[stage] is null ? scores[stage] : Math.Min(scores[stage], reasons[i]);
                Insert(into, ref count, new RankedReason((ushort)(model.Reasons.FirstReason((ushort)stage) + i), score));
            }
        }
        return count;
    }

    private static int Next(ReadOnlySpan<float> scores, ulong taken)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if ((taken & (1UL << i)) == 0 && (best == 0 || scores[i] > scores[best])) best = i;
        return best;
    }

    private static void Insert(Span<RankedReason> into, ref int count, RankedReason reason)
    {
        var at = count;
        while (at > 0 && into[at - 1].Score < reason.Score) at--;
        if (at >= into.Length) return;
        if (count < into.Length) count++;
        for (var i = count - 1; i > at; i--) into[i] = into[i - 1];
        into[at] = reason;
    }
}
