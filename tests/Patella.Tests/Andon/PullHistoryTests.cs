using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Connectors.Webhooks;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Andon;

/// <summary>What pulls leave behind: overdue ones, figures that the timeline gives again, events for other systems, and nothing of an erased person.</summary>
public class PullHistoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_answering_in_time_is_told_again_and_again_and_releases_nothing(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind, timeRate: 7_200);
        await world.Register("l1");
        await world.Pull("p1");
        await Waiting.Until(async () => (await world.Detail("p1"))["story"]!.AsArray().Count(step => (string?)step!["kind"] == "overdue") >= 3, "two kinds of overdue, one of them twice", Patience);
        Assert.Equal("blocked", await world.State());
        Assert.Contains("pull-overdue", await world.Calls(world.Expert));
        Assert.Contains("pull-overdue", await world.Calls(world.Owner));
        Assert.NotNull((await world.Detail("p1"))["pull"]!["overdue"]);
        AndonWorld.Is(HttpStatusCode.Created, await world.Change("p1", "c1"));
        Assert.Null((await world.Detail("p1"))["pull"]!["overdue"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_report_is_what_the_timeline_tells(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind, timeRate: 600);
        var random = new Random(7);
        for (var index = 0; index < 12; index++)
        {
            var (id, target) = ($"p{index}", $"t{index}");
            await world.Pull(id, target, index % 3 == 0 ? "version" : "coupon", index % 2 == 0 ? world.Agent : world.Other, title: "目标 " + index);
            var way = random.Next(6);
            if (way == 0)
            {
                await world.Server.Post($"/api/v1/pulls/{id}/withdrawals", index % 2 == 0 ? world.Agent : world.Other);
                continue;
            }

            _ = way > 1 ? await world.Acknowledge(id) : null;
            _ = way > 2 ? await world.Say(id, "a", way == 3 ? "rejected-with-reason" : "change-agreed") : null;
            _ = way > 4 ? await world.Change(id, "c") : null;
            _ = way is 3 or 5 ? await world.Release(id, "r", world.Expert) : null;
        }

        var told = await Fold(world);
        var report = (await world.Server.Get("/api/v1/pull-report", world.Agent)).Json;
        var all = report["all"]!;
        Assert.Equal(
            (told.Count, told.Count(one => one.Outcome == "changed"), told.Count(one => one.Outcome == "rejected"), told.Count(one => one.Outcome == "withdrawn"), told.Count(one => one.Outcome is null)),
            ((int)all["pulls"]!, (int)all["changed"]!, (int)all["rejected"]!, (int)all["withdrawn"]!, (int)all["standing"]!));
        Assert.Equal(Median(told, one => one.Acknowledged), (double?)all["acknowledgeMinutes"]);
        Assert.Equal(Median(told, one => one.Decided), (double?)all["decideMinutes"]);
        Assert.True((double?)all["acknowledgeMinutes"] > 0);
        foreach (var part in report["kinds"]!.AsArray())
        {
            var of = told.Where(one => one.Kind == (string)part!["key"]!).ToList();
            Assert.Equal((of.Count, Median(of, one => one.Decided)), ((int)part!["pulls"]!, (double?)part["decideMinutes"]));
        }

        Assert.Equal(told.Count, report["days"]!.AsArray().Sum(day => (int)day!["pulls"]!));
        Assert.Equal(told.Where(one => one.Outcome == "changed").GroupBy(one => one.Puller).ToDictionary(group => group.Key, group => group.Count()), report["recognised"]!.AsArray().ToDictionary(one => (string)one!["person"]!["id"]!, one => (int)one!["changes"]!));
    }

    [Fact]
    public async Task Listing_systems_are_told_what_is_paused_and_how_its_gate_stands()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        world.Server.Services.GetRequiredService<EgressPolicy>().AllowPrivate = true;
        AndonWorld.Is(HttpStatusCode.Created, await world.Server.Post("/api/v1/webhooks", world.Administrator, new { id = "shop", name = "Listings", url = "http://127.0.0.1:9/hook", events = new[] { "pull.*" }, includeText = true }));
        await world.Pull("p1", "cp-1", "coupon", title: "满 200 减 30");
        await world.Change("p1", "c1");
        await world.Release("p1", "r1");
        List<JsonNode> sent = [];
        await Waiting.Until(async () => (sent = [.. (await world.Server.Get("/api/v1/webhooks/shop/deliveries", world.Administrator)).Json["items"]!.AsArray().Select(item => item!)]).Count == 3, "three events on their way", Patience);
        Assert.Equal(["pull.changed", "pull.pulled", "pull.released"], sent.Select(one => (string)one["event"]!).Order());
        foreach (var (kind, gate) in new[] { ("pull.pulled", "blocked"), ("pull.changed", "blocked"), ("pull.released", "clear") })
        {
            var body = (await world.Server.Get("/api/v1/webhook-deliveries/" + (string)sent.Single(one => (string)one["event"]! == kind)["id"]!, world.Administrator)).Text("body");
            Assert.Contains("\"id\":\"cp-1\"", body, StringComparison.Ordinal);
            Assert.Contains($"\"gate\":\"{gate}\"", body, StringComparison.Ordinal);
            Assert.DoesNotContain("多付", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_erased_persons_words_go_and_the_pull_stands()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        await world.Register("l1");
        var (_, conversation) = await ConversationTests.Begin(world.Server, "券用不了");
        await world.Pull("p1", conversation: conversation, harm: "这位顾客的券失效了。");
        var person = (string)(await world.Server.Get("/api/v1/conversations/" + conversation, world.Agent)).Json["person"]!["id"]!;
        var asked = await world.Server.Post($"/api/v1/consumers/{person}/privacy-requests", world.Administrator, new { id = "e1", kind = "erasure" });
        AndonWorld.Is(HttpStatusCode.Created, asked);
        AndonWorld.Is(HttpStatusCode.OK, await world.Server.Post("/api/v1/privacy-requests/e1/erasure", world.Administrator));
        Assert.DoesNotContain("这位顾客的券失效了", (await world.Server.Get("/api/v1/pulls/p1", world.Agent)).Body, StringComparison.Ordinal);
        Assert.Equal("blocked", await world.State());
    }

    [PostgresFact]
    public async Task A_gate_whose_store_is_away_never_says_clear()
    {
        var database = await StoreFixture.CreateDatabase();
        await using var world = await AndonWorld.Create(StoreKind.Postgres, server: await TestServer.Start(StoreKind.Postgres, database: database));
        var badge = (await world.Register("l1")).Text("badge");
        Assert.Equal("clear", await world.State());
        await Away(database, true);
        foreach (var answer in new[] { await world.Gate(), await world.Pass(), await world.Server.Get(badge), await world.Pull("p1") })
        {
            Assert.True((int)answer.Status >= 500, answer.ToString());
            Assert.DoesNotContain("clear", answer.Body, StringComparison.Ordinal);
        }

        await Away(database, false);
        await Waiting.Until(async () => (await world.Gate()).Status == HttpStatusCode.OK, "the store to be back", Patience);
        Assert.Equal("clear", await world.State());
    }

    /// <summary>Nobody may connect any more, and who was connected is thrown out; or they may again.</summary>
    private static async Task Away(string database, bool away)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(TestPostgres.ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        foreach (var sql in new[] { $"alter database {database} allow_connections {(away ? "false" : "true")}", $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static double? Median(IEnumerable<Told> pulls, Func<Told, DateTimeOffset?> at)
    {
        var spans = pulls.Where(one => one.Outcome != "withdrawn" && at(one) is not null).Select(one => (at(one)!.Value - one.At).TotalMinutes).Order().ToList();
        return spans.Count == 0 ? null : Math.Round((spans[(spans.Count - 1) / 2] + spans[spans.Count / 2]) / 2, 2);
    }

    /// <summary>The pulls as the entries tell them, in a second definition.</summary>
    private static async Task<List<Told>> Fold(AndonWorld world)
    {
        var store = world.Server.Services.GetRequiredService<IStore>();
        var (told, position) = (new Dictionary<string, Told>(), TimelinePosition.Start);
        while (await store.ReadTimeline(new TenantId("acme"), position, 500) is { Count: > 0 } entries)
        {
            position = entries[^1].Place;
            foreach (var entry in entries.Where(entry => entry.Kind.StartsWith("pull.", StringComparison.Ordinal)))
            {
                var data = JsonNode.Parse(entry.Data!)!;
                var (id, at) = ((string)data["pull"]!, DateTimeOffset.UnixEpoch.AddTicks(entry.At * 10));
                var answered = entry.Kind is "pull.answered" or "pull.changed";
                told[id] = entry.Kind == "pull.pulled" ? new Told((string)data["puller"]!, (string)data["target"]!["kind"]!, at, null, null, null) : told[id] with
                {
                    Acknowledged = told[id].Acknowledged ?? (answered || entry.Kind == "pull.acknowledged" ? at : null),
                    Decided = told[id].Decided ?? (answered && (string?)data["state"] != "investigating" ? at : null),
                    Outcome = (string?)data["outcome"],
                };
            }
        }

        return [.. told.Values];
    }

    private sealed record Told(string Puller, string Kind, DateTimeOffset At, DateTimeOffset? Acknowledged, DateTimeOffset? Decided, string? Outcome);
}
