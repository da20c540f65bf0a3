using System.CommandLine;
using Npgsql;
using Patella.Host.Hosting;
using Patella.Platform;
using Patella.Platform.Identifiers;
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

    /// <summary>For commands that copy or change what is there: opening would make an empty store where there is none, and a copy of nothing looks like a backup.</summary>
    /// <exception cref="CommandFailedException">There is no store.</exception>
    public async Task RequireStore(CancellationToken cancellation)
    {
        if (Postgres is null ? !File.Exists(Path.Combine(TenantsFolder, TenantId.System + ".db")) : !await HasTables(Postgres, cancellation))
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, Postgres is null
                ? $"there is no store in {DataFolder}: name its data folder with --data, or its database with --postgres. Nothing was made."
                : "there is no store in this database: it has no tables of Patella. Name the right one with --postgres. Nothing was made.");
        }
    }

    /// <summary>For commands that make a store where there is none yet: the folder at least is what a person named on purpose.</summary>
    /// <exception cref="CommandFailedException">There is no such folder.</exception>
    public void RequireFolder()
    {
        if (Postgres is null && !Directory.Exists(DataFolder))
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"there is no data folder {DataFolder}: name it with --data, or make it first. Nothing was made.");
        }
    }

    private static async Task<bool> HasTables(string postgres, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres) { Timeout = 5, Pooling = false }.ToString());
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("select to_regclass('public.migration') is not null", connection);
            return (bool)(await command.ExecuteScalarAsync(cancellation))!;
        }
        catch (Exception failure) when (failure is NpgsqlException or ArgumentException or TimeoutException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"PostgreSQL does not answer: {failure.Message}", failure);
        }
    }
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
