using System.Diagnostics;
using System.Globalization;

namespace Patella.Benchmarks.Serving;

/// <summary>What a release system waits for the gate: over HTTP from the real server, beside a bare request that asks no store, in the same run.</summary>
public static class GateBenchmark
{
    private const int Launches = 200;

    /// <param name="args"><c>--questions N</c> (default 4,000), <c>--readers N</c> at once (default 2), <c>--postgres CONNECTION</c> (default SQLite), <c>--folder DIR</c>.</param>
    /// <returns>0; 1 when the gate's p99 is above 20 ms while a bare request's is not.</returns>
    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        await using var store = await ServerStore.Create(Figures.Option(args, "--postgres"), Figures.Option(args, "--folder"), false);
        await using var server = await ServerUnderTest.Start(store);
        var key = (string)(await server.Ask(HttpMethod.Post, "/api/v1/api-keys", server.AdminToken, new { name = "gate", scopes = new[] { "launches" } }))!["token"]!;
        for (var index = 0; index < Launches; index++)
        {
            await server.Ask(HttpMethod.Post, "/api/v1/launches", key, new { id = "l" + index.ToString(CultureInfo.InvariantCulture), kind = "launch", title = "Launch" });
            if (index % 2 == 0)
            {
                await server.Ask(HttpMethod.Post, "/api/v1/pulls", server.AdminToken, new { id = "p" + index.ToString(CultureInfo.InvariantCulture), target = new { kind = "launch", id = "l" + index.ToString(CultureInfo.InvariantCulture) }, harm = "It charges twice." });
            }
        }

        var (questions, readers) = (Figures.Number(args, "--questions", 4_000), Figures.Number(args, "--readers", 2));
        string Gate(int number) => $"/api/v1/launch-gate/launch/l{number % Launches}";

        // What the machine and the way there take now, without a credential and without the store.
        static string Bare(int number) => "/health/live?" + number.ToString(CultureInfo.InvariantCulture);
        await Measure(server, key, Gate, 400, readers);
        await Measure(server, key, Bare, 400, readers);
        Console.WriteLine($"gate on {store.Name}: {Launches} launches, half of them blocked, {readers} ask at once; {Figures.MachineLoad()}");
        Console.WriteLine($"  {"question",-28} {"asked",7} {"p50 ms",8} {"p99 ms",8} {"worst",8}");
        var (gate, bare) = (await Measure(server, key, Gate, questions, readers), await Measure(server, key, Bare, questions, readers));
        Print("gate of a launch", gate);
        Print("bare request", bare);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  gate over bare request: p50 {Of(gate, 0.5) / Of(bare, 0.5):0.00}, p99 {Of(gate, 0.99) / Of(bare, 0.99):0.00}; {Figures.MachineLoad()}"));
        return Of(gate, 0.99) > 20 && Of(bare, 0.99) <= 20 ? 1 : 0;
    }

    private static async Task<List<double>> Measure(ServerUnderTest server, string key, Func<int, string> path, int questions, int readers)
    {
        var took = new double[questions];
        await Figures.Each(questions, readers, async number =>
        {
            var started = Stopwatch.GetTimestamp();
            await server.Ask(HttpMethod.Get, path(number), key);
            took[number] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        });
        return [.. took.Order()];
    }

    private static double Of(List<double> ordered, double share) => Figures.Percentile(ordered, share);

    private static void Print(string name, List<double> took)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-28} {took.Count,7} {Of(took, 0.5),8:0.00} {Of(took, 0.99),8:0.00} {took[^1],8:0.00}"));
}
