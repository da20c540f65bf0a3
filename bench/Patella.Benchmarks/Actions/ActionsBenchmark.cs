using System.Diagnostics;
using System.Globalization;
using Patella.Benchmarks.Serving;

namespace Patella.Benchmarks.Actions;

/// <summary>
/// What a service action takes through the public door of the real server, beside a durable commit of the same driver on the same disk: a refund in our own books (one
/// commit) and a change of address at a marketplace that answers at once (three commits and a call to it).
/// </summary>
public static class ActionsBenchmark
{
    /// <param name="args"><c>--actions N</c> of each kind (2000), <c>--writers N</c> at once (1), <c>--postgres CONNECTION</c> (default: PATELLA_TEST_POSTGRES; without it PostgreSQL is left out), <c>--folder</c>.</param>
    public static int Run(string[] args) => RunAll(args).GetAwaiter().GetResult();

    private static async Task<int> RunAll(string[] args)
    {
        var count = int.Parse(Option(args, "--actions") ?? "2000", CultureInfo.InvariantCulture);
        var writers = int.Parse(Option(args, "--writers") ?? "1", CultureInfo.InvariantCulture);
        var postgres = Option(args, "--postgres") ?? Environment.GetEnvironmentVariable("PATELLA_TEST_POSTGRES");
        Console.WriteLine($"{count:N0} actions of each kind, {writers} at once, {Environment.ProcessorCount} cores, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        Console.WriteLine($"{"store",-9} {"what",-34} {"per s",8} {"p50 ms",8} {"p99 ms",8} {"own p50",8} {"own p99",8}");
        await Measure(null, Option(args, "--folder"), count, writers);
        if (postgres is null)
        {
            Console.WriteLine("postgres  left out: neither --postgres nor PATELLA_TEST_POSTGRES is given");
            return 0;
        }

        await Measure(postgres, Option(args, "--folder"), count, writers);
        return 0;
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;

    private static async Task Measure(string? server, string? folder, int count, int writers)
    {
        await using var place = await ServerStore.Create(server, folder);
        await using var orders = await BenchOrders.Open(place, (2 * count) + 200);
        await place.Analyze();
        await Drive(100, writers, number => orders.Refund(number));
        await Drive(100, writers, number => orders.ChangeAddress(100 + number, wait: 10));
        var commit = Spread.Of(await CommitTimes.Measure(place, TimeSpan.FromSeconds(3)), 3);
        Print(place, "a durable commit of one row", commit, null);
        Print(place, "reading an order through the door", await Drive(count, writers, orders.Read), null);
        Print(place, "refund in our own books", await Drive(count, writers, number => orders.Refund(200 + number)), commit);
        Print(place, "change of address, to its end", await Drive(count, writers, number => orders.ChangeAddress(200 + count + number, wait: 10)), commit);
        Console.WriteLine($"          the marketplace was asked for {orders.Changes:N0} changes");
    }

    private static async Task<Spread> Drive(int count, int writers, Func<int, Task> work)
    {
        var (started, next) = (Stopwatch.GetTimestamp(), -1);
        var times = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                var asked = Stopwatch.GetTimestamp();
                await work(number);
                own.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return own;
        })));
        return Spread.Of([.. times.SelectMany(own => own)], Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static void Print(ServerStore place, string what, Spread seen, Spread? commit)
        => Console.WriteLine($"{place.Name,-9} {what,-34} {seen.PerSecond,8:N0} {seen.P50,8:N2} {seen.P99,8:N2} {(commit is null ? "" : $"{seen.P50 - commit.P50,8:N2} {seen.P99 - commit.P99,8:N2}")}");
}

/// <summary>How long things took, milliseconds.</summary>
internal sealed record Spread(double PerSecond, double P50, double P99)
{
    public static Spread Of(IReadOnlyList<double> times, double seconds)
    {
        var sorted = times.Order().ToArray();
        return new Spread(sorted.Length / seconds, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }
}
