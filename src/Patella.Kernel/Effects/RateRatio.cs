namespace Patella.Kernel.Effects;

/// <summary>Events counted over an exposure, slot by slot (days): voices by orders, say.</summary>
/// <param name="Events">Events of each slot.</param>
/// <param name="Exposure">What could have led to events in each slot, in the same unit before and after.</param>
public sealed record RateCounts(IReadOnlyList<long> Events, IReadOnlyList<double> Exposure)
{
    public long Total => Events.Sum();

    public double TotalExposure => Exposure.Sum();

    /// <summary>Events for each unit of exposure; null where there was none.</summary>
    public double? Rate => TotalExposure > 0 ? Total / TotalExposure : null;
}

/// <summary>What a comparison says, plainly.</summary>
public enum EffectVerdict
{
    /// <summary>There was nothing to compare.</summary>
    NotMeasurable = 0,

    /// <summary>The whole interval lies below 1: less than before.</summary>
    Less = 1,

    /// <summary>The interval holds 1: no effect is shown.</summary>
    NoneShown = 2,

    /// <summary>The whole interval lies above 1: more than before.</summary>
    More = 3,
}

/// <summary>
/// The ratio of two rates with a 95 % interval. On the logarithm, with the variance 1/a + 1/b of two Poisson counts (Rothman, Greenland and Lash, Modern Epidemiology, 3rd ed.
/// 2008, ch. 14), times the dispersion of the days around their own period's rate (Pearson's chi-square by its degrees of freedom, never below 1: McCullagh and Nelder,
/// Generalized Linear Models, 2nd ed. 1989, 6.2.3), since people's voices come in heaps; and with Student's quantile for those degrees of freedom. A half is added to both
/// counts where one of them is 0.
/// </summary>
/// <param name="Dispersion">How much more the days stray than independent events would; 1 or more.</param>
public sealed record RateRatio(double? Ratio, double? Lower, double? Upper, double Dispersion, EffectVerdict Verdict)
{
    private static readonly RateRatio Nothing = new(null, null, null, 1, EffectVerdict.NotMeasurable);

    /// <summary>After by before: 0.8 is a fifth less.</summary>
    public static RateRatio Of(RateCounts before, RateCounts after)
    {
        if (before.TotalExposure <= 0 || after.TotalExposure <= 0 || before.Total + after.Total == 0)
        {
            return Nothing;
        }

        var degrees = Slots(before) + Slots(after) - 2;
        var dispersion = degrees < 1 ? 1 : Math.Max(1, (Scatter(before) + Scatter(after)) / degrees);
        var half = before.Total == 0 || after.Total == 0 ? 0.5 : 0;
        var (a, b) = (before.Total + half, after.Total + half);
        var log = Math.Log(b / after.TotalExposure) - Math.Log(a / before.TotalExposure);
        var width = StudentQuantile(Math.Max(degrees, 1)) * Math.Sqrt(dispersion * ((1 / a) + (1 / b)));
        var (lower, upper) = (Math.Exp(log - width), Math.Exp(log + width));
        return new RateRatio(Math.Exp(log), lower, upper, dispersion, upper < 1 ? EffectVerdict.Less : lower > 1 ? EffectVerdict.More : EffectVerdict.NoneShown);
    }

    private static int Slots(RateCounts counts) => counts.Exposure.Count(exposure => exposure > 0);

    private static double Scatter(RateCounts counts)
    {
        var rate = counts.Rate ?? 0;
        return rate <= 0 ? 0 : counts.Events.Zip(counts.Exposure).Where(slot => slot.Second > 0).Sum(slot => Math.Pow(slot.First - (rate * slot.Second), 2) / (rate * slot.Second));
    }

    /// <summary>The 97.5 % quantile of Student's distribution: exact for 1 and 2 degrees of freedom, else the expansion 26.7.5 of Abramowitz and Stegun, good to 0.01 from 3 on.</summary>
    private static double StudentQuantile(int degrees)
    {
        const double z = 1.959963984540054;
        if (degrees <= 2)
        {
            return degrees == 1 ? 12.706204736432095 : 4.302652729696142;
        }

        var (z2, v) = (z * z, (double)degrees);
        return z * (1 + ((z2 + 1) / (4 * v)) + (((((5 * z2) + 16) * z2) + 3) / (96 * v * v)) + (((((((3 * z2) + 19) * z2) + 17) * z2) - 15) / (384 * v * v * v))
            + ((((((((((79 * z2) + 776) * z2) + 1482) * z2) - 1920) * z2) - 945)) / (92_160 * v * v * v * v)));
    }
}
