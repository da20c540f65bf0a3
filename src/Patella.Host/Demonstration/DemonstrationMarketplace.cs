using Patella.Platform.Clocks;
using Patella.Service.Connectors.Webhooks;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Marketplace;

namespace Patella.Host.Demonstration;

/// <summary>
/// The marketplace the demonstration buys at: the reference marketplace in this process, on a loopback port of its own, with its state in the data folder. What
/// somebody cancels, changes or returns really happens there, in business time, and is told to Patella as any marketplace would tell it.
/// </summary>
public sealed class DemonstrationMarketplace(BusinessTime clock, EgressPolicy egress, TimeProvider machine) : IAsyncDisposable
{
    private const string FileName = "demo-marketplace.jsonl";
    private static readonly string Secret = Signature.SecretOf($"patella demonstration marketplace {DemonstrationTenant.Seed}");
    private MarketplaceServer? _server;

    /// <summary>Listens with what the first page can ask about.</summary>
    /// <param name="apiKey">Of the tenant, with the scopes admin and events.</param>
    public async Task Open(string dataFolder, DemoEcosystem ecosystem, Uri patella, string apiKey, CancellationToken cancellation)
    {
        _server = new MarketplaceServer(
            new MarketplaceOptions { File = Path.Combine(Directory.CreateDirectory(dataFolder).FullName, FileName), Secret = Secret, Patella = patella, ApiKey = apiKey }, clock, machine);
        if (_server.Marketplace.State.Orders.IsEmpty)
        {
            _server.Marketplace.State = EcosystemShop.Essential(ecosystem);
        }

        await _server.Start(cancellation);
        egress.Open(_server.Address);
    }

    /// <summary>Tells the tenant where it listens: another port at every start.</summary>
    public async Task Announce(PatellaConnection connection, string apiKey, CancellationToken cancellation)
    {
        var address = _server!.Address.ToString();
        await connection.RequireAsync(HttpMethod.Post, "/api/v1/settings/import", apiKey, new { marketplace = new { url = address, secret = Secret }, payments = new { url = address, secret = Secret } }, cancellation);
    }

    /// <summary>Brings in everybody else's orders.</summary>
    public void Fill(DemoEcosystem ecosystem)
    {
        _server!.Marketplace.Add([.. EcosystemShop.Missing(ecosystem, _server.Marketplace.State)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
