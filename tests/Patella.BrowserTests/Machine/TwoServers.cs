using Npgsql;
using Patella.Tests.Platform;

namespace Patella.BrowserTests.Machine;

/// <summary>Two equal processes on one PostgreSQL behind one address, which leads to one of them as a balancer would.</summary>
public sealed class TwoServers : IAsyncDisposable
{
    private readonly string _database;
    private readonly TcpProxy _door;
    private readonly PatellaServer[] _servers;

    private TwoServers(string database, PatellaServer first, PatellaServer second, int leadsTo = 0)
    {
        _database = database;
        _servers = [first, second];
        _door = new TcpProxy(_servers[leadsTo].Port);
        Address = $"http://127.0.0.1:{_door.Port}";
    }

    /// <summary>Why it cannot be played here; null when all is there.</summary>
    public static string? Missing => TestMachine.Missing ?? (Postgres is null ? $"{TestPostgres} is not set; scripts/postgres.sh start DIR PORT prints a value for it." : null);

    /// <summary>Where people come in.</summary>
    public string Address { get; }

    /// <summary>The first process: the one that was set up.</summary>
    public PatellaServer First => _servers[0];

    private const string TestPostgres = "PATELLA_TEST_POSTGRES";

    private static string? Postgres => Environment.GetEnvironmentVariable(TestPostgres) is { Length: > 0 } text ? text : null;

    public static async Task<TwoServers> Start()
    {
        var database = "patella_browser_" + Guid.NewGuid().ToString("N");
        await OnPostgres($"create database {database}");
        var address = new NpgsqlConnectionStringBuilder(Postgres) { Database = database }.ConnectionString;
        var first = await PatellaServer.Start(address);
        return new TwoServers(database, first, await PatellaServer.StartBeside(address));
    }

    /// <summary>The demonstration in the first process, an equal one beside it, and people led to the second.</summary>
    public static async Task<TwoServers> StartDemonstration()
    {
        var database = "patella_browser_" + Guid.NewGuid().ToString("N");
        await OnPostgres($"create database {database}");
        var address = new NpgsqlConnectionStringBuilder(Postgres) { Database = database }.ConnectionString;
        var first = await PatellaServer.StartFestivalOn(address);
        return new TwoServers(database, first, await PatellaServer.StartBeside(address), leadsTo: 1);
    }

    /// <summary>Kills one; people are led to the other.</summary>
    public async Task Kill(int index)
    {
        await _servers[index].Kill();
        _door.LeadTo(_servers[1 - index].Port);
    }

    /// <summary>Starts one anew in place of a killed one; people stay where they are.</summary>
    public async Task Replace(int index)
    {
        await _servers[index].DisposeAsync();
        _servers[index] = await PatellaServer.StartBeside(new NpgsqlConnectionStringBuilder(Postgres) { Database = _database }.ConnectionString);
    }

    /// <summary>Lets one sleep; people are led to the other.</summary>
    public async Task Sleep(int index)
    {
        await _servers[index].Signal("STOP");
        _door.LeadTo(_servers[1 - index].Port);
    }

    public Task Wake(int index) => _servers[index].Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await OnPostgres($"drop database {_database} with (force)");
    }

    private static async Task OnPostgres(string command)
    {
        await using var source = NpgsqlDataSource.Create(Postgres!);
        await using var statement = source.CreateCommand(command);
        await statement.ExecuteNonQueryAsync();
    }
}
