using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Patella.Benchmarks.Serving;

/// <summary>The pages that list, search and count, read over HTTP from a tenant with a million conversations.</summary>
public static class ListsBenchmark
{
    /// <param name="args"><c>--conversations N</c> (default 1,000,000), <c>--cases N</c> (default 300,000), <c>--indexed N</c> of the conversations in the search index (default all), <c>--seconds N</c> a page
    /// (default 3), <c>--readers N</c> at once (default 4), <c>--only /reports</c> for the pages that begin so, <c>--postgres CONNECTION</c> (default SQLite), <c>--folder DIR</c>;
    /// <c>--keep</c> writes only and tells where, <c>--kept PLACE</c> reads what it left.</param>
    /// <returns>0.</returns>
    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        var (kept, keep) = (Figures.Option(args, "--kept"), args.Contains("--keep"));
        await using var store = kept is null ? await ServerStore.Create(Figures.Option(args, "--postgres"), Figures.Option(args, "--folder"), keep) : ServerStore.Open(kept, Figures.Option(args, "--postgres"));
        var history = kept is null
            ? new History(Figures.Number(args, "--conversations", 1_000_000), Figures.Number(args, "--cases", 300_000), "", "")
            : JsonSerializer.Deserialize<History>(await File.ReadAllTextAsync(store.Note))!;
        await using var server = kept is null ? await ServerUnderTest.Start(store) : await ServerUnderTest.StartAgain(store, history.Token);
        if (kept is null)
        {
            history = await Write(store, server, history, Figures.Number(args, "--indexed", history.Conversations));
            await Timed("clocks counted", () => Counted(store));
            await store.Analyze();
        }

        if (keep)
        {
            Console.WriteLine($"  kept: {store.Place}");
            return 0;
        }

        Console.WriteLine($"lists on {store.Name}: {history.Conversations} conversations of one entry each, {history.Cases} cases; {Figures.MachineLoad()}");
        Console.WriteLine($"  {"page",-90} {"asked",7} {"p50 ms",8} {"p95 ms",8} {"worst",8}");
        foreach (var page in AllPages(history).Where(page => page(0).StartsWith(Figures.Option(args, "--only") ?? "/", StringComparison.Ordinal)))
        {
            await Measure(server, page, Figures.Number(args, "--readers", 4), TimeSpan.FromSeconds(Figures.Number(args, "--seconds", 3)));
        }

        Console.WriteLine($"  server {server.ResidentBytes >> 20} MiB resident; {Figures.MachineLoad()}");
        return 0;
    }

    private static async Task<History> Write(ServerStore store, ServerUnderTest server, History history, int indexed)
    {
        history = history with { Staff = (string)(await server.Ask(HttpMethod.Get, "/api/v1/session", server.AdminToken))!["person"]!["id"]!, Token = server.AdminToken };
        await server.Stop();
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        await Timed("written", () => BulkHistory.Write(store, history.Conversations, history.Cases, Math.Min(history.Conversations, indexed), history.Staff, now));
        await File.WriteAllTextAsync(store.Note, JsonSerializer.Serialize(history));
        await Timed("server ready again", server.Run);
        return history;
    }

    /// <summary>The server puts the clocks into its sums by itself.</summary>
    private static async Task Counted(ServerStore store)
    {
        while (await BulkHistory.NotCounted(store) > 0)
        {
            await Task.Delay(5_000);
        }
    }

    private static IEnumerable<Func<int, string>> AllPages(History history)
    {
        var (count, today) = (history.Conversations, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        return Pages(count, history.Staff).Concat(BulkSearch.Pages(count, today)).Concat(history.Cases == 0 ? [] : BulkCases.Pages(history.Cases, Math.Max(1, count / 10)).Concat(BulkOrders.Pages(history.Cases)))
            .Concat(BulkClocks.Pages(today)).Concat(BulkReports.Pages(today));
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
        yield return _ => "/conversations?state=queued&unit=market";
        yield return _ => "/conversations?state=closed&unit=nowhere";
        yield return _ => "/conversations?state=abandoned&unit=nowhere";
        yield return _ => "/conversations?assignee=agent7&unit=nowhere";
        yield return number => $"/conversations?order=o{number * 7919 % Math.Max(1, count / 4):D8}";
        yield return number => $"/consumers/{BulkHistory.Person(number * 7919 % persons)}/timeline";
        yield return number => $"/consumers/{BulkHistory.Person(number * 7919 % persons)}/timeline?kind=case&unit=market";
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
            $"  {page(0)[..Math.Min(90, page(0).Length)],-90} {ordered.Length,7} {Figures.Percentile(ordered, 0.5),8:N1} {Figures.Percentile(ordered, 0.95),8:N1} {ordered.LastOrDefault(),8:N1}"));
    }

    /// <summary>A person is let ask 50 times a second at most; four readers with this pause stay below it.</summary>
    private static readonly TimeSpan PauseOfReader = TimeSpan.FromMilliseconds(100);

    private static async Task Timed(string what, Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what} in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s"));
    }

    /// <summary>What was written.</summary>
    private sealed record History(int Conversations, int Cases, string Staff, string Token);
}
