using System.Reflection;
using Npgsql;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Logs;
using Patella.Platform.Migrations;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Postgres;
using Patella.Platform.Storage.Sqlite;
using Xunit.Sdk;

namespace Patella.Tests.Platform;

/// <summary>Where a PostgreSQL for tests is: the environment variable PATELLA_TEST_POSTGRES, a connection string of a role that may create databases and roles.</summary>
public static class TestPostgres
{
    public const string Variable = "PATELLA_TEST_POSTGRES";

    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>Null when tests on PostgreSQL can run.</summary>
    public static string? SkipReason => ConnectionString is null ? $"{Variable} is not set; scripts/postgres.sh start DIR PORT prints a value for it." : null;
}

public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = TestPostgres.SkipReason;
}

public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = TestPostgres.SkipReason;
}

/// <summary>Runs a theory whose first argument is a <see cref="StoreKind"/> on SQLite. Further arguments follow it.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnSqliteAttribute(params object[] more) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.Sqlite, .. more]];
}

/// <summary>Runs a theory on PostgreSQL, or shows it as skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnPostgresAttribute : DataAttribute
{
    private readonly object[] _more;

    public OnPostgresAttribute(params object[] more)
    {
        _more = more;
        Skip = TestPostgres.SkipReason;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.Postgres, .. _more]];
}

/// <summary>One process's view of the store: its own connections and its own bus.</summary>
public sealed record StoreInstance(IStore Store, IBus Bus, PostgresConnections? Connections) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        if (Bus is IAsyncDisposable bus)
        {
            await bus.DisposeAsync();
        }

        if (Connections is not null)
        {
            await Connections.DisposeAsync();
        }
    }
}

/// <summary>
/// An empty store of one kind with the platform's tables, the sample's and those that the test adds; gone when disposed.
/// <c>await using var fixture = await StoreFixture.Create(kind, set => set.Add(assembly, "Orders"));</c>
/// </summary>
public sealed class StoreFixture : IAsyncDisposable
{
    private readonly List<StoreInstance> _instances = [];
    private readonly string? _database;
    private FolderSegments? _pieces;

    private StoreFixture(StoreKind kind, MigrationSet migrations, string? database)
    {
        Kind = kind;
        Migrations = migrations;
        _database = database;
        Folder = Directory.CreateTempSubdirectory("patella-test-").FullName;
    }

    public StoreKind Kind { get; }

    /// <summary>A temporary folder of this fixture; the embedded store lives in it.</summary>
    public string Folder { get; }

    public MigrationSet Migrations { get; }

    /// <summary>A tenant that is prepared already.</summary>
    public TenantId Tenant { get; } = new("shop");

    public StoreInstance First => _instances[0];

    /// <summary>A log on this fixture's store or folder. Close it before opening another on the same folder.</summary>
    public ILog OpenLog(long segmentBytes = 4_096) => Kind == StoreKind.Sqlite ? new FileLog(Folder, segmentBytes) : new PostgresLog(Store);

    public ISegments OpenSegments() => Kind == StoreKind.Sqlite ? _pieces ??= new FolderSegments(Folder) : new PostgresSegments(Store, Folder);

    public IStore Store => First.Store;

    public IBus Bus => First.Bus;

    /// <summary>The connection string of this fixture's own database; PostgreSQL only.</summary>
    public string ConnectionString => ConnectionStringOf(_database!);

    /// <param name="prepareTenant">False leaves an embedded store without any tenant; PostgreSQL always gets its tables.</param>
    public static async Task<StoreFixture> Create(StoreKind kind, Action<MigrationSet>? capabilities = null, bool prepareTenant = true)
    {
        var migrations = new MigrationSet();
        foreach (var part in new[] { "Timeline", "Ownership", "Timers", "Logs", "Segments", "Clocks" })
        {
            migrations.Add(typeof(IStore).Assembly, part);
        }

        migrations.Add(typeof(StoreFixture).Assembly, "Sample");
        capabilities?.Invoke(migrations);
        var database = kind == StoreKind.Postgres ? await CreateDatabase() : null;
        var fixture = new StoreFixture(kind, migrations, database);
        fixture._instances.Add(fixture.Open());
        if (prepareTenant || kind == StoreKind.Postgres)
        {
            await fixture.Store.Prepare(fixture.Tenant);
        }

        return fixture;
    }

    /// <summary>What a second process of the cluster has. PostgreSQL only.</summary>
    /// <param name="port">Where it finds the server, when not at its own port: a proxy that the test can freeze.</param>
    public async Task<StoreInstance> OpenAnother(int? port = null)
    {
        Assert.Equal(StoreKind.Postgres, Kind);
        var instance = Open(port);
        _instances.Add(instance);
        await instance.Store.Prepare(Tenant);
        return instance;
    }

    /// <summary>Closes the first instance and opens it anew, as a restart does.</summary>
    public async Task Restart()
    {
        await First.DisposeAsync();
        _instances[0] = Open();
        await Store.Prepare(Tenant);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        if (_database is not null)
        {
            await DropDatabase(_database);
        }

        Directory.Delete(Folder, recursive: true);
    }

    internal static async Task<string> CreateDatabase()
    {
        var name = "patella_test_" + Guid.NewGuid().ToString("N")[..16];
        await OnServer($"create database {name}");
        return name;
    }

    /// <summary>Drops it in the background: dropping waits for a checkpoint, about a second, and the tests need not.</summary>
    internal static Task DropDatabase(string name)
    {
        Dropping.Add(name);
        return Task.CompletedTask;
    }

    internal static string ConnectionStringOf(string database) => new NpgsqlConnectionStringBuilder(TestPostgres.ConnectionString) { Database = database, IncludeErrorDetail = true }.ToString();

    private static async Task OnServer(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(TestPostgres.ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private StoreInstance Open(int? port = null)
    {
        if (Kind == StoreKind.Sqlite)
        {
            var local = new InProcessBus();
            return new StoreInstance(new SqliteStore(Folder, Migrations, local), local, null);
        }

        var connections = new PostgresConnections(port is { } other ? new NpgsqlConnectionStringBuilder(ConnectionString) { Port = other }.ToString() : ConnectionString, poolSize: 24);
        var bus = new PostgresBus(connections);
        return new StoreInstance(new PostgresStore(connections, Migrations, bus), bus, connections);
    }

    private static class Dropping
    {
        private static readonly Lock Gate = new();
        private static Task _last = Task.CompletedTask;

        static Dropping() => AppDomain.CurrentDomain.ProcessExit += (_, _) => _last.Wait(TimeSpan.FromSeconds(30));

        public static void Add(string database)
        {
            lock (Gate)
            {
                _last = _last.ContinueWith(_ => OnServer($"drop database if exists {database} with (force)"), TaskScheduler.Default).Unwrap();
            }
        }
    }
}
