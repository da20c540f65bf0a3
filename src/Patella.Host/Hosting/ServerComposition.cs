using Patella.Host.Demonstration;
using Patella.Host.Demonstration.Tour;
using Patella.Host.Pages;
using Patella.Platform;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service;
using Patella.Service.Access;
using Patella.Service.Dispatch;
using Patella.Service.Edge;

namespace Patella.Host.Hosting;

/// <summary>Puts the server together: seams, capabilities, edge.</summary>
public static class ServerComposition
{
    /// <summary>Bodies up to this size unless an endpoint says otherwise, in bytes.</summary>
    private const long BodyLimit = 2 << 20;

    /// <summary>Builds the server and prepares its store; it does not listen yet.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be used; the message says why.</exception>
    public static WebApplication Build(ServeOptions options)
    {
        // Settings are read once. Watching for changes would follow every write below the working folder, where the data often is.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.AddOperations(options);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = BodyLimit);
        builder.Services.AddPlatform(
            new PlatformOptions { DataFolder = options.DataFolder, Postgres = options.Postgres, Address = options.Address },
            ServiceModule.AddMigrations);
        builder.Services.AddCapabilities();
        builder.Services.AddRateLimits(options.RateLimits with { TrustLoopback = options.Demonstration || options.TrustLoopback });
        builder.Services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddApiDocument();
        builder.Services.AddRazorComponents();
        KeysOfThisRun.Use(builder.Services);
        builder.Services.AddSingleton<DemonstrationTenant>();
        builder.Services.AddSingleton<DemonstrationVoices>();
        builder.Services.AddSingleton<DemonstrationMarketplace>();
        builder.Services.AddSingleton<DemonstrationSystems>();
        builder.Services.AddSingleton<TourClock>().AddSingleton<TourProgress>();
        if (options.Demonstration)
        {
            builder.Services.AddSingleton<IContactKeepers, ViewersContacts>();
        }

        var app = builder.Build();
        app.Services.GetRequiredService<IStore>().Prepare(TenantId.System).GetAwaiter().GetResult();
        // In a cluster the clock belongs to all: a process that asks for nothing special takes it as it runs.
        app.Services.GetRequiredService<ClockKeeper>().Start(options.Postgres is null || options.TimeRate != 1 ? options.TimeRate : null).GetAwaiter().GetResult();
        app.UseServer(options);
        return app;
    }

    private static void UseServer(this WebApplication app, ServeOptions options)
    {
        app.UseRequestIds();
        app.UseSecurityHeaders();
        app.UseProblems(app.Logger);
        app.UseOrigins();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        app.UseCallers();
        app.UseRateLimits();
        app.UseRouting();
        app.UseEndpointAccess();
        app.MapHealth();
        app.MapControl();
        app.MapOpenApi("/api/{documentName}/openapi.json").OpenToAll();
        app.MapGroup("/api/v1").RefuseNullBodies().MapCapabilities();
        app.MapPages(options);
        if (options.Demonstration)
        {
            app.MapDemonstration();
        }

        if (app.Services.GetService<PostgresOwners>() is { } owners)
        {
            app.MapForwarding(owners).ExcludeFromDescription().OpenToAll();
        }
    }
}
