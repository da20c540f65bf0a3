using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Tests.Actions;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Merchants;

/// <summary>One proposes, another decides, the marketplace does it, the merchant reads why.</summary>
public class ShopMeasureTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_shop_is_suspended_by_two_people_and_opened_again_when_it_is_lifted(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        var proposed = await world.Suspend("m1");
        Assert.Equal((HttpStatusCode.Created, "proposed", "停业", "不得销售假货。"), (proposed.Status, proposed.Text("state"), proposed.Text("title"), proposed.Text("clause")));
        Assert.Empty(world.Market.Sent);
        Assert.Empty(await world.Mine());
        Assert.Equal(HttpStatusCode.OK, (await world.Decide("m1", true)).Status);
        var stands = await world.Until("m1", "in-force");
        Assert.NotNull(stands["endsAt"]);
        var change = world.Market.Taken["m1.apply"];
        Assert.Equal(("suspend-shop", "shop-1", "counterfeit"), ((string)change["kind"]!, (string)change["arguments"]!["shop"]!, (string)change["arguments"]!["rule"]!));

        Assert.Equal(HttpStatusCode.OK, (await world.Lift("m1")).Status);
        await world.Until("m1", "lifted");
        Assert.Equal("open-shop", (string)world.Market.Taken["m1.lift-1"]["kind"]!);
        Assert.Equal(["shop.measure-proposed", "shop.suspended", "shop.measure-lifted"], await Story(world));
        Assert.Equal(2, await Decisions(world, "shop-suspend"));
    }

    [Theory, OnSqlite]
    public async Task A_good_shop_is_rewarded_and_the_reward_can_be_taken_back(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        Assert.Equal(HttpStatusCode.Created, (await world.Reward("r1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.Decide("r1", true)).Status);
        await world.Until("r1", "in-force");
        Assert.Equal("front-page", (string)world.Market.Taken["r1.apply"]["arguments"]!["reward"]!);
        var mine = Assert.Single(await world.Mine());
        Assert.Equal(("首页展示", false), ((string)mine["rewardText"]!, (bool)mine["mayAppeal"]!));
        Assert.Equal("nothing-to-appeal", (await world.Appeal("r1")).Code);
        await world.Lift("r1");
        await world.Until("r1", "lifted");
        Assert.Equal("take-reward", (string)world.Market.Taken["r1.lift-1"]["kind"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_command_again_changes_nothing_and_other_content_under_its_id_is_a_conflict(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        var twice = await Task.WhenAll(world.Suspend("m1"), world.Suspend("m1"));
        Assert.All(twice, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Equal("command-taken", (await world.Suspend("m1", words: "其他原因")).Code);
        Assert.Equal("command-taken", (await world.Suspend("m1", world.Supervisor)).Code);
        Assert.Single((await world.Server.Get("/api/v1/shop-measures", world.Supervisor)).Json["items"]!.AsArray());
        var decisions = await Task.WhenAll(world.Decide("m1", true), world.Decide("m1", true));
        Assert.All(decisions, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal("decided-already", (await world.Decide("m1", false, words: "不")).Code);
        Assert.Equal("decided-already", (await world.Decide("m1", true, world.Adjudicator)).Code);
        await world.Until("m1", "in-force");
        Assert.Equal(1, world.Market.Sent["m1.apply"]);
        Assert.Equal(HttpStatusCode.OK, (await world.Lift("m1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.Lift("m1")).Status);
        Assert.Equal("not-in-force", (await world.Lift("m1", "又一次")).Code);
        await world.Until("m1", "lifted");
        Assert.Equal(["m1.apply", "m1.lift-1"], world.Market.Taken.Keys.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_decides_what_they_proposed_and_the_row_could_not_hold_it(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        await world.Suspend("m1", world.Supervisor);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "second-person"), ((await world.Decide("m1", true)).Status, (await world.Decide("m1", true)).Code));
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Decide("m1", true, world.Agent)).Status);
        await Assert.ThrowsAnyAsync<Exception>(() => world.Server.Services.GetRequiredService<IStore>().Write(
            new TenantId("acme"), transaction => transaction.Execute("update shop_measure set decided_by = proposed_by where tenant = @tenant and id = 'm1'")));
        Assert.Equal(HttpStatusCode.OK, (await world.Decide("m1", true, world.Adjudicator)).Status);
        await world.Until("m1", "in-force");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_suspension_at_a_time_also_when_two_are_approved_at_once(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        await world.Suspend("m1");
        await world.Suspend("m2");
        var answers = await Task.WhenAll(world.Decide("m1", true), world.Decide("m2", true, world.Adjudicator));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        var refused = Assert.Single(answers, answer => answer.Status != HttpStatusCode.OK);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "policy"), (refused.Status, refused.Code));
        Assert.Equal(("这家店已经停业。", "shop-suspend", 1), (refused.Text("detail"), (string)refused.Json["rule"]!["policy"]!, (int)refused.Json["rule"]!["row"]!));
        await Waiting.Until(() => world.Market.Taken.Count == 1, "the suspension");
        Assert.Equal("policy", (await world.Suspend("m3")).Code);
        Assert.Equal("policy", (await world.Suspend("m4", days: 91)).Code);
    }

    [Fact]
    public async Task A_proposal_can_be_declined_with_words_or_taken_back_by_who_made_it()
    {
        await using var world = await ShopWorld.Create(StoreKind.Sqlite);
        await world.Suspend("m1");
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Decide("m1", false)).Status);
        Assert.Equal("declined", (await world.Decide("m1", false, words: "证据不足")).Text("state"));
        await world.Suspend("m2");
        Assert.Equal(HttpStatusCode.NotFound, (await world.Server.Post("/api/v1/shop-measures/m2/withdrawal", world.Supervisor)).Status);
        Assert.Equal("withdrawn", (await world.Server.Post("/api/v1/shop-measures/m2/withdrawal", world.Agent)).Text("state"));
        Assert.Equal("decided-already", (await world.Decide("m2", true)).Code);
        Assert.Empty(world.Market.Sent);
    }

    [Fact]
    public async Task What_a_proposal_names_must_be_there_and_about_this_shop()
    {
        await using var world = await ShopWorld.Create(StoreKind.Sqlite);
        Assert.Equal("/rule", Pointer(await world.Suspend("m1", rule: "good-help")));
        Assert.Equal("/shop", Pointer(await world.Suspend("m1", shop: "nobody")));
        Assert.Equal("/evidence/0/id", Pointer(await world.Suspend("m1", evidence: "no-such-case")));
        Assert.Equal("/days", Pointer(await world.Suspend("m1", days: 366)));
        await world.Actions.Set(new { merchants = new[] { new { id = "acme-shop-2", externalId = "shop-2", name = "Shop Two", unit = "market" } } });
        Assert.Equal("/evidence/0/id", Pointer(await world.Suspend("m1", shop: "shop-2")));
        var bad = await world.Server.Post("/api/v1/settings/import", await world.Server.SignIn("admin@acme.example"), new { shopRules = new { rules = new object[] { new { code = "x y", kind = "shop-close" } }, appealWithinHours = 0 } });
        Assert.Equal(5, bad.Json["errors"]!.AsArray().Count);
    }

    private static string Pointer(Answer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        return (string)Assert.Single(answer.Json["errors"]!.AsArray())!["pointer"]!;
    }

    private static Task<IReadOnlyList<string>> Story(ShopWorld world) => world.Server.Services.GetRequiredService<IStore>().Read(
        new TenantId("acme"), reader => reader.Many<string>("select kind from timeline where tenant = @tenant and kind like 'shop.%' order by at, recorded_at, id"));

    private static Task<long> Decisions(ShopWorld world, string policy) => world.Server.Services.GetRequiredService<IStore>().Read(
        new TenantId("acme"), reader => reader.One<long>("select count(*) from policy_decision where tenant = @tenant and policy = @policy", new { policy }));
}
