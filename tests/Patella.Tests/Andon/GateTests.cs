using System.Net;
using System.Xml.Linq;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Andon;

/// <summary>What release systems meet: registering, asking, passing, the badge, and a gate that is shut whenever it does not know.</summary>
public class GateTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_launch_is_registered_once_and_passes_once_and_a_pull_shuts_it_even_after(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Gate()).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Pass()).Status);
        AndonWorld.Is(HttpStatusCode.Created, await world.Register("l1"));
        AndonWorld.Is(HttpStatusCode.Created, await world.Register("l1"));
        Assert.Equal("launch-taken", (await world.Register("l1", title: "Something else")).Code);
        AndonWorld.Is(HttpStatusCode.BadRequest, await world.Register("l2", unit: "nowhere"));
        AndonWorld.Is(HttpStatusCode.BadRequest, await world.Register("l2", owner: "nobody"));
        var first = await world.Pass();
        AndonWorld.Is(HttpStatusCode.Created, first);
        Assert.Equal(first.Text("passedAt"), (await world.Pass()).Text("passedAt"));

        // It is out, and still hurts: who asks again, and whoever runs it, is told that it is blocked.
        AndonWorld.Is(HttpStatusCode.Created, await world.Pull("p1"));
        Assert.Equal("blocked", (await world.Pass()).Code);
        Assert.Equal("blocked", await world.State());
        Assert.Single((await world.Server.Get("/api/v1/changes", world.Administrator)).Json["items"]!.AsArray(), change => (string)change!["id"]! == "launch:l1");
        var listed = Assert.Single((await world.Server.Get("/api/v1/launches", world.Agent)).Json["items"]!.AsArray())!;
        Assert.Equal(("launched", "blocked", 1), ((string)listed["state"]!, (string)listed["gate"]!, (int)listed["pulls"]!));
    }

    [Fact]
    public async Task What_is_pulled_before_it_is_registered_is_blocked_from_its_first_moment()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        Assert.Equal("clear", await world.State("6.2.0", "version"));
        await world.Pull("p1", "6.2.0", "version", title: "App 6.2.0");
        Assert.Equal("blocked", await world.State("6.2.0", "version"));
        await world.Register("6.2.0", "version");
        Assert.Equal("blocked", (await world.Pass("6.2.0")).Code);

        // Only the affected one is paused.
        Assert.Equal("clear", await world.State("6.1.9", "version"));
        Assert.Equal("clear", await world.State("6.2.0", "coupon"));
    }

    [Fact]
    public async Task Our_own_rules_pass_the_same_gate()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        AndonWorld.Is(HttpStatusCode.Created, await world.Server.Post("/api/v1/policies/cancel-order/versions", world.Other, new { id = "v1", title = "先退再说", customerView = "顾客的航班被取消，酒店却要等三天才肯退，这不是顾客的错，应当先退给顾客。" }));
        Task<Answer> PutInForce() => world.Server.Post("/api/v1/policy-versions/v1/effective", world.RuleOwner, new { });
        Assert.Equal("not-signed", (await PutInForce()).Code);
        await world.Pull("p1", "cancel-order", "policy", harm: "退款要等三天。");
        Assert.Equal("blocked", (await PutInForce()).Code);
        await world.Change("p1", "c1", world.RuleOwner);
        Assert.Equal("blocked", (await PutInForce()).Code);
        await world.Release("p1", "r1");
        Assert.Equal("not-signed", (await PutInForce()).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_pulls_and_passes_at_the_same_moment_one_is_first_and_nothing_passes_after_a_pull(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind);
        for (var round = 0; round < 6; round++)
        {
            var id = "race-" + round;
            await world.Register(id);
            var answers = await Task.WhenAll(world.Pass(id), world.Pull("p-" + id, id), world.Pass(id), world.Pass(id));
            AndonWorld.Is(HttpStatusCode.Created, answers[1]);
            Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict, answer.ToString()));
            Assert.Equal("blocked", (await world.Pass(id)).Code);
            var gate = (await world.Gate(id)).Json;
            var passed = answers.Where((answer, index) => index != 1).Any(answer => answer.Status == HttpStatusCode.Created);
            Assert.Equal(passed, gate["launchedAt"] is not null);
            if (gate["launchedAt"] is { } at)
            {
                Assert.True((DateTimeOffset)at <= (DateTimeOffset)gate["pulls"]![0]!["pulledAt"]! + TimeSpan.FromSeconds(5));
            }
        }
    }

    [Fact]
    public async Task The_badge_is_read_with_its_key_alone_and_never_kept()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        var path = (await world.Register("l1")).Text("badge");
        async Task<(HttpStatusCode Status, string Title)> Look(string address)
        {
            var answer = await world.Server.Get(address);
            Assert.Equal("image/svg+xml", answer.MediaType);
            Assert.Contains("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
            var svg = XDocument.Parse(answer.Body).Root!;
            Assert.Equal("img", (string?)svg.Attribute("role"));
            return (answer.Status, svg.Elements().First(element => element.Name.LocalName == "title").Value);
        }

        Assert.Equal((HttpStatusCode.OK, "launch gate: clear"), await Look(path));
        await world.Pull("p1");
        Assert.Equal((HttpStatusCode.OK, "launch gate: blocked by 1"), await Look(path));
        Assert.Equal((HttpStatusCode.OK, "launch gate: unknown"), await Look(path.Replace("/l1/", "/l2/", StringComparison.Ordinal)));
        Assert.Equal("launch gate: unknown", (await Look("/api/v1/launch-gate/launch/l1/badge.svg")).Title);
        Assert.Equal("launch gate: unknown", (await Look(path[..^3] + "AAA")).Title);
    }
}
