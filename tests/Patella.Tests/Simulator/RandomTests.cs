using Patella.Simulator;

namespace Patella.Tests.Simulator;

public class RandomTests
{
    [Fact]
    public void A_fork_does_not_depend_on_what_was_drawn_before()
    {
        var (fresh, used) = (new SeededRandom(11), new SeededRandom(11));
        used.NextBits();
        Assert.Equal(fresh.Fork("orders").NextBits(), used.Fork("orders").NextBits());
        Assert.NotEqual(fresh.Fork("orders").NextBits(), fresh.Fork("agents").NextBits());
    }

    [Fact]
    public void Ids_are_version_seven_and_keep_their_order()
    {
        var ids = Enumerable.Range(0, 100).Select(index => DeterministicId.Of(3, $"thing-{index}", index)).ToList();
        Assert.All(ids, id => Assert.Equal(7, id.Version));
        Assert.Equal(ids.Select(id => id.ToString()).Order(StringComparer.Ordinal), ids.Select(id => id.ToString()));
    }

    [Fact]
    public void Uniform_numbers_fill_the_interval_evenly()
    {
        var random = new SeededRandom(5);
        var counts = new int[10];
        for (var draw = 0; draw < 100_000; draw++)
        {
            counts[random.Next(10)]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }
}
