using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;
using Patella.Platform.Ownership;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Postgres;
using Patella.Platform.Storage.Sqlite;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Platform.Transfer;

namespace Patella.Platform;

/// <summary>Where the state is kept and how this process is reached.</summary>
public sealed record PlatformOptions
{
    /// <summary>Folder of the embedded store, and of files on both.</summary>
    public required string DataFolder { get; init; }

    /// <summary>PostgreSQL connection string; null means the embedded store.</summary>
    public string? Postgres { get; init; }

    /// <summary>Where other processes reach this one. Needed on PostgreSQL only.</summary>
    public string Address { get; init; } = "http://127.0.0.1:5080";
}

public static class PlatformModule
{
    /// <summary>Registers the seams with the embedded or the cluster adapters. <paramref name="migrations"/> are those of the capabilities; the platform's own come first.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services, PlatformOptions options, Action<MigrationSet> migrations)
    {
        var set = new MigrationSet();
        foreach (var part in new[] { "Timeline", "Ownership", "Timers", "Logs", "Segments", "Clocks" })
        {
            set.Add(typeof(PlatformModule).Assembly, part);
        }

        migrations(set);
        services.AddSingleton(options);
        services.AddSingleton(set);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<MachineTime>();
        services.AddSingleton(provider => new BusinessTime(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ClockKeeper>();
        services.AddSingleton<TenantExport>();
        services.AddSingleton<TenantImport>();
        services.AddSingleton<BackupService>();
        services.AddSingleton<IIdentifiers, RandomIdentifiers>();
        services.AddSingleton<TimelineTails>();
        services.AddSingleton<TimerTable>();
        return options.Postgres is null ? services.AddEmbedded(options) : services.AddCluster(options, options.Postgres);
    }

    private static IServiceCollection AddEmbedded(this IServiceCollection services, PlatformOptions options)
    {
        services.AddSingleton<IBus, InProcessBus>();
        services.AddSingleton(provider => new SqliteStore(options.DataFolder, provider.GetRequiredService<MigrationSet>(), provider.GetRequiredService<IBus>()));
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<IOwners, EmbeddedOwners>();
        services.AddSingleton<ILog>(_ => new FileLog(options.DataFolder));
        services.AddSingleton<ISegments>(_ => new FolderSegments(options.DataFolder));
        return services;
    }

    private static IServiceCollection AddCluster(this IServiceCollection services, PlatformOptions options, string connectionString)
    {
        services.AddSingleton(_ => new PostgresConnections(connectionString));
        services.AddSingleton<IBus, PostgresBus>();
        services.AddSingleton<IStore, PostgresStore>();
        services.AddSingleton<ILog, PostgresLog>();
        services.AddSingleton<ISegments>(provider => new PostgresSegments(provider.GetRequiredService<IStore>(), options.DataFolder));
        services.AddSingleton(provider => new PostgresOwners(provider.GetRequiredService<PostgresConnections>(), options.Address, provider.GetRequiredService<ILogger<PostgresOwners>>()));
        services.AddSingleton<IOwners>(provider => provider.GetRequiredService<PostgresOwners>());
        return services;
    }
}
