using Xunit.Abstractions;

namespace Patella.Tests.Platform.Ownership;

/// <summary>Processes that are frozen, cut off, killed and replaced at random: never two owners whose commits interleave, and work always goes on.</summary>
public class OwnersRandomTests(ITestOutputHelper output)
{
    private static readonly string[] Partitions = ["timers", "pool-a", "pool-b", "reader"];

    [PostgresTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Epochs_never_go_back_whatever_dies(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var cluster = await Cluster.Start(0);
        await cluster.Add(Partitions);
        await cluster.Add(Partitions);
        await cluster.Add(Partitions);
        for (var step = 0; step < 8; step++)
        {
            var node = cluster.Nodes[random.Next(cluster.Nodes.Count)];
            var what = random.Next(4);
            output.WriteLine($"step {step}: {what} on node {cluster.Nodes.IndexOf(node)}");
            switch (what)
            {
                case 0:
                    node.Proxy.Freeze();
                    break;
                case 1:
                    node.Proxy.Cut();
                    break;
                case 2:
                    await node.Owners.DisposeAsync();
                    await cluster.Add(Partitions);
                    break;
                default:
                    cluster.Nodes.ForEach(each => each.Proxy.Mend());
                    cluster.Nodes.ForEach(each => each.Proxy.Thaw());
                    break;
            }

            await Task.Delay(random.Next(200, 1_500));
        }

        cluster.Nodes.ForEach(each => each.Proxy.Mend());
        cluster.Nodes.ForEach(each => each.Proxy.Thaw());
        var before = await Versions(cluster);
        await Waiting.Until(async () => (await Versions(cluster)).Count(pair => pair.Value > before.GetValueOrDefault(pair.Key)) == Partitions.Length, "every partition goes on");
        Assert.Empty(await cluster.Violations());
        foreach (var partition in Partitions)
        {
            var working = cluster.Owners.Where(owner => owner.Working && owner.Current!.Partition == partition).ToList();
            Assert.True(working.Count <= 1 || working.Select(owner => owner.Current!.Epoch).Distinct().Count() == working.Count, "two owners in one epoch");
        }
    }

    private static async Task<Dictionary<string, long>> Versions(Cluster cluster)
        => (await cluster.Fixture.Store.Read(cluster.Fixture.Tenant, reader => reader.Many<SampleItem>("select id, value, version, note from sample_item where tenant = @tenant")))
            .ToDictionary(item => item.Id, item => item.Version);
}
