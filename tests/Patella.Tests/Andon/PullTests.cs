using System.Net;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Andon;

/// <summary>One pull from the first second to the yes of the one who pulled, and who may do what meanwhile.</summary>
public class PullTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_pull_blocks_at_once_and_only_evidence_and_the_pullers_yes_release_it(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind);
        AndonWorld.Is(HttpStatusCode.Created, await world.Register("l1"));
        Assert.Equal("clear", await world.State());
        var (_, conversation) = await ConversationTests.Begin(world.Server, "券用不了");

        AndonWorld.Is(HttpStatusCode.Created, await world.Pull("p1", conversation: conversation));
        Assert.Equal("blocked", await world.State());
        Assert.Equal("blocked", (await world.Pass()).Code);
        Assert.Contains("pull-waiting", await world.Calls(world.Owner));

        // Nothing of what the business says opens the gate.
        AndonWorld.Is(HttpStatusCode.Created, await world.Acknowledge("p1"));
        AndonWorld.Is(HttpStatusCode.Created, await world.Acknowledge("p1"));
        Assert.Equal("no-evidence", (await world.Release("p1", "r0")).Code);
        AndonWorld.Is(HttpStatusCode.Created, await world.Say("p1", "a1", "investigating"));
        AndonWorld.Is(HttpStatusCode.Created, await world.Say("p1", "a2", "change-agreed"));
        AndonWorld.Is(HttpStatusCode.BadRequest, await world.Change("p1", "c0", link: null));
        AndonWorld.Is(HttpStatusCode.Created, await world.Change("p1", "c1"));
        Assert.Equal("blocked", await world.State());
        foreach (var (token, code) in new[] { (world.Administrator, "not-the-puller"), (world.Owner, "not-the-puller"), (world.RuleOwner, "not-the-puller"), (world.Other, "not-the-puller") })
        {
            var refused = await world.Release("p1", "r-" + token[^6..].Replace('-', 'x'), token);
            Assert.Equal((HttpStatusCode.Forbidden, code), (refused.Status, refused.Code));
        }

        Assert.Equal(4, (await world.Audited("pull:p1")).Count(action => action == "andon.release-refused"));
        Assert.Equal("blocked", (await world.Pass()).Code);

        // The answers went to the puller by name, on the desk and in the conversation.
        var calls = await world.Calls(world.Agent);
        Assert.Equal(["pull-acknowledged", "pull-change-agreed", "pull-changed", "pull-investigating"], calls.Where(call => call.StartsWith("pull-", StringComparison.Ordinal)).Order());
        var entries = (await world.Server.Get($"/api/v1/conversations/{conversation}/entries", world.Agent)).Json["items"]!.AsArray();
        Assert.Contains(entries, entry => (string?)entry!["event"] == "note" && ((string?)entry["text"])!.Contains("致 agent", StringComparison.Ordinal) && (string?)entry["author"]!["name"] == "business-owner");

        var undecided = await world.Detail("p1");
        Assert.True((bool)undecided["may"]!["release"]!);
        Assert.Contains(undecided["excerpt"]!.AsArray(), line => (string?)line!["text"] == "券用不了");
        AndonWorld.Is(HttpStatusCode.Created, await world.Release("p1", "r1"));
        AndonWorld.Is(HttpStatusCode.Created, await world.Release("p1", "r1"));
        Assert.Equal("clear", await world.State());
        AndonWorld.Is(HttpStatusCode.Created, await world.Pass());
        Assert.Equal(("released", "changed"), ((string?)(await world.Detail("p1"))["pull"]!["state"], (string?)(await world.Detail("p1"))["pull"]!["outcome"]));
        Assert.Equal(["pulled", "acknowledged", "answered", "answered", "changed", "released"], (await world.Detail("p1"))["story"]!.AsArray().Select(step => (string)step!["kind"]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_reason_against_it_keeps_blocking_until_the_puller_or_the_experience_group_agrees(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind);
        await world.Register("l1");
        await world.Pull("p1");
        await world.Pull("p2", token: world.Other);
        AndonWorld.Is(HttpStatusCode.BadRequest, await world.Say("p1", "a0", "rejected-with-reason", words: ""));
        AndonWorld.Is(HttpStatusCode.Created, await world.Say("p1", "a1", "rejected-with-reason", "券在活动页已写明不叠加。"));
        AndonWorld.Is(HttpStatusCode.Created, await world.Say("p2", "a1", "rejected-with-reason", "券在活动页已写明不叠加。"));
        Assert.Equal("blocked", await world.State());
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Release("p1", "r1", world.Other)).Status);

        // Not yet: it goes back, with a new time for a decision.
        AndonWorld.Is(HttpStatusCode.Created, await world.Release("p1", "r2", yes: false));
        Assert.Equal("investigating", (string?)(await world.Detail("p1"))["pull"]!["state"]);
        Assert.Equal("no-evidence", (await world.Release("p1", "r3", world.Expert)).Code);
        await world.Say("p1", "a2", "rejected-with-reason", "已在结算页加提示。");
        AndonWorld.Is(HttpStatusCode.Created, await world.Release("p1", "r4", world.Expert));
        Assert.Equal("rejected", (string?)(await world.Detail("p1"))["pull"]!["outcome"]);

        // Another person's pull stands beside it and still blocks.
        Assert.Equal("blocked", await world.State());
        AndonWorld.Is(HttpStatusCode.Created, await world.Release("p2", "r5", world.Other));
        Assert.Equal("clear", await world.State());
        Assert.Equal("pull-over", (await world.Say("p2", "a9", "investigating")).Code);
    }

    [Fact]
    public async Task One_persons_storm_is_one_pull_with_more_voices_and_different_people_each_count()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => world.Pull($"s{index}", "cp-1", "coupon", title: "满 200 减 30", harm: $"第 {index} 位顾客用不了券。")));
        var mine = Assert.Single((await world.Server.Get("/api/v1/pulls?mine=true", world.Agent)).Json["items"]!.AsArray());
        Assert.Equal((8, true), ((int)mine!["voices"]!, (bool)mine["mine"]!));
        await world.Pull("o1", "cp-1", "coupon", world.Other, title: "满 200 减 30");
        Assert.Equal(2, (await world.Gate("cp-1", "coupon")).Json["pulls"]!.AsArray().Count);
        Assert.Equal(8, (await world.Detail((string)mine["id"]!))["voices"]!.AsArray().Count);

        // The same command again changes nothing; the same id for something else is refused.
        AndonWorld.Is(HttpStatusCode.Created, await world.Pull("s3", "cp-1", "coupon", title: "满 200 减 30", harm: "第 3 位顾客用不了券。"));
        Assert.Equal("command-taken", (await world.Pull("s3", "cp-1", "coupon", title: "满 200 减 30", harm: "别的话。")).Code);
        Assert.Equal("command-taken", (await world.Pull("s3", "cp-2", "coupon", title: "另一张券", harm: "第 3 位顾客用不了券。")).Code);
        Assert.Equal("command-taken", (await world.Pull("s3", "cp-1", "coupon", world.Other, title: "满 200 减 30", harm: "第 3 位顾客用不了券。")).Code);
        Assert.Equal(8, (int)(await world.Detail((string)mine["id"]!))["pull"]!["voices"]!);
    }

    [Fact]
    public async Task Pulls_on_nothing_and_by_those_who_may_not_are_refused_clearly()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        await world.Register("l1");
        var merchant = await world.Server.SignIn("merchant@acme.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Pull("p1", token: merchant)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Pull("p1", token: world.Pipeline)).Status);
        foreach (var refused in new[]
        {
            await world.Pull("p1", "l-unknown"), await world.Pull("p1", "no-policy", "policy"), await world.Pull("p1", "cp-9", "coupon"), await world.Pull("p1", conversation: "nowhere"), await world.Pull("p1", @case: "nowhere"),
            await world.Pull("p1", harm: " "), await world.Pull("p1", harm: new string('长', 501)), await world.Pull("p 1"), await world.Pull("p1", kind: "thing"),
        })
        {
            AndonWorld.Is(HttpStatusCode.BadRequest, refused);
        }

        Assert.Equal("clear", await world.State());
        Assert.Equal(HttpStatusCode.NotFound, (await world.Acknowledge("p1")).Status);
        AndonWorld.Is(HttpStatusCode.Created, await world.Pull("p1", harm: "顾客 13812345678 多付了钱。"));
        Assert.DoesNotContain("13812345678", (await world.Gate()).Body, StringComparison.Ordinal);
        Assert.Equal("not-the-owner", (await world.Acknowledge("p1", world.Other)).Code);
        Assert.Equal("not-the-owner", (await world.Change("p1", "c1", world.Agent)).Code);
    }

    [Fact]
    public async Task A_pull_can_be_taken_back_at_once_and_never_after_somebody_has_it()
    {
        await using var world = await AndonWorld.Create(StoreKind.Sqlite);
        await world.Register("l1");
        await world.Pull("p1");
        Assert.Equal("not-the-puller", (await world.Server.Post("/api/v1/pulls/p1/withdrawals", world.Administrator)).Code);
        AndonWorld.Is(HttpStatusCode.Created, await world.Server.Post("/api/v1/pulls/p1/withdrawals", world.Agent));
        AndonWorld.Is(HttpStatusCode.Created, await world.Server.Post("/api/v1/pulls/p1/withdrawals", world.Agent));
        Assert.Equal("clear", await world.State());
        await world.Pull("p2");
        await world.Acknowledge("p2");
        Assert.Equal("too-late", (await world.Server.Post("/api/v1/pulls/p2/withdrawals", world.Agent)).Code);
        Assert.Equal("blocked", await world.State());
    }
}
