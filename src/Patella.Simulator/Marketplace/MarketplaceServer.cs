using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Patella.Simulator.Marketplace;

/// <summary>The reference marketplace as an HTTP server of its own: the other side of Patella's connectors.</summary>
public sealed class MarketplaceServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MarketplaceOptions _options;
    private readonly TimeProvider _machine;
    private readonly CancellationTokenSource _stopping = new();
    private Task _background = Task.CompletedTask;

    /// <param name="clock">The marketplace's own time; that of Patella's business time when the two are to agree.</param>
    /// <param name="machine">Machine time, for signatures and retries.</param>
    public MarketplaceServer(MarketplaceOptions options, TimeProvider clock, TimeProvider machine)
    {
        (_options, _machine) = (options, machine);
        Marketplace = new ReferenceMarketplace(clock, options.File is { } file ? new ShopFile(file) : null, options.Patella is not null) { Lateness = options.Lateness };
        Faults = new FaultBox(options.Seed);
        foreach (var fault in options.Faults)
        {
            Faults.Add(fault);
        }

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MarketplaceDoors.MostBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        _app = builder.Build();
        new MarketplaceDoors(Marketplace, Faults, options.Secret, machine, _stopping.Token).Map(_app);
    }

    public ReferenceMarketplace Marketplace { get; }

    public FaultBox Faults { get; }

    /// <summary>Where it listens, once it was started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Listens, and begins to tell events when it is to.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task Start(CancellationToken cancellation = default)
    {
        await _app.StartAsync(cancellation);
        var bound = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri($"http://127.0.0.1:{new Uri(bound).Port}/");
        _background = Task.WhenAll(
            Task.Run(DoWhatIsDue, CancellationToken.None),
            _options.Patella is { } patella ? Task.Run(() => new EventTeller(Marketplace, patella, _options.ApiKey ?? "", _machine).Run(_stopping.Token), CancellationToken.None) : Task.CompletedTask);
    }

    /// <summary>Runs until it is stopped.</summary>
    public Task WaitForShutdown(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _background;
        await _app.DisposeAsync();
        Marketplace.Dispose();
        _stopping.Dispose();
    }

    private async Task DoWhatIsDue()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), _machine);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                Marketplace.SettleDue();
            }
        }
        catch (OperationCanceledException)
        {
            // It is stopped.
        }
    }
}
