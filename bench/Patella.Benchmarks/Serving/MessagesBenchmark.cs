using System.Diagnostics;
using System.Globalization;

namespace Patella.Benchmarks.Serving;

/// <summary>
/// Durable chat messages through the whole server: consumers on the live channel, each in a conversation of their own, send and wait for
/// <c>accepted</c>, which comes after the commit. Raw commits of the same store in the same run stand beside it.
/// </summary>
public static class MessagesBenchmark
{
    private static readonly TimeSpan RawTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUpStep = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(60);

    /// <param name="args">
    /// <c>--connections N</c> (default 256), <c>--seconds N</c> (default 15), <c>--rate N</c> messages a second offered in all (open loop; default: each sends
    /// the next when the last is accepted), <c>--warm-up N</c> messages before (default 20,000, at most a minute), <c>--bot</c> leaves the conversations with the bot, <c>--postgres CONNECTION</c> (default SQLite), <c>--folder DIR</c>.
    /// </param>
    /// <returns>0; 1 when messages were refused or not answered.</returns>
    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        var connections = Figures.Number(args, "--connections", 256);
        await using var store = await ServerStore.Create(Figures.Option(args, "--postgres"), Figures.Option(args, "--folder"));
        Console.WriteLine($"messages on {store.Name}: {connections} consumers, {(args.Contains("--bot") ? "the bot answers" : "waiting for a person")}; {Figures.MachineLoad()}");
        await using var server = await ServerUnderTest.Start(store);
        var visitors = new Visitor[connections];
        await Figures.Each(connections, 8, async number =>
        {
            visitors[number] = await server.Visit();
            if (!args.Contains("--bot"))
            {
                await server.AskForPerson(visitors[number]);
            }
        });
        using var talkers = new Talkers(server, visitors);
        var (oneBefore, fiftyBefore) = (await RawCommits.RowsPerSecond(store, 1, RawTime), await RawCommits.RowsPerSecond(store, 50, RawTime));
        WarmUp(talkers, Figures.Number(args, "--warm-up", 20_000));
        return await Measure(args, server, talkers, store, oneBefore, fiftyBefore);
    }

    /// <summary>Until the server's code is compiled for good: at first most of its processor time goes into that.</summary>
    private static void WarmUp(Talkers talkers, int messages)
    {
        var started = Stopwatch.GetTimestamp();
        while (talkers.Latencies.Count < messages && Stopwatch.GetElapsedTime(started) < LongestWarmUp)
        {
            talkers.Drive(WarmUpStep, 0);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  warmed up with {talkers.Latencies.Count} messages in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s"));
    }

    private static async Task<int> Measure(string[] args, ServerUnderTest server, Talkers talkers, ServerStore store, double oneBefore, double fiftyBefore)
    {
        var rate = Figures.Number(args, "--rate", 0);
        talkers.Latencies.Clear();
        var (processor, client, started) = (server.ProcessorTime, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        talkers.Drive(TimeSpan.FromSeconds(Figures.Number(args, "--seconds", 15)), rate);
        var took = Stopwatch.GetElapsedTime(started);
        (processor, client) = (server.ProcessorTime - processor, Environment.CpuUsage.TotalTime - client);
        var latencies = talkers.Latencies.Order().ToArray();
        var perSecond = latencies.Length / took.TotalSeconds;
        var one = (oneBefore + await RawCommits.RowsPerSecond(store, 1, RawTime)) / 2;
        var fifty = (fiftyBefore + await RawCommits.RowsPerSecond(store, 50, RawTime)) / 2;
        Print(rate, latencies, perSecond, processor, took);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the client took {client.TotalSeconds * 1_000 / Math.Max(1, latencies.Length):N3} s per 1,000 messages on the same cores"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  raw commits of 1 row   {one,10:N0} rows/s; messages are {perSecond / one:N2} of it"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  raw commits of 50 rows {fifty,10:N0} rows/s; messages are {perSecond / fifty:N3} of it"));
        Console.WriteLine($"  server {server.ResidentBytes >> 20} MiB resident; {Figures.MachineLoad()}");
        Console.WriteLine($"  refused {talkers.Refused}, not answered {talkers.Unanswered}");
        return talkers.Refused + talkers.Unanswered == 0 ? 0 : 1;
    }

    private static void Print(int rate, double[] latencies, double perSecond, TimeSpan processor, TimeSpan took)
    {
        var offered = rate == 0 ? "closed loop" : $"offered {rate}/s";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {offered}: {latencies.Length} accepted in {took.TotalSeconds:N1} s = {perSecond:N0} messages/s, p50 {Figures.Percentile(latencies, 0.5):N1} ms, p99 {Figures.Percentile(latencies, 0.99):N1} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  server processor {processor.TotalSeconds * 1_000 / Math.Max(1, latencies.Length):N3} s per 1,000 messages; it had {processor / took:N2} cores"));
    }
}
