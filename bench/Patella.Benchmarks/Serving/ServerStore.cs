using Npgsql;

namespace Patella.Benchmarks.Serving;

/// <summary>A place for a server's state, in a folder or in a PostgreSQL database of its own; unless it is to be kept, it goes away at the end.</summary>
internal sealed class ServerStore : IAsyncDisposable
{
    private readonly string? _server;
    private readonly bool _keep;

    private ServerStore(string folder, string? server, string? connection, bool keep)
    {
        Folder = folder;
        _server = server;
        _keep = keep;
        Connection = connection;
    }

    public string Name => Connection is null ? "sqlite" : "postgres";

    /// <summary>The data folder; on PostgreSQL it holds files only.</summary>
    public string Folder { get; }

    /// <summary>Null on SQLite.</summary>
    public string? Connection { get; }

    public string TenantFile => Path.Combine(Folder, "tenants", ServerUnderTest.Tenant + ".db");

    public string[] Arguments => Connection is null ? ["--data", Folder] : ["--data", Folder, "--postgres", Connection];

    /// <summary>Where a note of what was written may stand.</summary>
    public string Note => Path.Combine(Folder, "bench.json");

    /// <summary>What <see cref="Open"/> takes: the folder, whose name is also that of the database.</summary>
    public string Place => Folder;

    /// <summary>Statistics as a PostgreSQL makes them by itself a minute after rows have come in bulk; nothing on SQLite.</summary>
    public async Task Analyze()
    {
        if (Connection is not null)
        {
            await using var connection = new Npgsql.NpgsqlConnection(Connection);
            await connection.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand("analyze", connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <param name="server">A PostgreSQL on which a database may be made; null means SQLite.</param>
    /// <param name="parent">Where the folder is made; null means the machine's temporary folder.</param>
    /// <param name="keep">Whether it stays at the end.</param>
    public static async Task<ServerStore> Create(string? server, string? parent = null, bool keep = false)
    {
        var name = "patella_bench_" + Guid.NewGuid().ToString("N")[..12];
        var folder = Path.Combine(parent ?? Path.GetTempPath(), name);
        Directory.CreateDirectory(folder);
        if (server is not null)
        {
            await OnServer(server, $"create database {name}");
        }

        return new ServerStore(folder, server, Connect(server, name), keep);
    }

    /// <summary>One that was kept; it stays.</summary>
    public static ServerStore Open(string place, string? server) => new(place, server, Connect(server, Path.GetFileName(place)), keep: true);

    public async ValueTask DisposeAsync()
    {
        if (_keep)
        {
            return;
        }

        if (_server is not null)
        {
            await OnServer(_server, $"drop database {new NpgsqlConnectionStringBuilder(Connection).Database} with (force)");
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static string? Connect(string? server, string name) => server is null ? null : new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();

    private static async Task OnServer(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
