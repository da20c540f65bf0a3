using System.Diagnostics;
using System.Globalization;
using Patella.Benchmarks.Serving;
using Patella.Kernel.Ledger;
using Patella.Service.Ledger;

namespace Patella.Benchmarks.Ledger;

/// <summary>
/// Durable transfers a second, counted when the commit that has them is answered: between many accounts, all from one hot fund, and as the last step of
/// transactions of their own, beside raw commits of the same driver in the same run.
/// </summary>
public static class LedgerBenchmark
{
    private const int Owners = 10_000;

    /// <param name="args"><c>--seconds N</c> a measurement (5), <c>--writers N</c> (512), <c>--postgres CONNECTION</c> (default: PATELLA_TEST_POSTGRES; without it PostgreSQL is left out), <c>--folder</c>.</param>
    /// <returns>0 when the books balance afterwards.</returns>
    public static int Run(string[] args) => RunAll(args).GetAwaiter().GetResult();

    private static async Task<int> RunAll(string[] args)
    {
        var seconds = double.Parse(Option(args, "--seconds") ?? "5", CultureInfo.InvariantCulture);
        var writers = int.Parse(Option(args, "--writers") ?? "512", CultureInfo.InvariantCulture);
        var postgres = Option(args, "--postgres") ?? Environment.GetEnvironmentVariable("PATELLA_TEST_POSTGRES");
        Console.WriteLine($"Durable transfers, {writers} at once, {seconds} s each, {Environment.ProcessorCount} cores, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        Console.WriteLine($"{"store",-9} {"transfers",-34} {"per s",9} {"p50 ms",8} {"p99 ms",8} {"cpu s/1000",11} {"raw 1/s",9} {"ratio",7}");
        var intact = await Measure(null, Option(args, "--folder"), writers, seconds);
        if (postgres is null)
        {
            Console.WriteLine("postgres  left out: neither --postgres nor PATELLA_TEST_POSTGRES is given");
            return intact ? 0 : 1;
        }

        return await Measure(postgres, Option(args, "--folder"), writers, seconds) && intact ? 0 : 1;
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;

    private static async Task<bool> Measure(string? server, string? folder, int writers, double seconds)
    {
        await using var place = await ServerStore.Create(server, folder);
        await using var books = await BenchBooks.Open(place, Owners);
        await place.Analyze();
        var raw = await RawCommits.RowsPerSecond(place, 1, TimeSpan.FromSeconds(Math.Min(3, seconds)));
        var kinds = new (string Name, Func<long, Task<bool>> Work)[]
        {
            ("between 10,000 accounts", number => books.Post(Spread(number))),
            ("half from one hot fund", number => books.Post(number % 2 == 0 ? FromFund(number) : Spread(number))),
            ("all from one hot fund", number => books.Post(FromFund(number))),
            ("own transactions, many accounts", number => books.PostAlone(Spread(number))),
            ("own transactions, one hot fund", number => books.PostAlone(FromFund(number))),
            ("gestures together, one hot fund", number => books.Give(number, Owners)),
            ("gestures alone, one hot fund", number => books.GiveAlone(number, Owners)),
        };
        var next = 0L;
        foreach (var (name, work) in kinds)
        {
            await Drive(() => Interlocked.Increment(ref next), work, writers, Math.Min(2, seconds));
            var (rate, p50, p99, cpu) = await Drive(() => Interlocked.Increment(ref next), work, writers, seconds);
            Console.WriteLine($"{place.Name,-9} {name,-34} {rate,9:N0} {p50,8:N1} {p99,8:N1} {cpu,11:N3} {raw,9:N0} {rate / raw,7:N2}");
        }

        return await books.Verify();
    }

    private static async Task<(double PerSecond, double P50, double P99, double Cpu)> Drive(Func<long> next, Func<long, Task<bool>> work, int writers, double seconds)
    {
        var (started, cpu) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        var latencies = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                var asked = Stopwatch.GetTimestamp();
                if (!await work(next()))
                {
                    throw new InvalidOperationException("A transfer was refused.");
                }

                own.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return own;
        })));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = latencies.SelectMany(own => own).Order().ToArray();
        return (all.Length / took, all[all.Length / 2], all[(int)(all.Length * 0.99)], (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds * 1_000 / all.Length);
    }

    // Owners are met in no order, as in life: a large odd step walks through all of them.
    private static TransferOrder Spread(long number)
        => TransferOrder.Move($"t{number}", BenchBooks.Shop(number * 7_919 % Owners), BenchBooks.Buyer(number * 104_729 % Owners), 1 + (number % 500), "CNY", "refund") with { Document = $"remedy-{number}" };

    private static TransferOrder FromFund(long number)
        => TransferOrder.Move($"t{number}", BenchBooks.Fund, BenchBooks.Buyer(number * 104_729 % Owners), 1 + (number % 500), "CNY", "gesture") with { Document = $"remedy-{number}" };
}
