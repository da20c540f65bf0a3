using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Actions;
using Patella.Tests.Platform;
using static Patella.Tests.Policies.RuleTables;

namespace Patella.Tests.Policies;

/// <summary>The life of a rule by the public doors, and what it does to actions while the server runs.</summary>
public class RuleLifeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_rule_is_proposed_tried_signed_and_in_force_and_then_refuses_at_every_door(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var (before, after) = (await world.Order("gift-1", delivered: true), await world.Order("gift-1", delivered: true));
        Assert.Equal("done", (await world.Act(before, "a1", "refund", new { amount = 800, reason = "迟到" })).Text("state"));

        var proposed = await world.Propose("refund", RefuseAbove(500), "v1");
        Assert.Equal((HttpStatusCode.Created, "proposed", 1L), (proposed.Status, proposed.Text("state"), (long)proposed.Json["number"]!));
        Assert.Empty(proposed.Json["findings"]!.AsArray());
        Assert.Equal("no-backtest", (await world.Server.Post("/api/v1/policy-versions/v1/signatures", await world.Legal(), new { hash = proposed.Text("hash") })).Code);
        var report = await world.Server.Post("/api/v1/policy-versions/v1/backtests", world.Agent, new { });
        Assert.Equal((1L, 1L, 0L, 800L), ((long)report.Json["decisions"]!, (long)report.Json["worse"]!, (long)report.Json["better"]!, (long)report.Json["money"]![0]!["less"]!));
        Assert.Equal(("allow", "refuse", 1), ((string)report.Json["witnesses"]![0]!["before"]!["outcome"]!, (string)report.Json["witnesses"]![0]!["after"]!["outcome"]!, (int)report.Json["witnesses"]![0]!["after"]!["row"]!));

        Assert.Equal("not-signed", (await world.Server.Post("/api/v1/policy-versions/v1/effective", await world.RuleOwner(), new { })).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Server.Post("/api/v1/policy-versions/v1/signatures", world.Agent, new { hash = proposed.Text("hash") })).Status);
        Assert.Equal("changed-meanwhile", (await world.Server.Post("/api/v1/policy-versions/v1/signatures", await world.Legal(), new { hash = new string('0', 64) })).Code);
        var signed = await world.Server.Post("/api/v1/policy-versions/v1/signatures", await world.Legal(), new { hash = proposed.Text("hash"), note = "可以" });
        Assert.Equal(("signed", "signed"), (signed.Text("state"), (await world.Server.Post("/api/v1/policy-versions/v1/signatures", await world.Legal(), new { hash = proposed.Text("hash"), note = "可以" })).Text("state")));
        Assert.Equal("retroactive", (await world.Server.Post("/api/v1/policy-versions/v1/effective", await world.RuleOwner(), new { from = DateTimeOffset.UtcNow.AddHours(-1) })).Code);
        Assert.Equal("effective", (await world.Server.Post("/api/v1/policy-versions/v1/effective", await world.RuleOwner(), new { })).Text("state"));

        var refused = await world.Act(after, "a2", "refund", new { amount = 800, reason = "迟到" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "policy", true), (refused.Status, refused.Code, (bool)refused.Json["person"]!));
        Assert.Equal(("refund", 1L, 1, "more than we refund"), ((string)refused.Json["rule"]!["policy"]!, (long)refused.Json["rule"]!["version"]!, (int)refused.Json["rule"]!["row"]!, (string)refused.Json["rule"]!["note"]!));
        Assert.Equal("policy", (await world.Preview(after, "refund", new { amount = 800, reason = "迟到" })).Code);
        Assert.Equal("done", (await world.Act(after, "a3", "refund", new { amount = 500, reason = "迟到" })).Text("state"));
        Assert.True(await world.Balanced());

        // Stored with version, row and facts; it comes out the same again, though another table is in force by then.
        var stored = (await world.Server.Get("/api/v1/policy-decisions?policy=refund&subject=action:a2", await world.RuleOwner())).Json["items"]![0]!;
        Assert.Equal(("refuse", 1L, 1), ((string)stored["outcome"]!, (long)stored["version"]!, (int)stored["row"]!));
        await world.Publish("refund", RefuseAbove(9_000), "v2");
        Assert.Equal("done", (await world.Act(after, "a4", "refund", new { amount = 800, reason = "迟到" })).Text("state"));
        var replay = await world.Server.Post($"/api/v1/policy-decisions/{stored["id"]}/replays", await world.RuleOwner(), new { });
        Assert.True((bool)replay.Json["same"]!, replay.ToString());
        var all = (await world.Server.Get("/api/v1/policies/refund", await world.RuleOwner())).Json;
        Assert.Equal((2L, "effective", "retired"), ((long)all["effective"]!["version"]!, (string)all["versions"]![0]!["state"]!, (string)all["versions"]![1]!["state"]!));
        Assert.Contains("signed", (await world.Server.Get("/api/v1/me/policy-notices", world.Agent)).Json["items"]!.AsArray().Select(notice => (string)notice!["kind"]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Consumers_read_one_sentence_and_staff_the_rule_by_console_api_and_offers(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        await world.Publish("cancel-order", Table("UNIQUE", [("order.leftToGiveBack", "number")], ([">= 0", "\"refuse\"", "\"too-late\"", "\"exchange\""], "never"), (["< 0", "\"allow\"", "\"ok\""], "always")), "v1");

        var staff = (await world.Server.Get($"/api/v1/orders/{order}/offers", world.Agent)).Json;
        var withheld = staff["withheld"]!.AsArray().Single(one => (string)one!["kind"]! == "cancel-order")!;
        Assert.Equal(("policy", 1), ((string)withheld["code"]!, (int)withheld["rule"]!["row"]!));
        var consumer = (await world.Server.Get($"/api/v1/orders/{order}/offers", world.Consumer)).Json;
        Assert.DoesNotContain("cancel-order", consumer["items"]!.AsArray().Select(one => (string)one!["kind"]!));
        Assert.Null(consumer["withheld"]);

        var refused = await world.Act(order, "a1", "cancel-order", new { reason = "不想要了" }, world.Consumer);
        Assert.Equal(("policy", "现在可以先申请换货，人工随时可以帮您。", "可以换货。", true), (refused.Code, refused.Text("detail"), refused.Text("instead"), (bool)refused.Json["person"]!));
        Assert.Null(refused.Json["rule"]);
        Assert.Null(refused.Json["reason"]);
        var tool = new { jsonrpc = "2.0", id = 1, method = "tools/call", @params = new { name = "cancel_order", arguments = new { order, id = "m1", arguments = new { reason = "不想要了" } } } };
        var (byConsumer, byAgent) = (await world.Server.Post("/api/v1/mcp", world.Consumer, tool), await world.Server.Post("/api/v1/mcp", world.Agent, tool));
        Assert.Contains("\"code\":\"policy\"", byConsumer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"rule\":", byConsumer.Body, StringComparison.Ordinal);
        Assert.Contains("\"rule\":{\"policy\":\"cancel-order\",\"version\":1,\"row\":1", byAgent.Body, StringComparison.Ordinal);
        Assert.Empty(world.Shop.Sent);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_table_leaves_to_a_person_waits_with_a_promise_and_is_done_when_one_agrees(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1");
        await world.Publish("cancel-order", Table("FIRST", [("order.total", "number")], (["> 5000", "\"person\"", "\"look\"", "null", "4"], "big"), (["-", "\"allow\"", "\"ok\""], "rest")), "v1");

        var arguments = new { reason = "不想要了" };
        var waits = await world.Do(order, "a1", "cancel-order", arguments, world.Consumer);
        Assert.Equal((HttpStatusCode.Accepted, "waiting-approval"), (waits.Status, waits.Text("state")));
        Assert.InRange(DateTimeOffset.Parse(waits.Text("promisedBy"), null), DateTimeOffset.UtcNow.AddHours(3), DateTimeOffset.UtcNow.AddHours(5));
        Assert.Equal("beyond-authority", (await world.Server.Post("/api/v1/actions/a1/approvals", world.Agent, new { approve = true })).Code);
        Assert.Equal(HttpStatusCode.OK, (await world.Server.Post("/api/v1/actions/a1/approvals", world.Supervisor, new { approve = true })).Status);
        Assert.Equal("done", (string)(await world.UntilEnded("a1"))["state"]!);
        Assert.Equal(1L, (long)(await world.Server.Get("/api/v1/policies", await world.RuleOwner())).Json["items"]!.AsArray().Single(one => (string)one!["key"]! == "cancel-order")!["exceptions7d"]!);
        Assert.True(await world.Balanced());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Going_against_a_rule_is_for_people_within_their_authority_and_is_recorded_as_a_disagreement(StoreKind kind)
    {
        await using var world = await ActionWorld.Create(kind);
        var order = await world.Order("gift-1", delivered: true);
        await world.Publish("refund", RefuseAbove(500), "v1");
        Task<Servers.Answer> Against(string id, long amount, string? token = null, string? reason = "老客户，已经等了三天") => world.Server.Post(
            $"/api/v1/orders/{order}/actions?wait=10", token ?? world.Agent, new { id, kind = "refund", arguments = new { amount, reason = "迟到" }, @override = new { reason } });

        Assert.Equal(HttpStatusCode.BadRequest, (await Against("o1", 800, reason: "")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Against("o2", 800, await world.Server.Key("acme", "write"))).Status);
        Assert.Equal("beyond-authority", (await Against("o3", 2_500)).Code);
        Assert.Equal("policy", (await world.Act(order, "o4", "refund", new { amount = 9_000_000, reason = "迟到" })).Code);
        Assert.Equal("policy", (await Against("o5", 9_000_000)).Code);
        var done = await Against("o6", 800);
        Assert.Equal(("done", "老客户，已经等了三天"), (done.Text("state"), done.Text("override")));

        var disagreements = (await world.Server.Get("/api/v1/policies/refund/disagreements", await world.RuleOwner())).Json["items"]!.AsArray();
        var one = Assert.Single(disagreements)!;
        Assert.Equal(("refuse", "老客户，已经等了三天", "action:o6", "staff:acme-agent"), ((string)one["outcome"]!, (string)one["disagreement"]!, (string)one["subject"]!, (string)one["by"]!));
        var counted = (JsonNode)(await world.Server.Get("/api/v1/policies/refund", await world.RuleOwner())).Json["disagreements"]![0]!;
        Assert.Equal((1L, 1, 1L), ((long)counted["version"]!, (int)counted["row"]!, (long)counted["count"]!));
    }
}
