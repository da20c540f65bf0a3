using System.CommandLine;
using Patella.Host.Hosting;
using Patella.Platform;
using Patella.Service;

namespace Patella.Host.Commands;

/// <summary>Where the state is, for commands that work on it without a server: a data folder or a PostgreSQL database.</summary>
internal sealed record StorePlace(string DataFolder, string? Postgres)
{
    /// <summary>The words for it in messages; never the password.</summary>
    public string Name => Postgres is null ? DataFolder : "PostgreSQL";

    public string TenantsFolder => Path.Combine(DataFolder, "tenants");

    /// <summary>The seams on this place, with every capability's migrations. Resolving the store opens it.</summary>
    public ServiceProvider Open() => new ServiceCollection()
        .AddLogging()
        .AddPlatform(new PlatformOptions { DataFolder = DataFolder, Postgres = Postgres }, ServiceModule.AddMigrations)
        .BuildServiceProvider();
}

/// <summary>The options that name a <see cref="StorePlace"/>, the same in every command.</summary>
internal sealed class StorePlaceArguments
{
    private readonly Option<string?> _data = new("--data") { Description = "Folder in which everything is kept (or PATELLA_DATA) [default: .patella]", HelpName = "folder" };
    private readonly Option<string?> _postgres = new("--postgres") { Description = "The PostgreSQL that holds the state (or PATELLA_POSTGRES)", HelpName = "connection string" };

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_postgres);
    }

    /// <summary>An explicit --data means the embedded store even when the environment names a PostgreSQL.</summary>
    public StorePlace Read(ParseResult parsed)
    {
        var data = parsed.GetValue(_data);
        return new StorePlace(
            Path.GetFullPath(data ?? Variables.Read("PATELLA_DATA") ?? ".patella"),
            parsed.GetValue(_postgres) ?? (data is null ? Variables.Read("PATELLA_POSTGRES") : null));
    }
}
