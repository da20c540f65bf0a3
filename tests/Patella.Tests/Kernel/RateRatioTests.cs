using Patella.Kernel.Effects;

namespace Patella.Tests.Kernel;

/// <summary>The ratio of two rates and what it may say.</summary>
public class RateRatioTests
{
    private static RateCounts Of(double perExposure, params long[] events) => new(events, [.. events.Select(_ => perExposure)]);

    [Fact]
    public void A_clear_fall_is_called_less_and_the_figures_are_those_of_the_textbook()
    {
        var effect = RateRatio.Of(Of(100, 40, 40, 40, 40), Of(100, 20, 20, 20, 20));
        Assert.Equal(EffectVerdict.Less, effect.Verdict);
        Assert.Equal(0.5, effect.Ratio!.Value, 6);
        // exp(ln 0.5 +- t(6; 0.975) sqrt(1/160 + 1/80)), with t = 2.4469
        Assert.Equal(Math.Exp(Math.Log(0.5) - (2.4469 * Math.Sqrt((1 / 160.0) + (1 / 80.0)))), effect.Lower!.Value, 3);
        Assert.Equal(1, effect.Dispersion);
    }

    [Fact]
    public void Equal_rates_show_no_effect_whatever_the_exposure()
    {
        var effect = RateRatio.Of(Of(10, 50, 50), Of(30, 150, 150));
        Assert.Equal((EffectVerdict.NoneShown, 1.0), (effect.Verdict, Math.Round(effect.Ratio!.Value, 9)));
    }

    [Fact]
    public void Days_that_stray_widen_the_interval_until_nothing_is_shown()
    {
        var quiet = RateRatio.Of(Of(1, 20, 20, 20, 20), Of(1, 10, 10, 10, 10));
        var heaps = RateRatio.Of(Of(1, 0, 80, 0, 0), Of(1, 40, 0, 0, 0));
        Assert.Equal((EffectVerdict.Less, EffectVerdict.NoneShown), (quiet.Verdict, heaps.Verdict));
        Assert.Equal(quiet.Ratio!.Value, heaps.Ratio!.Value, 9);
        Assert.True(heaps.Dispersion > 10);
    }

    [Fact]
    public void Nothing_to_compare_is_said_and_a_zero_on_one_side_is_no_division_by_it()
    {
        Assert.Equal(EffectVerdict.NotMeasurable, RateRatio.Of(Of(1, 0, 0), Of(1, 0, 0)).Verdict);
        Assert.Equal(EffectVerdict.NotMeasurable, RateRatio.Of(Of(0, 3, 4), Of(1, 1, 1)).Verdict);
        var gone = RateRatio.Of(Of(1, 30, 30, 30), Of(1, 0, 0, 0));
        Assert.Equal(EffectVerdict.Less, gone.Verdict);
        Assert.True(gone.Ratio is > 0 and < 0.05 && double.IsFinite(gone.Upper!.Value));
    }

    [Fact]
    public void Before_and_after_changed_places_give_the_reciprocal_interval()
    {
        var random = new Random(11);
        for (var run = 0; run < 200; run++)
        {
            RateCounts Some() => new([.. Enumerable.Range(0, 7).Select(_ => (long)random.Next(0, 50))], [.. Enumerable.Range(0, 7).Select(_ => random.Next(1, 500) * 1.0)]);
            var (before, after) = (Some(), Some());
            var (one, other) = (RateRatio.Of(before, after), RateRatio.Of(after, before));
            Assert.Equal(1 / one.Ratio!.Value, other.Ratio!.Value, 9);
            Assert.Equal(1 / one.Lower!.Value, other.Upper!.Value, 6);
            Assert.True(one.Lower < one.Ratio && one.Ratio < one.Upper);
        }
    }

    [Fact]
    public void Where_nothing_changed_an_effect_is_claimed_about_once_in_twenty_times()
    {
        var (random, claimed, runs) = (new Random(5), 0, 4_000);
        for (var run = 0; run < runs; run++)
        {
            RateCounts Days() => new([.. Enumerable.Range(0, 14).Select(_ => Poisson(random, 12))], [.. Enumerable.Range(0, 14).Select(_ => 100.0)]);
            claimed += RateRatio.Of(Days(), Days()).Verdict == EffectVerdict.NoneShown ? 0 : 1;
        }

        // With seed 5; 0.05 is meant, and the dispersion that is never below 1 keeps it on the safe side.
        Assert.InRange((double)claimed / runs, 0.01, 0.055);
    }

    private static long Poisson(Random random, double mean)
    {
        var (count, product) = (0L, random.NextDouble());
        for (var limit = Math.Exp(-mean); product > limit; count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }
}
