using Npgsql;

namespace Patella.Benchmarks.Serving;

/// <summary>An empty place for a server's state, in a folder or in a PostgreSQL database of its own; it goes away at the end.</summary>
internal sealed class ServerStore : IAsyncDisposable
{
    private readonly string? _server;

    private ServerStore(string folder, string? server, string? connection)
    {
        Folder = folder;
        _server = server;
        Connection = connection;
    }

    public string Name => Connection is null ? "sqlite" : "postgres";

    /// <summary>The data folder; on PostgreSQL it holds files only.</summary>
    public string Folder { get; }

    /// <summary>Null on SQLite.</summary>
    public string? Connection { get; }

    public string TenantFile => Path.Combine(Folder, "tenants", ServerUnderTest.Tenant + ".db");

    public string[] Arguments => Connection is null ? ["--data", Folder] : ["--data", Folder, "--postgres", Connection];

    /// <param name="server">A PostgreSQL on which a database may be made; null means SQLite.</param>
    /// <param name="parent">Where the folder is made; null means the machine's temporary folder.</param>
    public static async Task<ServerStore> Create(string? server, string? parent = null)
    {
        var folder = Path.Combine(parent ?? Path.GetTempPath(), "patella-bench-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(folder);
        if (server is null)
        {
            return new ServerStore(folder, null, null);
        }

        var name = "patella_bench_" + Guid.NewGuid().ToString("N")[..12];
        await OnServer(server, $"create database {name}");
        return new ServerStore(folder, server, new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await OnServer(_server, $"drop database {new NpgsqlConnectionStringBuilder(Connection).Database} with (force)");
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static async Task OnServer(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
