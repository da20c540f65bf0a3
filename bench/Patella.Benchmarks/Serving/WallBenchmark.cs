using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Patella.Service.Connectors.Webhooks;

namespace Patella.Benchmarks.Serving;

/// <summary>
/// How long an incident takes to a wall that somebody looks at and to the webhook of the system that owns it, when business time runs as time does: a real server hears a
/// marketplace in which one thing after the other breaks.
/// </summary>
public static class WallBenchmark
{
    private const double Goal = 60;

    /// <summary>Seconds between the beginnings of two faults.</summary>
    private const int Apart = 9;

    /// <param name="args"><c>--incidents N</c> (default 24), <c>--minutes N</c> at most (default 6), <c>--rate N</c> voices a minute (default 200), <c>--fault-rate N</c> voices a minute about each fault (default 20), <c>--hours N</c> of history (default 12), <c>--seed N</c>, <c>--postgres CONNECTION</c>, <c>--folder DIR</c>.</param>
    /// <returns>0; 1 when fewer than 20 incidents were seen at both, or one of the two took longer than a minute at p95.</returns>
    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        // The owner listens on this machine; a server otherwise calls public addresses alone.
        Environment.SetEnvironmentVariable(EgressPolicy.Variable, "yes");
        var (minutes, faults, rate, faultRate) = (Figures.Number(args, "--minutes", 6), Figures.Number(args, "--incidents", 24), Figures.Number(args, "--rate", 200), Figures.Number(args, "--fault-rate", 20));
        var market = new FaultyMarket((ulong)Figures.Number(args, "--seed", 7), rate, faults);
        await using var store = await ServerStore.Create(Figures.Option(args, "--postgres"), Figures.Option(args, "--folder"), false);
        await using var receiver = new CalledReceiver();
        await using var server = await ServerUnderTest.Start(store);
        var key = (string)(await server.Ask(HttpMethod.Post, "/api/v1/api-keys", server.AdminToken, new { name = "voices", scopes = new[] { "imports" } }))!["token"]!;
        await Register(server, receiver);
        await TellPast(server, key, market, Figures.Number(args, "--hours", 12));

        await using var watched = await WatchedWall.Open(server);
        Console.WriteLine($"wall on {store.Name}: {rate} voices a minute and {faultRate} about each of {faults} faults, one every {Apart} s; {Figures.MachineLoad()}");
        var incidents = new Dictionary<string, SeenIncident>();
        var began = DateTimeOffset.UtcNow;
        var from = began;
        while (DateTimeOffset.UtcNow < began.AddMinutes(minutes) && incidents.Values.Count(incident => incident.Complete && incident.Raised > began) < faults)
        {
            await Task.Delay(1_000);
            var now = DateTimeOffset.UtcNow;
            Break(market, began, now);
            await Tell(server, key, "/api/v1/voices", market.Lines(from, now, faultRate));
            from = now;
            await Look(server, market, watched, receiver, incidents);
        }

        // What was raised while the past was told was not raised now.
        return Print([.. incidents.Values.Where(incident => incident.Raised > began).OrderBy(incident => incident.Raised)], watched.Rate);
    }

    private static async Task Register(ServerUnderTest server, CalledReceiver receiver)
    {
        var routes = new[] { "category", "merchant", "product", "carrier", "region", "channel", "version" }.Select(dimension => new { dimensions = new Dictionary<string, string[]> { [dimension] = ["*"] } });
        await server.Ask(HttpMethod.Put, "/api/v1/systems", server.AdminToken, new
        {
            callFrom = 1,
            systems = new[] { new { id = "owner", name = new Dictionary<string, string> { ["zh-CN"] = "负责系统", ["en"] = "Owner" }, kind = "business", connector = "webhook", address = receiver.Address, secret = StandardWebhook.NewSecret(), unit = "market", routes } },
        });
    }

    /// <summary>What was said in the hours before, with its own times, as a shop sends it when it connects; then waits until it is counted and the present is heard.</summary>
    private static async Task TellPast(ServerUnderTest server, string key, FaultyMarket market, int hours)
    {
        var until = DateTimeOffset.UtcNow;
        var sent = 0;
        for (var from = until.AddHours(-hours); from < until; from = from.AddHours(4))
        {
            var lines = market.Lines(from, from.AddHours(4) < until ? from.AddHours(4) : until, 0);
            sent += lines.Count(one => one == '\n');
            await Tell(server, key, "/api/v1/voices/imports?id=" + from.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), lines);
        }

        var question = $"/api/v1/voice-figures?from={Uri.EscapeDataString(until.AddHours(-hours - 1).ToString("O"))}&until={Uri.EscapeDataString(until.AddMinutes(10).ToString("O"))}";
        for (var counted = 0L; counted < sent;)
        {
            await Task.Delay(500);
            counted = (long)(await server.Ask(HttpMethod.Get, question, server.AdminToken))!["total"]!;
        }

        Console.WriteLine($"  {sent:N0} voices of the {hours} hours before were heard in {(DateTimeOffset.UtcNow - until).TotalSeconds:0} s");
    }

    private static async Task Tell(ServerUnderTest server, string key, string path, byte[] lines)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, path)) { Content = new ByteArrayContent(lines) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await server.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static void Break(FaultyMarket market, DateTimeOffset began, DateTimeOffset now)
    {
        foreach (var fault in market.Faults.Where(fault => fault.Start is null && now >= began.AddSeconds(5 + (fault.Number * Apart))))
        {
            fault.Start = now.AddSeconds(-1);
        }
    }

    /// <summary>Takes what was seen. Once both know of an incident its fault is mended and it is closed, so that the wall has room for the next: it shows the twelve gravest.</summary>
    private static async Task Look(ServerUnderTest server, FaultyMarket market, WatchedWall wall, CalledReceiver receiver, Dictionary<string, SeenIncident> incidents)
    {
        foreach (var listed in (await server.Ask(HttpMethod.Get, "/api/v1/incidents?limit=200", server.AdminToken))!["items"]!.AsArray())
        {
            var id = (string)listed!["id"]!;
            if (!incidents.TryGetValue(id, out var incident))
            {
                var node = string.Join(' ', listed["node"]!.AsObject().Select(pair => (string)pair.Value!));
                var raised = DateTimeOffset.Parse((string)listed["raisedAt"]!, CultureInfo.InvariantCulture).AddMinutes(1);
                incidents.Add(id, incident = new SeenIncident(id, $"{(string?)listed["reason"]} {node}", raised, market.Faults.FirstOrDefault(fault => fault.Topic == (string?)listed["reason"] && fault.Node == node)));
            }

            incident.OnWall ??= wall.First.TryGetValue(id, out var shown) ? shown : null;
            incident.Called ??= receiver.First.TryGetValue("incident/" + id, out var called) ? called : null;
            if (incident is { Complete: true, Closed: false })
            {
                incident.Closed = true;
                if (incident.Fault is { } fault)
                {
                    fault.End = DateTimeOffset.UtcNow;
                }

                await server.Ask(HttpMethod.Post, $"/api/v1/incidents/{id}/closings", server.AdminToken, new { note = "mended" });
            }
        }
    }

    private static int Print(IReadOnlyList<SeenIncident> incidents, double timeRate)
    {
        Console.WriteLine($"  {"incident",-12} {"raised",10} {"fault to it",12} {"to wall s",10} {"to owner s",11}  about");
        foreach (var incident in incidents)
        {
            var since = incident.Fault?.Start is { } start ? (incident.Raised - start).TotalSeconds : (double?)null;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {incident.Id,-12} {incident.Raised,10:HH:mm:ss} {since,12:0.0} {incident.ToWall,10:0.00} {incident.ToOwner,11:0.00}  {incident.About}"));
        }

        var complete = incidents.Where(incident => incident.Complete).ToList();
        var (walls, owners) = (complete.Select(incident => incident.ToWall!.Value).Order().ToList(), complete.Select(incident => incident.ToOwner!.Value).Order().ToList());
        PrintTimes("raised to wall", walls);
        PrintTimes("raised to owner's webhook", owners);
        PrintTimes("last voice needed to both, at most", [.. complete.Select(incident => Math.Max(incident.ToWall!.Value, incident.ToOwner!.Value) + 60).Order()]);
        PrintTimes("beginning of the fault to both", [.. complete.Where(incident => incident.Fault is not null).Select(incident => (incident.Raised - incident.Fault!.Start!.Value).TotalSeconds + Math.Max(incident.ToWall!.Value, incident.ToOwner!.Value)).Order()]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {incidents.Count} incidents, {complete.Count} on the wall and called, {complete.Count(incident => incident.Fault is not null)} of them a fault by name; business time runs {timeRate:0.##} to 1; {Figures.MachineLoad()}"));
        return complete.Count >= 20 && Figures.Percentile(walls, 0.95) <= Goal && Figures.Percentile(owners, 0.95) <= Goal ? 0 : 1;
    }

    private static void PrintTimes(string name, IReadOnlyList<double> took)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-38} p50 {Figures.Percentile(took, 0.5),7:0.00} s, p95 {Figures.Percentile(took, 0.95),7:0.00} s, worst {(took.Count > 0 ? took[^1] : 0),7:0.00} s"));

    /// <param name="Raised">The end of the minute whose voices raised it.</param>
    private sealed record SeenIncident(string Id, string About, DateTimeOffset Raised, MarketFault? Fault)
    {
        public DateTimeOffset? OnWall { get; set; }

        public DateTimeOffset? Called { get; set; }

        public bool Closed { get; set; }

        public bool Complete => OnWall is not null && Called is not null;

        public double? ToWall => (OnWall - Raised)?.TotalSeconds;

        public double? ToOwner => (Called - Raised)?.TotalSeconds;
    }

    /// <summary>A wall that somebody looks at: when each incident first stood in what the live channel brought.</summary>
    private sealed class WatchedWall(HttpMessageInvoker invoker) : IAsyncDisposable
    {
        private LivePage? _page;

        public ConcurrentDictionary<string, DateTimeOffset> First { get; } = new();

        public double Rate { get; private set; }

        public static async Task<WatchedWall> Open(ServerUnderTest server)
        {
            var wall = new WatchedWall(LivePage.NewInvoker());
            wall._page = await LivePage.Open(server, server.AdminToken, wall._invoker, wall.Take);
            await wall._page.Send(new { type = "subscribe", topic = "wall" });
            return wall;
        }

        private readonly HttpMessageInvoker _invoker = invoker;

        public async ValueTask DisposeAsync()
        {
            await (_page?.DisposeAsync() ?? ValueTask.CompletedTask);
            _invoker.Dispose();
        }

        private void Take(ReadOnlySpan<byte> message)
        {
            var at = DateTimeOffset.UtcNow;
            if (LivePage.IsType(message, "\"wall\""u8) && JsonNode.Parse(message) is { } document)
            {
                Rate = (double)document["timeRate"]!;
                foreach (var item in document["parts"]!["obstacles"]?["items"]?.AsArray() ?? [])
                {
                    First.TryAdd((string)item!["id"]!, at);
                }
            }
        }
    }
}
