using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Sqlite;
using Patella.Platform.Timers;

namespace Patella.Benchmarks.Store;

/// <summary>How long the embedded store takes to clear many overdue timers after it was down, each in a transaction with an effect of its own.</summary>
public static class TimerBenchmark
{
    /// <param name="args"><c>--timers N</c> (default 100,000).</param>
    /// <returns>0 when every timer took effect once.</returns>
    public static int Run(string[] args)
        => Measure(Array.IndexOf(args, "--timers") is >= 0 and var index ? int.Parse(args[index + 1]) : 100_000).GetAwaiter().GetResult();

    private static async Task<int> Measure(int count)
    {
        var folder = Directory.CreateTempSubdirectory("patella-bench-").FullName;
        var migrations = new MigrationSet().Add(typeof(IStore).Assembly, "Timeline").Add(typeof(IStore).Assembly, "Timers");
        var bus = new InProcessBus();
        var tenant = new TenantId("bench");
        var handler = new Handler(count);
        await using (var store = new SqliteStore(folder, migrations, bus))
        {
            await store.Prepare(tenant);
            await store.Write(tenant, transaction => transaction.Execute(
                """
                insert into timer (tenant, capability, key, generation, due_at, payload)
                with recursive number (value) as (select 1 union all select value + 1 from number where value < @count)
                select @tenant, 'bench', 'timer-' || value, 1, value, '{}' from number
                """, new { count }));
            var started = Stopwatch.GetTimestamp();
            await using var owners = new EmbeddedOwners(NullLogger<EmbeddedOwners>.Instance);
            owners.Contend(TimerOwner.Partition(tenant), new TimerOwner(tenant, store, bus, new BusinessTime(TimeProvider.System), [handler], NullLogger<TimerOwner>.Instance));
            await handler.Done;
            var took = Stopwatch.GetElapsedTime(started);
            var effects = await store.Read(tenant, reader => reader.One<long>("select count(*) from timeline where tenant = @tenant"));
            Console.WriteLine($"{count:N0} overdue timers took effect in {took.TotalSeconds:N1} s ({count / took.TotalSeconds:N0}/s), effects found: {effects:N0}");
            count -= (int)effects;
        }

        Directory.Delete(folder, recursive: true);
        return count == 0 ? 0 : 1;
    }

    private sealed class Handler(int count) : ITimerHandler
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        public string Capability => "bench";

        public Task Done => _done.Task;

        public async Task Fire(ITransaction transaction, BusinessTimer timer)
        {
            await transaction.Append(new() { Id = timer.Key, Kind = "bench.fired", At = timer.DueAt, RecordedAt = timer.DueAt, AuthorParty = "system" });
            transaction.AfterCommit(() =>
            {
                if (Interlocked.Decrement(ref _left) == 0)
                {
                    _done.SetResult();
                }
            });
        }
    }
}
