using System.Diagnostics;
using System.Globalization;

namespace Patella.Benchmarks.Serving;

/// <summary>The pages that list, search and count, read over HTTP from a tenant with a million conversations.</summary>
public static class ListsBenchmark
{
    /// <param name="args"><c>--conversations N</c> (default 1,000,000), <c>--cases N</c> (default 300,000), <c>--indexed N</c> of them in the search index (default 20,000), <c>--seconds N</c> a page
    /// (default 3), <c>--readers N</c> at once (default 4), <c>--only /reports</c> for the pages that begin so, <c>--postgres CONNECTION</c> (default SQLite), <c>--folder DIR</c>.</param>
    /// <returns>0.</returns>
    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        var count = Figures.Number(args, "--conversations", 1_000_000);
        var cases = Figures.Number(args, "--cases", 300_000);
        var indexed = Math.Min(count, Figures.Number(args, "--indexed", 20_000));
        await using var store = await ServerStore.Create(Figures.Option(args, "--postgres"), Figures.Option(args, "--folder"));
        Console.WriteLine($"lists on {store.Name}: {count} conversations of one entry each, {cases} cases, {indexed} in the search index; {Figures.MachineLoad()}");
        await using var server = await ServerUnderTest.Start(store);
        var staff = (string)(await server.Ask(HttpMethod.Get, "/api/v1/session", server.AdminToken))!["person"]!["id"]!;
        await server.Stop();
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        await Timed("written", () => BulkHistory.Write(store, count, cases, staff, now));
        await Timed("indexed", () => BulkHistory.Index(store, count, indexed, now));
        await Timed("server ready again", server.Run);
        Console.WriteLine($"  {"page",-66} {"asked",7} {"p50 ms",8} {"p95 ms",8} {"worst",8}");
        foreach (var page in Pages(count, staff).Concat(BulkReports.Pages(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime))).Concat(cases == 0 ? [] : BulkCases.Pages(cases, Math.Max(1, count / 10))).Where(page => page(0).StartsWith(Figures.Option(args, "--only") ?? "/", StringComparison.Ordinal)))
        {
            await Measure(server, page, Figures.Number(args, "--readers", 4), TimeSpan.FromSeconds(Figures.Number(args, "--seconds", 3)));
        }

        Console.WriteLine($"  server {server.ResidentBytes >> 20} MiB resident; {Figures.MachineLoad()}");
        return 0;
    }

    private static IEnumerable<Func<int, string>> Pages(int count, string staff)
    {
        var persons = Math.Max(1, count / 10);
        yield return _ => "/inbox";
        yield return _ => "/conversations";
        yield return _ => "/conversations?state=queued";
        yield return _ => "/conversations?state=closed&unit=returns";
        yield return _ => $"/conversations?assignee={staff}";
        yield return _ => "/conversations?assignee=agent7&state=closed";
        yield return number => "/conversations?person=" + BulkHistory.Person(number * 7919 % persons);
        yield return _ => "/conversations?state=abandoned&unit=returns&limit=200";
        yield return _ => "/board";
        yield return _ => "/board/conversations?figure=not-picked-up&window=today";
        yield return _ => "/search?q=refund%20teapot";
        yield return number => $"/search?q=nr{count - 1 - (number % 1_000)}";
        yield return number => $"/consumers/{BulkHistory.Person(number * 7919 % persons)}/timeline";
    }

    private static async Task Measure(ServerUnderTest server, Func<int, string> page, int readers, TimeSpan time)
    {
        for (var warmUp = 0; warmUp < 5; warmUp++)
        {
            await server.Ask(HttpMethod.Get, "/api/v1" + page(warmUp), server.AdminToken);
        }

        var (started, asked) = (Stopwatch.GetTimestamp(), 0);
        var all = await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(started) < time || own.Count < 5)
            {
                var asking = Stopwatch.GetTimestamp();
                await server.Ask(HttpMethod.Get, "/api/v1" + page(Interlocked.Increment(ref asked)), server.AdminToken);
                own.Add(Stopwatch.GetElapsedTime(asking).TotalMilliseconds);
                await Task.Delay(PauseOfReader);
            }

            return own;
        })));
        var ordered = all.SelectMany(own => own).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {page(0)[..Math.Min(66, page(0).Length)],-66} {ordered.Length,7} {Figures.Percentile(ordered, 0.5),8:N1} {Figures.Percentile(ordered, 0.95),8:N1} {ordered.LastOrDefault(),8:N1}"));
    }

    /// <summary>A person is let ask 50 times a second at most; four readers with this pause stay below it.</summary>
    private static readonly TimeSpan PauseOfReader = TimeSpan.FromMilliseconds(100);

    private static async Task Timed(string what, Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what} in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s"));
    }
}
