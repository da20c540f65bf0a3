using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Tests.Platform.Ownership;

/// <summary>What one process of a cluster is to the others: its connections (through a proxy that the test can freeze or cut), its leases, its endpoint.</summary>
internal sealed class OwnerNode : IAsyncDisposable
{
    private readonly WebApplication _server;

    private OwnerNode(TcpProxy proxy, StoreInstance instance, PostgresOwners owners, WebApplication server)
        => (Proxy, Instance, Owners, _server) = (proxy, instance, owners, server);

    public TcpProxy Proxy { get; }

    public StoreInstance Instance { get; }

    public PostgresOwners Owners { get; }

    public static async Task<OwnerNode> Start(StoreFixture fixture)
    {
        var proxy = new TcpProxy(new NpgsqlConnectionStringBuilder(fixture.ConnectionString).Port);
        var instance = await fixture.OpenAnother(proxy.Port);
        var address = $"http://127.0.0.1:{FreePort()}";
        var owners = new PostgresOwners(instance.Connections!, address, NullLogger<PostgresOwners>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var server = builder.Build();
        server.MapForwarding(owners);
        await server.StartAsync();
        return new OwnerNode(proxy, instance, owners, server);
    }

    /// <summary>As a kill: it says goodbye to nobody.</summary>
    public async Task Kill()
    {
        Proxy.Cut();
        await _server.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Owners.DisposeAsync();
        await _server.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>An owner that counts in the store: each commit proves its right and leaves its epoch, and a commit out of turn is caught.</summary>
internal sealed class CountingOwner(string name, IStore store, StoreFixture fixture) : IPartitionOwner
{
    private volatile Patella.Platform.Ownership.Ownership? _current;

    /// <summary>The right it works under, or worked under last.</summary>
    public Patella.Platform.Ownership.Ownership? Current => _current;

    public ConcurrentQueue<long> Epochs { get; } = [];

    public bool Working => _current is { Lost.IsCancellationRequested: false };

    public async Task Run(Patella.Platform.Ownership.Ownership ownership)
    {
        _current = ownership;
        Epochs.Enqueue(ownership.Epoch);
        while (!ownership.Lost.IsCancellationRequested)
        {
            await Count(ownership, store, fixture);
            await Task.Delay(20, ownership.Lost);
        }
    }

    public async Task<string> Handle(Patella.Platform.Ownership.Ownership ownership, string command, string payload)
    {
        switch (command)
        {
            case "fail":
                throw new ArgumentException("no such thing");
            case "count":
                await store.Write(fixture.Tenant, async transaction =>
                {
                    await ownership.Check(transaction);
                    await transaction.Execute("insert into sample_effect (tenant, reader, entry, times) values (@tenant, 'asked', @payload, 1) on conflict (tenant, reader, entry) do nothing", new { payload });
                });
                break;
        }

        return $"{{\"by\":\"{name}\",\"epoch\":{ownership.Epoch},\"payload\":\"{payload}\"}}";
    }

    /// <exception cref="InvalidOperationException">A later epoch has committed already: two owners at once.</exception>
    public static Task Count(Patella.Platform.Ownership.Ownership ownership, IStore store, StoreFixture fixture)
        => store.Write(fixture.Tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await transaction.Execute(
                """
                insert into sample_item (tenant, id, value, version) values (@tenant, @Partition, @Epoch, 1)
                on conflict (tenant, id) do nothing
                """, new { ownership.Partition, ownership.Epoch });
            if (await transaction.Execute("update sample_item set value = @Epoch, version = version + 1 where tenant = @tenant and id = @Partition and value <= @Epoch", new { ownership.Partition, ownership.Epoch }) == 0)
            {
                await transaction.Execute("insert into sample_effect (tenant, reader, entry, times) values (@tenant, 'violation', @Partition, @Epoch) on conflict (tenant, reader, entry) do nothing", new { ownership.Partition, ownership.Epoch });
            }
        });
}
