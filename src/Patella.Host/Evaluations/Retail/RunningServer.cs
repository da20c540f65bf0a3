using System.Net;
using System.Net.Sockets;
using Patella.Host.Hosting;
using Patella.Service.Connectors.Webhooks;
using Patella.Simulator.Api;

namespace Patella.Host.Evaluations.Retail;

/// <summary>A whole server in this process on a port of its own, and a connection to it.</summary>
internal sealed class RunningServer(WebApplication application, PatellaConnection connection) : IAsyncDisposable
{
    public WebApplication Application => application;

    public PatellaConnection Connection => connection;

    /// <param name="neighbour">The marketplace in this process, which it may call although it is at a private address.</param>
    public static async Task<RunningServer> Start(ServeOptions options, Uri neighbour, CancellationToken cancellation)
    {
        var application = ServerComposition.Build(options);
        application.Services.GetRequiredService<EgressPolicy>().Open(neighbour);
        await application.StartAsync(cancellation);
        return new RunningServer(application, new PatellaConnection([new Uri(options.Address)], MachineClock.Provider));
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        await application.DisposeAsync();
    }
}
