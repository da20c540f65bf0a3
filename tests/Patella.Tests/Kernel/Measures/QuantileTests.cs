using Patella.Kernel.Measures;

namespace Patella.Tests.Kernel.Measures;

/// <summary>The one median of the reports.</summary>
public class QuantileTests
{
    [Fact]
    public void The_median_is_the_middle_one_or_the_mean_of_the_two_in_the_middle_and_nothing_has_none()
    {
        Assert.Equal(3, Quantile.Median([9L, 1, 3]));
        Assert.Equal(2.5, Quantile.Median([4L, 1, 3, 2]));
        Assert.Equal(7, Quantile.Median([7.0]));
        Assert.Null(Quantile.Median(Array.Empty<long>()));
    }

    [Fact]
    public void Other_shares_lie_straight_between_their_neighbours()
    {
        Assert.Equal((10.0, 20.0, 19.0), (Quantile.Of([20L, 10], 0), Quantile.Of([20L, 10], 1), Quantile.Of([20L, 10], 0.9)));
        Assert.Equal(91, Quantile.Of(Enumerable.Range(1, 101).Select(one => (long)one), 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.Of([1L], 1.1));
    }
}
