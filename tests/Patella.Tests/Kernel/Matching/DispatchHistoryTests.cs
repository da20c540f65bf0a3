using Xunit.Abstractions;

namespace Patella.Tests.Kernel.Matching;

public class DispatchHistoryTests(ITestOutputHelper output)
{
    /// <summary>Eight histories of 15,000 events: 120,000 in all. A failure names the seed and step that repeat it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Any_history_gives_the_offers_that_the_slow_obvious_rules_give(int seed)
    {
        var history = new RandomDispatch(seed);
        var step = 0;
        try
        {
            for (; step < 15_000; step++) history.Step();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {seed}, step {step}: {failure.Message}", failure);
        }
        output.WriteLine($"seed {seed}: {history.OffersSeen} offers, {history.DeclinesSeen} declines, {history.SetAwaySeen} set away, {history.RelaxedSeen} in another language");
        Assert.True(history.OffersSeen > 1_000);
        Assert.True(history.DeclinesSeen > 100);
        Assert.True(history.SetAwaySeen > 10);
        Assert.True(history.RelaxedSeen > 10);
    }
}
