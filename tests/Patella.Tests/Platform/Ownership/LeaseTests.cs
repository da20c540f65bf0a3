using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Tests.Platform.Ownership;

/// <summary>Several processes and one PostgreSQL.</summary>
public class LeaseTests
{
    private static readonly TimeSpan TakeoverLimit = TimeSpan.FromSeconds(5);

    [PostgresFact]
    public async Task Of_two_processes_one_owns()
    {
        await using var cluster = await Cluster.Start(2);
        await Waiting.Until(() => cluster.Owners.Count(owner => owner.Working) == 1, "one owner");
        Assert.Single(cluster.Owners, owner => owner.Epochs.Count > 0);
    }

    [PostgresFact]
    public async Task A_killed_owner_is_succeeded_within_five_seconds_under_a_higher_epoch()
    {
        await using var cluster = await Cluster.Start(2);
        var (first, other) = await cluster.WhoOwns();
        await cluster.Nodes[first].Kill();
        await Waiting.Until(() => cluster.Owners[other].Working, "the takeover", TakeoverLimit);
        Assert.True(cluster.Owners[other].Current!.Epoch > cluster.Owners[first].Epochs.First());
    }

    [PostgresFact]
    public async Task A_paused_owner_is_succeeded_notices_and_commits_nothing_when_it_wakes()
    {
        await using var cluster = await Cluster.Start(2);
        var (first, other) = await cluster.WhoOwns();
        var right = cluster.Owners[first].Current!;
        cluster.Nodes[first].Proxy.Freeze();
        await Waiting.Until(() => cluster.Owners[other].Working, "the takeover", TakeoverLimit);
        Assert.True(right.Lost.IsCancellationRequested);

        // One that slept so deeply that it could not even notice: its token says nothing, its epoch does.
        cluster.Nodes[first].Proxy.Thaw();
        var sleeper = new Patella.Platform.Ownership.Ownership(right.Partition, right.Epoch, fenced: true, CancellationToken.None);
        await Assert.ThrowsAsync<OwnershipLostException>(() => CountingOwner.Count(sleeper, cluster.Fixture.Store, cluster.Fixture));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CountingOwner.Count(right, cluster.Fixture.Store, cluster.Fixture));
        Assert.Empty(await cluster.Violations());
    }

    [PostgresFact]
    public async Task A_transaction_left_open_by_a_paused_owner_does_not_hold_up_the_takeover_or_the_successors_own_lease()
    {
        await using var cluster = await Cluster.Start(2);
        var (first, other) = await cluster.WhoOwns();
        var right = cluster.Owners[first].Current!;
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hanging = cluster.Nodes[first].Instance.Store.Write(cluster.Fixture.Tenant, async transaction =>
        {
            await right.Check(transaction);
            inside.TrySetResult();
            await Waiting.Until(() => cluster.Owners[other].Working, "the takeover");
            await SampleTable.Put(transaction, "late", 1);
        });
        await inside.Task;
        cluster.Nodes[first].Proxy.Freeze();
        await Waiting.Until(() => cluster.Owners[other].Working, "the takeover", TakeoverLimit);
        cluster.Nodes[first].Proxy.Thaw();
        // It is run again after the store has ended it, and then finds that the right is gone; or it ends with the store's own word.
        var end = await Assert.ThrowsAnyAsync<Exception>(() => hanging);
        Assert.True(end is StoreUnavailableException or OperationCanceledException or OwnershipLostException, end.ToString());
        Assert.Null(await cluster.Fixture.Store.Read(cluster.Fixture.Tenant, reader => SampleTable.Find(reader, "late")));
        Assert.Single(cluster.Owners[other].Epochs);
    }

    [PostgresFact]
    public async Task A_clean_stop_gives_back_at_once()
    {
        await using var cluster = await Cluster.Start(2);
        var (first, other) = await cluster.WhoOwns();
        await cluster.Nodes[first].Owners.DisposeAsync();
        var taken = await Waiting.Until(() => cluster.Owners[other].Working, "the takeover", TakeoverLimit);
        Assert.True(taken < TimeSpan.FromMilliseconds(1_500), $"It took {taken}, as if the lease had to run out.");
    }

    [PostgresFact]
    public async Task A_command_reaches_the_owner_in_another_process_with_its_payload()
    {
        await using var cluster = await Cluster.Start(2);
        var (first, other) = await cluster.WhoOwns();
        Assert.Equal(
            await cluster.Nodes[first].Owners.Ask("pool", "echo", "command-1"),
            await cluster.Nodes[other].Owners.Ask("pool", "echo", "command-1"));
        var failure = await Assert.ThrowsAsync<OwnerCommandFailedException>(() => cluster.Nodes[other].Owners.Ask("pool", "fail", "x"));
        Assert.Contains("no such thing", failure.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_command_asked_during_a_failover_is_answered_by_the_successor_and_counts_once()
    {
        await using var cluster = await Cluster.Start(3);
        var (first, other) = await cluster.WhoOwns();
        await cluster.Nodes[other].Owners.Ask("pool", "count", "before");
        await cluster.Nodes[first].Kill();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => cluster.Nodes[other].Owners.Ask("pool", "count", $"during-{number}")));
        Assert.All(answers, answer => Assert.DoesNotContain($"\"node-{first}\"", answer, StringComparison.Ordinal));
        Assert.Equal(9, await cluster.Fixture.Store.Read(cluster.Fixture.Tenant, reader => reader.One<long>("select sum(times) from sample_effect where tenant = @tenant and reader = 'asked'")));
    }

    [PostgresFact]
    public async Task A_stranger_without_the_secret_is_turned_away()
    {
        await using var cluster = await Cluster.Start(1);
        await cluster.WhoOwns();
        await using var connection = await cluster.Fixture.First.Connections!.OpenAsOwner(CancellationToken.None);
        var owner = await LeaseTable.FindOwner(connection, "pool");
        using var client = new HttpClient();
        using var response = await client.PostAsync($"{owner!.Address}{OwnerClient.Path}pool/echo", new StringContent("{}"));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
    }
}

/// <summary>Some processes that contend for one partition.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private Cluster(StoreFixture fixture) => Fixture = fixture;

    public StoreFixture Fixture { get; }

    public List<OwnerNode> Nodes { get; } = [];

    public List<CountingOwner> Owners { get; } = [];

    public static async Task<Cluster> Start(int nodes)
    {
        var cluster = new Cluster(await StoreFixture.Create(StoreKind.Postgres));
        for (var number = 0; number < nodes; number++)
        {
            await cluster.Add("pool");
        }

        return cluster;
    }

    public async Task Add(params string[] partitions)
    {
        var node = await OwnerNode.Start(Fixture);
        foreach (var partition in partitions)
        {
            Owners.Add(new CountingOwner($"node-{Nodes.Count}", node.Instance.Store, Fixture));
            node.Owners.Contend(partition, Owners[^1]);
        }

        Nodes.Add(node);
    }

    /// <summary>The owner's number and another's.</summary>
    public async Task<(int First, int Other)> WhoOwns()
    {
        await Waiting.Until(() => Owners.Any(owner => owner.Working), "somebody owns");
        var first = Owners.FindIndex(owner => owner.Working);
        return (first, (first + 1) % Owners.Count);
    }

    public Task<IReadOnlyList<string>> Violations()
        => Fixture.Store.Read(Fixture.Tenant, reader => reader.Many<string>("select entry from sample_effect where tenant = @tenant and reader = 'violation'"));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await Fixture.DisposeAsync();
    }
}
