using System.Net;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Merchants;

/// <summary>The merchant reads clause and reason, appeals once, and is answered by somebody else.</summary>
public class AppealTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_granted_appeal_opens_the_shop_and_a_third_person_grants_it(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        await world.Suspended("m1");
        var mine = Assert.Single(await world.Mine());
        Assert.Equal(("不得销售假货。", "三位顾客收到假货。", true), ((string)mine["clause"]!, (string)mine["words"]!, (bool)mine["mayAppeal"]!));
        Assert.DoesNotContain("acme-agent", mine.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ShopWorld.Case, mine.ToJsonString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Created, (await world.Appeal("m1")).Status);
        Assert.Equal(HttpStatusCode.Created, (await world.Appeal("m1")).Status);
        Assert.Equal("appealed-already", (await world.Appeal("m1", "再说一次")).Code);
        Assert.Equal("third-person", (await world.Answer("m1", true, world.Supervisor)).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Answer("m1", true, world.Agent)).Status);
        Assert.Single((await world.Server.Get("/api/v1/shop-measures?appeal=open", world.Adjudicator)).Json["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await world.Answer("m1", true)).Status);
        Assert.Equal(HttpStatusCode.OK, (await world.Answer("m1", true)).Status);
        Assert.Equal("decided-already", (await world.Answer("m1", false)).Code);
        await world.Until("m1", "lifted");
        Assert.Equal(["m1.apply", "m1.lift-1"], world.Market.Taken.Keys.Order());
        mine = Assert.Single(await world.Mine());
        Assert.Equal(("lifted", "granted", "已核对凭证。"), ((string)mine["state"]!, (string)mine["appeal"]!["state"]!, (string)mine["appeal"]!["answer"]!));
    }

    [Theory, OnSqlite]
    public async Task An_appeal_that_is_upheld_leaves_the_shop_suspended(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        await world.Suspended("m1");
        await world.Appeal("m1");
        Assert.Equal(("in-force", "upheld"), ((await world.Answer("m1", false)).Text("state"), (string)Assert.Single(await world.Mine())["appeal"]!["state"]!));
        Assert.Equal(["m1.apply"], world.Market.Taken.Keys);
    }

    [Fact]
    public async Task Another_shops_people_see_and_appeal_nothing()
    {
        await using var world = await ShopWorld.Create(StoreKind.Sqlite);
        await world.Suspended("m1");
        await world.Actions.Set(new
        {
            merchants = new[] { new { id = "acme-shop-2", externalId = "shop-2", name = "Shop Two", unit = "market" } },
            staff = new[] { new { id = "acme-other", name = "other", email = "other@acme.example", password = TestServer.Password, roles = new[] { "merchant" }, languages = new[] { "en" }, merchant = "shop-2" } },
        });
        var other = await world.Server.SignIn("other@acme.example");
        Assert.Empty(await world.Mine(other));
        Assert.Equal(HttpStatusCode.NotFound, (await world.Appeal("m1", token: other)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Server.Get("/api/v1/shop-measures", other)).Status);
    }

    [Fact]
    public async Task An_appeal_nobody_answers_in_time_is_marked_late_and_can_still_be_answered()
    {
        await using var world = await ShopWorld.Create(StoreKind.Sqlite);
        await world.Actions.Set(new { shopRules = new { rules = new object[] { new { code = "counterfeit", kind = "shop-suspend", text = new Dictionary<string, string> { ["zh-CN"] = "不得销售假货。", ["en"] = "No counterfeit goods." } } }, appealWithinHours = 0.0001 } });
        await world.Suspended("m1");
        await world.Appeal("m1");
        await Waiting.Until(async () => (bool)Assert.Single(await world.Mine())["appeal"]!["late"]!, "the appeal to be late", TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await world.Answer("m1", true)).Status);
        await world.Until("m1", "lifted");
    }
}
