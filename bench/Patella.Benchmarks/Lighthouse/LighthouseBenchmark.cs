using System.Diagnostics;
using System.Globalization;
using Patella.Benchmarks.Serving;
using Patella.Service.Scorecards.Nights;
using Patella.Service.Scorecards.Scoring;

namespace Patella.Benchmarks.Lighthouse;

/// <summary>A night of all shops from rolled-up days on a real store, and the same scores counted again from all raw events; they must be equal to the last bit.</summary>
public static class LighthouseBenchmark
{
    /// <param name="args"><c>--shops N</c> (300,000), <c>--events N</c> (100,000,000), <c>--postgres CONNECTION</c> instead of SQLite, <c>--folder</c>, <c>--only night</c>.</param>
    /// <returns>0 when the scores are equal.</returns>
    public static int Run(string[] args) => RunAll(args).GetAwaiter().GetResult();

    private static async Task<int> RunAll(string[] args)
    {
        var shops = new BenchShops((int)Number(args, "--shops", 300_000), Number(args, "--events", 100_000_000));
        Console.WriteLine($"{shops.Count:N0} shops, {Number(args, "--events", 100_000_000):N0} events, {Environment.ProcessorCount} cores, load {Load()}");
        await using var place = await ServerStore.Create(Option(args, "--postgres"), Option(args, "--folder"));
        await using var night = await BenchNight.Open(place);
        var started = Stopwatch.GetTimestamp();
        var rows = await night.Fill(shops);
        await place.Analyze();
        Console.WriteLine($"{place.Name}: written {rows:N0} rolled-up days in {Seconds(started)} s");

        started = Stopwatch.GetTimestamp();
        var state = await night.Score(BenchShops.Night);
        Console.WriteLine($"{place.Name}: night of {state.Shops:N0} shops from {rows:N0} rolled-up days: {Seconds(started)} s, {state.Scored:N0} with a score, state {state.State} {state.Problem} (goal 60 s, load {Load()})");
        return Option(args, "--only") == "night" ? 0 : await Recompute(shops, night, state);
    }

    private static async Task<int> Recompute(BenchShops shops, BenchNight night, NightRow state)
    {
        var started = Stopwatch.GetTimestamp();
        var sums = new ShopSums[shops.Count];
        var told = 0L;
        Parallel.For(0, shops.Count, shop =>
        {
            sums[shop] = new ShopSums(BenchShops.Name(shop), BenchShops.Category(shop), shops.Recount(shop, state.FromDay, state.UntilDay));
            Interlocked.Add(ref told, (long)shops.OrdersOf(shop) * BenchShops.EventsAnOrder);
        });
        var (scores, _) = NightScorer.Score(sums, await night.Table(), _ => null);
        var took = Seconds(started);
        var kept = await night.Kept(BenchShops.Night);
        var differ = scores.Count(score => !kept.TryGetValue(score.Merchant, out var row) || row.Figures != ScoreRow.Write(score.Figures) || row.Total != score.Total) + Math.Abs(kept.Count - scores.Count);
        Console.WriteLine($"recompute from {told:N0} raw events (generated, streamed, mixed up, one in {BenchShops.EventsAnOrder * 16} twice): {took} s, {kept.Count:N0} scores compared, {differ:N0} differ (goal 600 s, 0; load {Load()})");
        return differ == 0 ? 0 : 1;
    }

    private static string Seconds(long since) => Stopwatch.GetElapsedTime(since).TotalSeconds.ToString("N1", CultureInfo.InvariantCulture);

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static long Number(string[] args, string name, long otherwise) => Option(args, name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
}
