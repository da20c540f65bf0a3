using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Postgres;
using Patella.Platform.Storage.Sqlite;
using Patella.Platform.Timeline;

namespace Patella.Benchmarks.Store;

/// <summary>
/// Durable messages per second of each store (one timeline entry a transaction) by number of concurrent writers,
/// against raw one-row commits of the same driver in the same run. Only the ratios mean something on a shared machine.
/// </summary>
public static class StoreBenchmark
{
    /// <param name="args"><c>--seconds N</c> a measurement (default 3), <c>--writers 1,16,64,256</c>, <c>--postgres CONNECTION</c> (default: PATELLA_TEST_POSTGRES; without it PostgreSQL is left out).</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        var seconds = double.Parse(Option(args, "--seconds") ?? "3", System.Globalization.CultureInfo.InvariantCulture);
        var writers = (Option(args, "--writers") ?? "1,16,64,256").Split(',').Select(int.Parse).ToArray();
        var postgres = Option(args, "--postgres") ?? Environment.GetEnvironmentVariable("PATELLA_TEST_POSTGRES");
        Console.WriteLine($"Durable one-entry commits, {seconds} s each, {Environment.ProcessorCount} cores");
        Console.WriteLine($"{"store",-10} {"writers",8} {"commits/s",12} {"p50 ms",8} {"p99 ms",8} {"bytes/commit",13} {"raw/s",10} {"ratio",7}");
        Measure("sqlite", Sqlite, RawSqlite, writers, seconds).GetAwaiter().GetResult();
        if (postgres is null)
        {
            Console.WriteLine("postgres   left out: neither --postgres nor PATELLA_TEST_POSTGRES is given");
            return 0;
        }

        Measure("postgres", () => Postgres(postgres), () => RawPostgres(postgres), writers, seconds).GetAwaiter().GetResult();
        return 0;
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;

    private static async Task Measure(string name, Func<Task<Target>> store, Func<Task<Target>> raw, int[] counts, double seconds)
    {
        foreach (var writers in counts)
        {
            await using var candidate = await store();
            var measured = await Drive(candidate, writers, seconds);
            await using var baseline = await raw();

            // One writer is all that raw SQLite has; PostgreSQL takes as many connections as the store's pool.
            var plain = await Drive(baseline, Math.Min(writers, baseline.Writers), seconds);
            Console.WriteLine($"{name,-10} {writers,8} {measured.PerSecond,12:N0} {measured.P50,8:N1} {measured.P99,8:N1} {measured.Bytes,13:N0} {plain.PerSecond,10:N0} {measured.PerSecond / plain.PerSecond,7:N2}");
        }
    }

    private static async Task<(double PerSecond, double P50, double P99, double Bytes)> Drive(Target target, int writers, double seconds)
    {
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => target.Write(writer, -1)));
        var ends = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var bytes = GC.GetTotalAllocatedBytes();
        var latencies = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var own = new List<double>();
            for (var number = 0; Stopwatch.GetTimestamp() < ends; number++)
            {
                var started = Stopwatch.GetTimestamp();
                await target.Write(writer, number);
                own.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return own;
        })));
        var all = latencies.SelectMany(own => own).Order().ToArray();
        return (all.Length / seconds, all[all.Length / 2], all[(int)(all.Length * 0.99)], (GC.GetTotalAllocatedBytes() - bytes) / (double)all.Length);
    }

    private static async Task<Target> Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("patella-bench-").FullName;
        var store = new SqliteStore(folder, Migrations(), new InProcessBus());
        return await OfStore(store, async () =>
        {
            await store.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        });
    }

    private static async Task<Target> Postgres(string server)
    {
        var (connectionString, drop) = await CreateDatabase(server);
        var connections = new PostgresConnections(connectionString);
        var bus = new PostgresBus(connections);
        return await OfStore(new PostgresStore(connections, Migrations(), bus), async () =>
        {
            await bus.DisposeAsync();
            await connections.DisposeAsync();
            await drop();
        });
    }

    private static async Task<Target> OfStore(IStore store, Func<Task> end)
    {
        var tenant = new TenantId("bench");
        await store.Prepare(tenant);
        return new Target(int.MaxValue, (writer, number) => store.Write(tenant, transaction => transaction.Append(new TimelineEntry
        {
            Id = Guid.CreateVersion7().ToString(),
            Kind = "conversation.message",
            At = number,
            RecordedAt = number,
            Conversation = $"conversation-{writer}",
            Sequence = number + 2,
            ClientId = $"{writer}-{number}",
            AuthorParty = "consumer",
            Text = "Where is my parcel? It should have been here yesterday.",
        })), end);
    }

    private static Task<Target> RawSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("patella-bench-").FullName;
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "raw.db")};Pooling=False");
        connection.Open();
        using (var table = connection.CreateCommand())
        {
            table.CommandText = "pragma journal_mode = wal; pragma synchronous = full; create table raw (number integer primary key, text text)";
            table.ExecuteNonQuery();
        }

        var insert = connection.CreateCommand();
        insert.CommandText = "insert into raw (text) values ('Where is my parcel? It should have been here yesterday.')";
        return Task.FromResult(new Target(1, (_, _) => Task.FromResult(insert.ExecuteNonQuery()), () =>
        {
            connection.Dispose();
            Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        }));
    }

    private static async Task<Target> RawPostgres(string server)
    {
        var (connectionString, drop) = await CreateDatabase(server);
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 48, MaxAutoPrepare = 10 });
        await using (var table = source.CreateCommand("create table raw (number bigint generated by default as identity primary key, text text)"))
        {
            await table.ExecuteNonQueryAsync();
        }

        return new Target(48, async (_, _) =>
        {
            await using var insert = source.CreateCommand("insert into raw (text) values ('Where is my parcel? It should have been here yesterday.')");
            await insert.ExecuteNonQueryAsync();
        }, async () =>
        {
            await source.DisposeAsync();
            await drop();
        });
    }

    private static async Task<(string ConnectionString, Func<Task> Drop)> CreateDatabase(string server)
    {
        var name = "patella_bench_" + Guid.NewGuid().ToString("N")[..12];
        await OnServer(server, $"create database {name}");
        return (new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString(), () => OnServer(server, $"drop database {name} with (force)"));
    }

    private static async Task OnServer(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static MigrationSet Migrations() => new MigrationSet().Add(typeof(IStore).Assembly, "Timeline").Add(typeof(IStore).Assembly, "Ownership");

    /// <param name="Writers">How many may write at once.</param>
    private sealed record Target(int Writers, Func<int, int, Task> Write, Func<Task> End) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(End());
    }
}
