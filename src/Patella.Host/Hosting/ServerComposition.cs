using Patella.Platform;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Host.Hosting;

/// <summary>Puts the server together: seams, capabilities, edge.</summary>
public static class ServerComposition
{
    public static WebApplication Build(ServeOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddOperations(options);
        builder.Services.AddPlatform(
            new PlatformOptions { DataFolder = options.DataFolder, Postgres = options.Postgres, Address = options.Address },
            migrations => { });
        var app = builder.Build();
        app.Services.GetRequiredService<IStore>().Prepare(TenantId.System).GetAwaiter().GetResult();
        app.UseRequestIds();
        app.MapHealth();
        if (app.Services.GetService<PostgresOwners>() is { } owners)
        {
            app.MapForwarding(owners);
        }

        return app;
    }
}
