using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Patella.Benchmarks.Serving;

/// <summary>
/// Many consumers connected to one server, each following their conversation: memory, how fast they come in, and then how long a message takes
/// from the consumer who sends it to the screen of the staff who have the conversation open.
/// </summary>
public static class ConnectionsBenchmark
{
    private const int PerScreen = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="args"><c>--connections N</c> (default 10,000), <c>--sample N</c> conversations that talk (default 200), <c>--rate N</c> messages a second
    /// in all (default 100), <c>--seconds N</c> (default 15), <c>--postgres CONNECTION</c> (default SQLite), <c>--folder DIR</c>.</param>
    /// <returns>0; 1 when a connection was lost or a message did not arrive.</returns>
    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        var count = Figures.Number(args, "--connections", 10_000);
        await using var store = await ServerStore.Create(Figures.Option(args, "--postgres"), Figures.Option(args, "--folder"));
        Console.WriteLine($"connections on {store.Name}: {count}; {Figures.MachineLoad()}");
        await using var server = await ServerUnderTest.Start(store);
        var empty = server.ResidentBytes;
        var (visitors, pages, arrivals) = (new Visitor[count], new LivePage[count], new ConcurrentDictionary<string, long>());
        var started = Stopwatch.GetTimestamp();
        await Figures.Each(count, 16, async number => visitors[number] = await server.Visit());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  let in {count} visitors with a conversation each in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s"));
        await Connect(server, visitors, pages, empty);
        var failed = await Talk(args, server, visitors, pages, arrivals);
        await Figures.Each(count, 64, async number => await pages[number].DisposeAsync());
        return failed;
    }

    private static async Task Connect(ServerUnderTest server, Visitor[] visitors, LivePage[] pages, long empty)
    {
        using var invoker = LivePage.NewInvoker();
        var (following, before, started) = (0, server.ResidentBytes, Stopwatch.GetTimestamp());
        await Figures.Each(visitors.Length, 64, async number =>
        {
            var once = 0;
            pages[number] = await LivePage.Open(server, visitors[number].Token, invoker, message =>
            {
                if (LivePage.IsType(message, "\"conversation\""u8) && Interlocked.Exchange(ref once, 1) == 0)
                {
                    Interlocked.Increment(ref following);
                }
            });
            await pages[number].Subscribe(visitors[number].Conversation);
        });
        while (Volatile.Read(ref following) < visitors.Length && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(3))
        {
            await Task.Delay(20);
        }

        var took = Stopwatch.GetElapsedTime(started);
        var after = server.ResidentBytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  connected and following: {following} in {took.TotalSeconds:N1} s = {following / took.TotalSeconds:N0}/s; {Figures.MachineLoad()}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  server resident: {empty >> 20} MiB empty, {before >> 20} MiB before connecting, {after >> 20} MiB connected; {(after - before) / 1024.0 / visitors.Length:N1} KiB a connection"));
    }

    private static async Task<int> Talk(string[] args, ServerUnderTest server, Visitor[] visitors, LivePage[] pages, ConcurrentDictionary<string, long> arrivals)
    {
        var sample = Math.Min(Figures.Number(args, "--sample", 200), visitors.Length);
        await Figures.Each(sample, 8, number => server.AskForPerson(visitors[number]));
        using var invoker = LivePage.NewInvoker();
        var screens = await Task.WhenAll(visitors.Take(sample).Chunk(PerScreen).Select(chunk => OpenScreen(server, chunk, invoker, arrivals)));
        await Task.Delay(2_000);
        var (sent, idle) = (new ConcurrentDictionary<string, long>(), server.ProcessorTime);
        var (rate, started) = (Figures.Number(args, "--rate", 100), Stopwatch.GetTimestamp());
        var total = rate * Figures.Number(args, "--seconds", 15);
        for (var number = 0; number < total; number++)
        {
            var due = started + (Stopwatch.Frequency * number / rate);
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }

            sent[$"x{number}"] = due;
            await pages[number % sample].Send(new { type = "send", conversation = visitors[number % sample].Conversation, clientId = $"x{number}", text = "Where is my parcel?" });
        }

        await Arrived(sent, arrivals);
        var processor = server.ProcessorTime - idle;
        await Task.WhenAll(screens.Select(screen => screen.DisposeAsync().AsTask()));
        return Print(sent, arrivals, pages, server, processor / Stopwatch.GetElapsedTime(started));
    }

    private static async Task<LivePage> OpenScreen(ServerUnderTest server, Visitor[] visitors, HttpMessageInvoker invoker, ConcurrentDictionary<string, long> arrivals)
    {
        var screen = await LivePage.Open(server, server.AdminToken, invoker, message =>
        {
            if (LivePage.IsType(message, "\"entry\""u8) && LivePage.TextOf(message, "clientId") is { } clientId)
            {
                arrivals.TryAdd(clientId, Stopwatch.GetTimestamp());
            }
        });
        foreach (var visitor in visitors)
        {
            await screen.Subscribe(visitor.Conversation);
        }

        return screen;
    }

    private static async Task Arrived(ConcurrentDictionary<string, long> sent, ConcurrentDictionary<string, long> arrivals)
    {
        var waiting = Stopwatch.GetTimestamp();
        while (arrivals.Count < sent.Count && Stopwatch.GetElapsedTime(waiting) < Patience)
        {
            await Task.Delay(20);
        }
    }

    private static int Print(ConcurrentDictionary<string, long> sent, ConcurrentDictionary<string, long> arrivals, LivePage[] pages, ServerUnderTest server, double cores)
    {
        var latencies = sent.Where(message => arrivals.ContainsKey(message.Key)).Select(message => Stopwatch.GetElapsedTime(message.Value, arrivals[message.Key]).TotalMilliseconds).Order().ToArray();
        var broken = pages.Where(page => page.Broken is not null).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  to the other screen: {latencies.Length} of {sent.Count} messages, p50 {Figures.Percentile(latencies, 0.5):N1} ms, p99 {Figures.Percentile(latencies, 0.99):N1} ms, worst {latencies.LastOrDefault():N1} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  server {server.ResidentBytes >> 20} MiB resident, {cores:N2} cores while they talked; connections lost {broken.Count}; {Figures.MachineLoad()}"));
        broken.Take(3).ToList().ForEach(page => Console.WriteLine("    lost: " + page.Broken));
        return broken.Count == 0 && latencies.Length == sent.Count ? 0 : 1;
    }
}
