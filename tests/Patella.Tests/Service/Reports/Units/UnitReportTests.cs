using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Systems;
using Patella.Service.Systems.Calls;
using Patella.Tests.Andon;
using Patella.Tests.Platform;
using Patella.Tests.Servers;
using Patella.Tests.Systems;

namespace Patella.Tests.Service.Reports.Units;

/// <summary>The units beside each other: every figure over pulls, obstacles and calls is what the timeline tells, and opens to what it counts.</summary>
public class UnitReportTests
{
    private const double Minute = 60_000_000;
    private static readonly TenantId Acme = new("acme");
    private static readonly string[] Units = ["market", "travel", "-"];

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_unit_had_to_do_is_what_the_timeline_tells_and_opens_to_it(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind, timeRate: 600);
        var random = new Random(5);
        await Pulls(world, random);
        await Obstacles(world, random);
        await Calls(world, random);
        var (_, conversation) = await ConversationTests.Begin(world.Server, "我的包裹在哪里");
        await world.Pull("late", "late-1", "coupon", conversation: conversation, title: "慢券");
        await Waiting.Until(async () => (await Timeline(world)).Any(entry => entry.Kind == "pull.overdue"), "a pull that nobody acknowledged in time", TimeSpan.FromSeconds(60));
        JsonNode? report = null;
        await Waiting.Until(async () => (long?)Value(report = await Read(world), "market", "contact-rate")["part"] == 1, "the contact is counted");

        var opened = new List<(string Figure, string Unit, int Lines)>();
        var entries = await Timeline(world);
        foreach (var figure in report!["figures"]!.AsArray().Where(figure => (string?)figure!["opens"] == "deeds").Select(figure => (string)figure!["key"]!))
        {
            foreach (var unit in Units)
            {
                var told = Value(report, unit, figure);
                Assert.Equal((figure, unit, UnitFold.Of(figure, entries, unit, At(report["asOf"]!)).Value), (figure, unit, (double?)told["value"]));
                var lines = (await world.Server.Get($"/api/v1/reports/units/deeds?figure={figure}&unit={unit}&zone=UTC&{Days}&limit=100", world.Expert)).Json["items"]!.AsArray();
                opened.Add((figure, unit, lines.Count));
                Assert.All(lines, line => Assert.Equal(figure.StartsWith("obstacle", StringComparison.Ordinal), (string?)line!["kind"] == "obstacle"));
            }
        }

        // The clock goes on between the figure and its lines: what became due meanwhile is among them.
        var after = At((await Read(world))["asOf"]!);
        Assert.All(opened, one => Assert.InRange(one.Lines, UnitFold.Of(one.Figure, entries, one.Unit, At(report["asOf"]!)).Count, UnitFold.Of(one.Figure, entries, one.Unit, after).Count));
        Assert.Contains(Units, unit => (double?)Value(report, unit, "pulls-acknowledged")["value"] is > 0 and < 1);
        Assert.Equal("market", (string?)report["units"]!.AsArray().Single(unit => (string?)unit!["unit"] == "market")!["trade"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_read_by_who_watches_exported_without_words_and_never_across_ecosystems(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind);
        await world.Server.Post("/api/v1/obstacles", world.Agent, new { id = "o1", text = "门口的密码每次都要顾客报一遍", unit = "travel" });
        var executive = await world.Server.SignIn("executive@acme.example");
        var (table, lines) = (await world.Server.Get("/api/v1/reports/units?zone=UTC&format=csv", executive), await world.Server.Get("/api/v1/reports/units/deeds?figure=obstacles-waiting&unit=travel&zone=UTC", executive));
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (table.Status, table.MediaType));
        Assert.Contains("travel,旅行,travel,obstacles-waiting,待处理的障碍,1,0,1,", table.Body, StringComparison.Ordinal);
        Assert.Equal("o1", (string?)lines.Json["items"]!.AsArray().Single()!["id"]);
        Assert.DoesNotContain("密码", table.Body + lines.Body, StringComparison.Ordinal);
        Assert.Contains("密码", (await world.Server.Get("/api/v1/reports/units/deeds?figure=obstacles-waiting&zone=UTC", world.Expert)).Body, StringComparison.Ordinal);
        Assert.Equal("invalid", (await world.Server.Get("/api/v1/reports/units/deeds?figure=nothing", executive)).Code);
        Assert.Equal("invalid", (await world.Server.Post("/api/v1/obstacles", world.Agent, new { id = "o2", text = "x", unit = "nowhere" })).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Server.Get("/api/v1/reports/units", world.Agent)).Status);
        Assert.DoesNotContain("o1", (await world.Server.Get("/api/v1/reports/units/deeds?figure=obstacles-waiting", await world.Server.SignIn("supervisor@rival.example", "rival"))).Body, StringComparison.Ordinal);
    }

    private static string Days => $"from={DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}&to={DateTime.UtcNow.AddDays(30):yyyy-MM-dd}";

    private static async Task<JsonNode> Read(AndonWorld world) => (await world.Server.Get("/api/v1/reports/units?zone=UTC&" + Days, world.Expert)).Json;

    /// <summary>A unit without a row has counted nothing.</summary>
    private static JsonNode Value(JsonNode report, string unit, string figure)
        => report["units"]!.AsArray().FirstOrDefault(one => (string?)one!["unit"] == unit)?["values"]![figure]
            ?? JsonNode.Parse((string?)report["figures"]!.AsArray().Single(one => (string?)one!["key"] == figure)!["kind"] == "count" ? "{\"value\":0}" : "{}")!;

    private static long At(JsonNode time) => Patella.Platform.Clocks.Microseconds.From(time.GetValue<DateTimeOffset>());

    private static async Task Pulls(AndonWorld world, Random random)
    {
        for (var index = 0; index < 10; index++)
        {
            var id = "p" + index;
            await world.Register("l" + index, unit: index % 2 == 0 ? "market" : "travel");
            await world.Pull(id, "l" + index);
            var way = random.Next(5);
            _ = way == 0 ? await world.Server.Post($"/api/v1/pulls/{id}/withdrawals", world.Agent) : null;
            _ = way > 1 ? await world.Acknowledge(id) : null;
            _ = way > 2 ? await world.Say(id, "a", way == 3 ? "investigating" : "change-agreed") : null;
        }
    }

    private static async Task Obstacles(AndonWorld world, Random random)
    {
        for (var index = 0; index < 9; index++)
        {
            var unit = Units[index % 3] is "-" ? null : Units[index % 3];
            var filed = await world.Server.Post("/api/v1/obstacles", world.Agent, new { id = "o" + index, text = "障碍 " + index, unit = index % 2 == 0 ? unit : null, node = index % 2 == 1 && unit is not null ? new Dictionary<string, string> { ["category"] = unit } : null });
            Assert.Equal(unit, (string?)filed.Json["unit"]);
            _ = random.Next(2) == 0 ? await world.Server.Post($"/api/v1/obstacles/o{index}/answers", world.Expert, new { answer = "改好了。" }) : null;
        }
    }

    private static async Task Calls(AndonWorld world, Random random)
    {
        object System(string id, string? unit, string? staff) => new
        {
            id, name = new Dictionary<string, string> { ["zh-CN"] = id, ["en"] = id }, kind = "technical", connector = "webhook", address = $"https://{id}.example/hook", secret = SystemWorld.Secret, unit, staff, language = "en",
        };
        var saved = await world.Server.Send(HttpMethod.Put, "/api/v1/systems", world.Administrator, new { systems = new[] { System("pay", "market", null), System("trips", "travel", null), System("maps", null, "acme-admin") } });
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
        var (store, calls) = (world.Server.Services.GetRequiredService<IStore>(), world.Server.Services.GetRequiredService<SystemCalls>());
        for (var index = 0; index < 12; index++)
        {
            var id = "c" + index;
            await store.Write(Acme, transaction => calls.Call(transaction, SystemWorld.About(id, new[] { "pay", "trips", "maps" }[index % 3])));
            var way = random.Next(4);
            _ = way == 1 ? await world.Server.Post($"/api/v1/system-calls/{id}/acknowledgements", world.Expert) : null;
            _ = way == 2 ? await world.Server.Post($"/api/v1/system-calls/{id}/fixes", world.Expert) : null;
            await (way == 3 && index > 3 ? store.Write(Acme, async transaction => await calls.Withdraw(transaction, (await CallStore.Find(transaction, id))!)) : Task.CompletedTask);
        }
    }

    private static async Task<List<TimelineEntry>> Timeline(AndonWorld world)
    {
        var (store, all) = (world.Server.Services.GetRequiredService<IStore>(), new List<TimelineEntry>());
        while (await store.ReadTimeline(Acme, all.Count == 0 ? TimelinePosition.Start : all[^1].Place, 500) is { Count: > 0 } page)
        {
            all.AddRange(page);
        }

        return all;
    }

    /// <summary>The figures once more, from entries of one unit alone.</summary>
    private static class UnitFold
    {
        public static (double? Value, int Count) Of(string figure, List<TimelineEntry> all, string unit, long now)
        {
            var family = figure.StartsWith("pull", StringComparison.Ordinal) ? "pull" : figure.StartsWith("obstacle", StringComparison.Ordinal) ? "obstacle" : "call";
            var deeds = Told(family, [.. all.Where(entry => entry.At <= now && (entry.Unit ?? "-") == unit)]);
            double? Share(Func<Tale, long?> done, Func<Tale, double> due)
            {
                var known = deeds.Where(one => done(one) is not null || due(one) < now).ToList();
                return known.Count == 0 ? null : Math.Round((double)known.Count(one => done(one) <= due(one)) / known.Count, 4);
            }

            double? Median(Func<Tale, long?> done)
            {
                var waits = deeds.Where(one => done(one) is not null).Select(one => (done(one)!.Value - one.At) / 1_000_000.0).Order().ToList();
                return waits.Count == 0 ? null : Math.Round((waits[(waits.Count - 1) / 2] + waits[waits.Count / 2]) / 2, 1);
            }

            int Known(Func<Tale, long?> done, Func<Tale, double> due) => deeds.Count(one => done(one) is not null || due(one) < now);
            return figure switch
            {
                "pulls" or "incident-calls" => (deeds.Count, deeds.Count),
                "pulls-acknowledged" => (Share(one => one.Taken, one => one.At + (30 * Minute)), Known(one => one.Taken, one => one.At + (30 * Minute))),
                "pulls-decided" => (Share(one => one.Done, one => one.At + (240 * Minute)), Known(one => one.Done, one => one.At + (240 * Minute))),
                "calls-acknowledged" => (Share(one => one.Taken, one => one.At + (30 * Minute)), Known(one => one.Taken, one => one.At + (30 * Minute))),
                "pull-acknowledge-time" or "call-acknowledge-time" => (Median(one => one.Taken), deeds.Count(one => one.Taken is not null)),
                "pull-decide-time" or "obstacle-answer-time" or "call-fix-time" => (Median(one => one.Done), deeds.Count(one => one.Done is not null)),
                "obstacles-closed" => (deeds.Count(one => one.Done is not null), deeds.Count(one => one.Done is not null)),
                "obstacles-waiting" or "calls-waiting" => (deeds.Count(one => one.Done is null), deeds.Count(one => one.Done is null)),
                _ => throw new InvalidOperationException(figure),
            };
        }

        private static List<Tale> Told(string family, List<TimelineEntry> entries)
        {
            JsonElement Data(TimelineEntry entry) => JsonSerializer.Deserialize<JsonElement>(entry.Data!);
            var (prefix, name) = family == "call" ? ("system.", "call") : (family + ".", family);
            return [.. entries.Where(entry => entry.Kind.StartsWith(prefix, StringComparison.Ordinal)).GroupBy(entry => Data(entry).GetProperty(name).GetString()).Select(group =>
            {
                long? First(Func<TimelineEntry, bool> which) => group.Where(which).Select(entry => (long?)entry.At).Min();
                bool Is(TimelineEntry entry, params string[] kinds) => kinds.Contains(entry.Kind);
                return family switch
                {
                    "pull" => new Tale(First(entry => Is(entry, "pull.pulled"))!.Value, First(entry => Is(entry, "pull.acknowledged", "pull.answered", "pull.changed")),
                        First(entry => Is(entry, "pull.changed") || (Is(entry, "pull.answered") && Data(entry).GetProperty("state").GetString() != "investigating")), group.Any(entry => Is(entry, "pull.withdrawn"))),
                    "obstacle" => new Tale(First(entry => Is(entry, "obstacle.filed"))!.Value, First(entry => Is(entry, "obstacle.taken")), First(entry => Is(entry, "obstacle.answered")), false),
                    _ => new Tale(First(entry => Is(entry, "system.called"))!.Value, First(entry => Is(entry, "system.acknowledged", "system.fixed")), First(entry => Is(entry, "system.fixed")), group.Any(entry => Is(entry, "system.withdrawn"))),
                };
            }).Where(one => !one.Withdrawn)];
        }
    }

    private sealed record Tale(long At, long? Taken, long? Done, bool Withdrawn);
}
