using Patella.Simulator;

namespace Patella.Tests.Simulator;

public class ArrivalCurveTests
{
    public static TheoryData<string> Curves => ["night", "days"];

    private static ArrivalCurve Named(string name) => name == "night" ? FestivalCurve.Night : FestivalCurve.Days;

    [Theory]
    [MemberData(nameof(Curves))]
    public void The_density_integrates_to_one(string name)
    {
        const int Steps = 100_000;
        var area = Enumerable.Range(0, Steps).Sum(step => Named(name).Density((step + 0.5) / Steps)) / Steps;
        Assert.Equal(1.0, area, 4);
        Assert.Equal(1.0, Named(name).Cumulative(1), 9);
        Assert.Equal(0.0, Named(name).Cumulative(0), 9);
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Quantile_is_the_inverse_of_the_cumulative_share(string name)
    {
        for (var share = 0.0005; share < 1; share += 0.0101)
        {
            Assert.Equal(share, Named(name).Cumulative(Named(name).Quantile(share)), 6);
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void N_quantiles_place_N_arrivals_and_as_many_in_any_window_as_the_curve_says(string name)
    {
        const int Arrivals = 2_000;
        var places = Enumerable.Range(0, Arrivals).Select(index => Named(name).Quantile((index + 0.5) / Arrivals)).ToList();
        Assert.All(places, place => Assert.InRange(place, 0, 1));
        Assert.Equal(places.Order(), places);
        var counted = places.Count(place => place is >= 0.2 and < 0.5);
        var expected = Arrivals * (Named(name).Cumulative(0.5) - Named(name).Cumulative(0.2));
        Assert.InRange(counted, expected - 1.5, expected + 1.5);
    }

    [Fact]
    public void The_night_peaks_just_after_midnight()
    {
        var highest = Enumerable.Range(0, 1_000).MaxBy(step => FestivalCurve.Night.Density(step / 1_000.0)) / 1_000.0;
        Assert.InRange(highest, 0.25, 0.35);
        Assert.InRange(FestivalCurve.Night.Peak, 1.5, 3);
    }

    [Fact]
    public void A_curve_that_does_not_run_from_zero_to_one_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ArrivalCurve((0.1, 1), (1, 1)));
}
