using Patella.Platform.Ownership;

namespace Patella.Tests.Platform.Ownership;

/// <summary>Equal processes carry equal shares.</summary>
public class LeaseBalanceTests
{
    private static readonly string[] Six = ["a", "b", "c", "d", "e", "f"];

    [Fact]
    public void Only_what_is_above_the_fair_share_is_handed_over_and_a_few_at_a_time()
    {
        var balance = new LeaseBalance();
        Assert.Empty(balance.ToGive(Six, 6, 1, 0));
        Assert.Equal(3, balance.ToGive(Six, 6, 2, 0).Count);
        Assert.Empty(balance.ToGive(["a", "b", "c"], 6, 2, 0));
        Assert.Empty(balance.ToGive(["a"], 1, 2, 0));
        Assert.Equal(LeaseBalance.MostAtOnce, balance.ToGive([.. Enumerable.Range(0, 100).Select(number => $"p{number}")], 100, 2, 0).Count);
    }

    [Fact]
    public void What_was_handed_over_is_left_to_the_others_for_a_moment_and_what_nobody_wanted_stays()
    {
        var balance = new LeaseBalance();
        balance.Gave("f", 1_000);
        Assert.False(balance.MayTake("f", 1_500));
        Assert.True(balance.MayTake("f", 1_001 + LeaseBalance.LeftFor));
        Assert.DoesNotContain("f", balance.ToGive(Six, 6, 2, 5_000));
        Assert.Contains("f", balance.ToGive(Six, 6, 2, 5_001 + LeaseBalance.KeptFor));
    }

    [PostgresFact]
    public async Task A_process_that_joins_gets_its_share_and_no_commit_comes_out_of_turn()
    {
        await using var cluster = await Cluster.Start(0);
        await cluster.Add(Six);
        await Waiting.Until(() => cluster.Owners.All(owner => owner.Working), "the first process owns all");
        await cluster.Add(Six);
        await Waiting.Until(() => cluster.Owners.Take(6).Count(owner => owner.Working) == 3 && cluster.Owners.Skip(6).Count(owner => owner.Working) == 3, "three partitions each");
        await cluster.Nodes[1].Kill();
        await Waiting.Until(() => cluster.Owners.Take(6).All(owner => owner.Working), "the first process owns all again");
        Assert.Empty(await cluster.Violations());
    }

    [PostgresFact]
    public async Task A_process_that_works_on_other_things_takes_nothing_away()
    {
        await using var cluster = await Cluster.Start(0);
        await cluster.Add(Six);
        await cluster.Add("other");
        await Waiting.Until(() => cluster.Owners.All(owner => owner.Working), "each owns its own");
        await Waiting.Until(() => cluster.Owners.Take(6).Any(owner => owner.Epochs.Count > 1), "some were offered to the other, which does not want them");
        await Waiting.Until(() => cluster.Owners.All(owner => owner.Working), "and came back");
        Assert.Empty(await cluster.Violations());
    }
}
