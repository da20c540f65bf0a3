using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Tests.Actions;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Merchants;

/// <summary>A marketplace that refuses, is late, loses what is sent and what it answers, and processes that die: one effect, and it is known.</summary>
public class ShopFaultTests
{
    [Theory]
    [OnSqlite(ShopFault.AnswerLost), OnSqlite(ShopFault.OrderLost), OnSqlite(ShopFault.Late)]
    [OnPostgres(ShopFault.AnswerLost)]
    public async Task It_is_done_and_taken_back_once_whatever_gets_lost(StoreKind kind, object fault)
    {
        await using var world = await ShopWorld.Create(kind);
        world.Market.FaultOf = _ => (ShopFault)fault;
        await world.Suspended("m1");
        await world.Lift("m1");
        await world.Until("m1", "lifted");
        Assert.Equal(["m1.apply", "m1.lift-1"], world.Market.Taken.Keys.Order());
        Assert.All(world.Market.Sent.Values, times => Assert.Equal(fault is ShopFault.OrderLost ? 2 : 1, times));
    }

    [Theory, OnSqlite]
    public async Task What_the_marketplace_refuses_is_told_with_its_word_and_can_be_tried_again(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        world.Market.FaultOf = _ => ShopFault.Refuses;
        await world.Suspend("m1");
        await world.Decide("m1", true);
        Assert.Equal("wrong-state", (string)(await world.Until("m1", "refused"))["code"]!);
        Assert.Empty(await world.Mine());
        world.Market.FaultOf = key => key.EndsWith("lift-1", StringComparison.Ordinal) ? ShopFault.Refuses : ShopFault.None;
        await world.Suspended("m2");
        await world.Lift("m2");
        await Waiting.Until(async () => (string?)(await world.Until("m2", "in-force"))["code"] == "wrong-state", "the marketplace's no");
        Assert.Equal(HttpStatusCode.OK, (await world.Lift("m2", "再试一次")).Status);
        await world.Until("m2", "lifted");
        Assert.Equal(["m2.apply", "m2.lift-2"], world.Market.Taken.Keys.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_finds_it_sent_after_a_death_asks_before_it_sends(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        world.Market.FaultOf = _ => ShopFault.Never;
        await world.Suspend("m1");
        await world.Decide("m1", true);
        await Waiting.Until(() => world.Market.Sent.ContainsKey("m1.apply"), "the change to be handed over");

        // As it stands when the process dies after it handed over and before it knew.
        await world.Server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => transaction.Execute("update shop_measure set asked = 0, next_at = 0 where tenant = @tenant"));
        world.Market.FaultOf = _ => ShopFault.None;
        await world.Until("m1", "in-force");
        Assert.Equal((1, true), (world.Market.Sent["m1.apply"], world.Market.Asked["m1.apply"] >= 1));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_suspension_ends_with_its_days(StoreKind kind)
    {
        await using var world = await ShopWorld.Create(kind);
        await world.Suspended("m1", days: 1);

        // A day later: the timer is due.
        await world.Server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => transaction.Execute("update timer set due_at = 0 where tenant = @tenant and capability = 'shop-measures'"));
        Assert.Equal("time", (string)(await world.Until("m1", "lifted"))["liftWhy"]!);
    }

    [Fact]
    public async Task A_program_proposes_by_tool_what_a_person_decides()
    {
        await using var world = await ShopWorld.Create(StoreKind.Sqlite);
        var tools = await Mcp(world, world.Agent, "tools/list", new { });
        Assert.Equal(["shop_reward", "shop_suspend"], tools["tools"]!.AsArray().Select(tool => (string)tool!["name"]!).Where(name => name.StartsWith("shop_", StringComparison.Ordinal)).Order());
        Assert.DoesNotContain("shop_", (await Mcp(world, world.Actions.Consumer, "tools/list", new { })).ToJsonString(), StringComparison.Ordinal);
        var call = new { name = "shop_suspend", arguments = new { id = "t1", shop = "shop-1", rule = "counterfeit", words = "假货", evidence = new[] { new { kind = "case", id = ShopWorld.Case } } } };
        Assert.Equal("proposed", (string)(await Mcp(world, world.Agent, "tools/call", call))["structuredContent"]!["state"]!);
        var refused = await Mcp(world, world.Agent, "tools/call", new { name = "shop_reward", arguments = new { id = "t2" } });
        Assert.Equal((true, "invalid"), ((bool)refused["isError"]!, (string)refused["structuredContent"]!["code"]!));
        await world.Decide("t1", true);
        await world.Until("t1", "in-force");
    }

    private static async Task<JsonNode> Mcp(ShopWorld world, string token, string method, object parameters)
    {
        var answer = await world.Server.Send(HttpMethod.Post, "/api/v1/mcp", token, new { jsonrpc = "2.0", id = 1, method, @params = parameters }, request => request.Headers.Add("Accept", "application/json, text/event-stream"));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        var line = answer.Body.Split('\n').Last(part => part.StartsWith("data:", StringComparison.Ordinal));
        return JsonSerializer.Deserialize<JsonNode>(line[5..])!["result"]!;
    }
}
