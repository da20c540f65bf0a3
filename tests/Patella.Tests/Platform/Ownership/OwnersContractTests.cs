using Microsoft.Extensions.Logging.Abstractions;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Tests.Platform.Ownership;

/// <summary>What every kind of owners promises.</summary>
public class OwnersContractTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_partition_is_given_and_answers(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await using var owners = Owners(fixture);
        var owner = new CountingOwner("one", fixture.Store, fixture);
        owners.Value.Contend("pool", owner);
        await Waiting.Until(() => owner.Working, "the owner works");
        Assert.Contains("\"payload\":\"p\"", await owners.Value.Ask("pool", "echo", "p"), StringComparison.Ordinal);
        await Waiting.Until(async () => (await fixture.Store.Read(fixture.Tenant, reader => SampleTable.Find(reader, "pool"))) is not null, "the owner commits");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Work_that_throws_is_started_again(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await using var owners = Owners(fixture);
        var owner = new StumblingOwner();
        owners.Value.Contend("pool", owner);
        await Waiting.Until(() => owner.Starts >= 3, "the third start");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stop_ends_the_work(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var owners = Owners(fixture);
        var owner = new CountingOwner("one", fixture.Store, fixture);
        owners.Value.Contend("pool", owner);
        await Waiting.Until(() => owner.Working, "the owner works");
        await owners.DisposeAsync();
        Assert.False(owner.Working);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Asking_for_a_partition_that_nobody_holds_says_so(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await using var owners = Owners(fixture);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => owners.Value.Ask("nobody", "echo", "p", patience.Token));
        Assert.True(failure is OwnerUnreachableException or OperationCanceledException, failure.ToString());
    }

    private static OwnersHandle Owners(StoreFixture fixture) => new(fixture.Kind == StoreKind.Sqlite
        ? new EmbeddedOwners(NullLogger<EmbeddedOwners>.Instance)
        : new PostgresOwners(fixture.First.Connections!, "http://127.0.0.1:1", NullLogger<PostgresOwners>.Instance));

    private sealed record OwnersHandle(IOwners Value) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ((IAsyncDisposable)Value).DisposeAsync();
    }

    private sealed class StumblingOwner : IPartitionOwner
    {
        private int _starts;

        public int Starts => _starts;

        public Task Run(Patella.Platform.Ownership.Ownership ownership)
        {
            Interlocked.Increment(ref _starts);
            throw new InvalidOperationException("stumbled");
        }

        public Task<string> Handle(Patella.Platform.Ownership.Ownership ownership, string command, string payload) => Task.FromResult("{}");
    }
}
