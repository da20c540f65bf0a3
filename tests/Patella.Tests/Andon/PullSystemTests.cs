using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Andon.Pulls;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Orders.Intake;
using Patella.Service.Systems;
using Patella.Tests.Platform;
using Patella.Tests.Servers;
using Patella.Tests.Systems;

namespace Patella.Tests.Andon;

/// <summary>The system that owns what a cord was pulled on: it is called with the pull, its word acknowledges, and nothing that it says opens the gate.</summary>
public class PullSystemTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_owning_system_is_called_its_word_acknowledges_the_pull_and_never_lifts_it(StoreKind kind)
    {
        await using var coupons = await CalledSystem.Start();
        await using var world = await Open(kind, coupons.Address);
        AndonWorld.Is(HttpStatusCode.Created, await world.Pull("p1", "cp-1", "coupon", title: "满 200 减 30"));
        await Waiting.Until(() => coupons.Heard.Count == 1, "the call of the pull");
        var heard = coupons.Heard.Single();
        Assert.Equal(("pull:p1", "pull/p1"), ((string?)heard.Json["data"]!["call"], (string?)heard.Json["data"]!["subject"]));
        Assert.Contains("满 200 减 30", heard.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("顾客多付了钱", heard.Body, StringComparison.Ordinal);

        // The same pull again, and one more voice of the same person, are no new call; another person's pull is one.
        await world.Pull("p1", "cp-1", "coupon", title: "满 200 减 30");
        await world.Pull("p1b", "cp-1", "coupon", title: "满 200 减 30", harm: "又一位顾客用不了。");
        await world.Pull("p2", "cp-1", "coupon", world.Other, title: "满 200 减 30");
        Assert.Equal(["pull:p1", "pull:p2"], await Calls(world));

        await Say(world, "pull:p1", "acknowledged");
        await Waiting.Until(async () => (string?)(await world.Detail("p1"))["pull"]!["state"] == "acknowledged", "the pull to be acknowledged");
        var pull = (await world.Detail("p1"))["pull"]!;
        Assert.Equal(("system:coupons", "优惠券服务"), ((string?)pull["acknowledgedBy"]!["id"], (string?)pull["acknowledgedBy"]!["name"]));
        Assert.Equal("pulled", (string?)(await world.Detail("p2"))["pull"]!["state"]);
        Assert.Contains("pull-acknowledged", await world.Calls(world.Agent));

        // Mended, it says: the gate still waits for evidence and for a yes.
        await Say(world, "pull:p1", "fixed");
        await Say(world, "pull:p2", "fixed");
        await Waiting.Until(async () => (string?)(await world.Detail("p2"))["pull"]!["state"] == "acknowledged", "the other pull to be acknowledged");
        Assert.Equal("acknowledged", (string?)(await world.Detail("p1"))["pull"]!["state"]);
        Assert.Equal("blocked", await world.State("cp-1", "coupon"));
        Assert.Equal("no-evidence", (await world.Release("p1", "r1")).Code);
        Assert.Equal(["pulled", "joined", "acknowledged"], (await world.Detail("p1"))["story"]!.AsArray().Select(step => (string)step!["kind"]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_pull_that_is_over_waits_for_no_system_and_a_late_word_changes_nothing(StoreKind kind)
    {
        await using var coupons = await CalledSystem.Start();
        await using var world = await Open(kind, coupons.Address);
        await world.Pull("p1", "cp-1", "coupon", title: "满 200 减 30");
        AndonWorld.Is(HttpStatusCode.Created, await world.Server.Post("/api/v1/pulls/p1/withdrawals", world.Agent));
        await world.Pull("p2", "cp-1", "coupon", title: "满 200 减 30");
        await world.Change("p2", "c1");
        await world.Release("p2", "r1");
        await world.Pull("p3", "cp-1", "coupon", title: "满 200 减 30");
        await world.Say("p3", "a1", "rejected-with-reason");
        await world.Release("p3", "r1");
        Assert.Equal(("withdrawn", "fixed", "withdrawn"), (await State(world, "pull:p1"), await State(world, "pull:p2"), await State(world, "pull:p3")));

        // What a system said before the end may be read after it, and more than once.
        var follower = world.Server.Services.GetRequiredService<PullFollower>();
        var late = new TimelineEntry
        {
            Id = Guid.NewGuid().ToString(), Kind = SystemEvents.Acknowledged, At = 1, RecordedAt = 1, AuthorParty = "system",
            Data = Patella.Service.Edge.Json.Write(new SystemFact("pull/p1", "pull:p1", "coupons", "technical", 3, "target=coupon", "hook")),
        };
        await world.Server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => follower.Apply(transaction, [late, late]));
        Assert.Equal(("withdrawn", "pulled,withdrawn"), ((string?)(await world.Detail("p1"))["pull"]!["state"], string.Join(',', (await world.Detail("p1"))["story"]!.AsArray().Select(step => (string)step!["kind"]!))));
        Assert.Equal("clear", await world.State("cp-1", "coupon"));
    }

    [Fact]
    public async Task What_no_system_owns_calls_none_and_the_owners_of_the_target_all_the_same()
    {
        await using var world = await Open(StoreKind.Sqlite, "http://127.0.0.1:9");
        await world.Register("l1");
        AndonWorld.Is(HttpStatusCode.Created, await world.Pull("p1"));
        Assert.Empty(await Calls(world));
        Assert.Contains("pull-waiting", await world.Calls(world.Owner));
    }

    private static async Task<AndonWorld> Open(StoreKind kind, string address)
    {
        var world = await AndonWorld.Create(kind);
        world.Server.Services.GetRequiredService<EgressPolicy>().AllowPrivate = true;
        AndonWorld.Is(HttpStatusCode.OK, await world.Server.Send(HttpMethod.Put, "/api/v1/systems", world.Administrator, new
        {
            systems = new[]
            {
                new
                {
                    id = "coupons", name = new Dictionary<string, string> { ["zh-CN"] = "优惠券服务", ["en"] = "Coupons" }, kind = "technical", connector = "webhook", address, secret = SystemWorld.Secret, unit = "market",
                    language = "en", routes = new[] { new { dimensions = new Dictionary<string, string[]> { ["target"] = ["coupon"] } } },
                },
            },
        }));
        return world;
    }

    private static async Task<List<string>> Calls(AndonWorld world)
        => [.. (await world.Server.Get("/api/v1/system-calls", world.Expert)).Json["items"]!.AsArray().Select(call => (string)call!["id"]!).Order(StringComparer.Ordinal)];

    private static async Task<string> State(AndonWorld world, string call) => (await world.Server.Get("/api/v1/system-calls/" + call, world.Expert)).Text("state");

    /// <summary>The system's own signed word.</summary>
    private static async Task Say(AndonWorld world, string call, string state)
    {
        var (id, seconds, body) = (call + state, DateTimeOffset.UtcNow.ToUnixTimeSeconds(), new JsonObject { ["call"] = call, ["state"] = state }.ToJsonString());
        AndonWorld.Is(HttpStatusCode.NoContent, await world.Server.Send(HttpMethod.Post, "/api/v1/system-hooks/acme.coupons", null, new StringContent(body, Encoding.UTF8, "application/json"), request =>
        {
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", seconds.ToString(global::System.Globalization.CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", "v1," + WebhookSignature.Sign(SystemWorld.Secret, id, seconds, Encoding.UTF8.GetBytes(body)));
        }));
    }
}
