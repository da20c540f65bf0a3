using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Service.Orders;

namespace Patella.Tests.Servers;

/// <summary>One order over all systems (R7), as each party may see it.</summary>
public class JourneyTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task One_order_tells_all_that_happened_in_time_order_to_each_what_is_theirs(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var key = await server.Key("acme", "events");
        await server.Post("/api/v1/events", key, new[] { OrdersWorld.Created("N1", 1, "c-1", "shop-1"), OrdersWorld.Paid("N1"), OrdersWorld.Created("N2", 2, "c-2", "shop-2") });
        var consumer = await OrderEndpointTests.Enter(server, "c-1");
        var agent = await server.SignIn("agent@acme.example");
        var order = (string)(await server.Get("/api/v1/orders/N1", agent)).Json["id"]!;
        var begun = await server.Post("/api/v1/conversations", consumer, new { entryUnit = "market", orderId = order, message = new { clientId = "m1", text = "杯子碎了" } });
        Assert.True(begun.Status == HttpStatusCode.Created, begun.ToString());
        var opened = await server.Post("/api/v1/cases", agent, new { id = "case-1", subject = "内部主题", conversation = begun.Text("id"), order });
        Assert.True(opened.Status == HttpStatusCode.Created, opened.ToString());

        var staff = await server.Get("/api/v1/orders/N1/journey", agent);
        var systems = staff.Json["entries"]!.AsArray().Select(entry => (string)entry!["system"]!).ToHashSet();
        Assert.True(systems.IsSupersetOf(["order", "payment", "conversation", "case"]), staff.ToString());
        var times = staff.Json["entries"]!.AsArray().Select(entry => (DateTimeOffset)entry!["at"]!).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Equal(("N1", "杯子碎了"), ((string?)staff.Json["order"]!["number"], (string?)Of(staff, "conversation.message")["detail"]));
        Assert.Equal("/cases/case-1", (string?)Of(staff, "case.opened")["link"]);

        var mine = await server.Get("/api/v1/orders/N1/journey", consumer);
        Assert.Equal("杯子碎了", (string?)Of(mine, "conversation.message")["detail"]);
        Assert.DoesNotContain("内部主题", mine.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"link\"", mine.Body, StringComparison.Ordinal);
        var shop = await server.Get("/api/v1/orders/N1/journey", await server.SignIn("merchant@acme.example"));
        Assert.Equal(HttpStatusCode.OK, shop.Status);
        Assert.DoesNotContain("杯子碎了", shop.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/api/v1/orders/N2/journey", consumer)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/api/v1/orders/none/journey", agent)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/api/v1/orders/N1/journey", await server.SignIn("agent@rival.example", "rival"))).Status);
    }

    [Fact]
    public async Task The_contact_rate_is_told_to_those_who_look_at_figures()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var answer = await server.Get("/api/v1/contact-rate?zone=Asia/Shanghai", await server.SignIn("supervisor@acme.example"));
        Assert.Equal((HttpStatusCode.OK, 7), (answer.Status, answer.Json["points"]!.AsArray().Count));
        Assert.Null(answer.Json["rate"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get("/api/v1/contact-rate", await server.SignIn("agent@acme.example"))).Status);
        Assert.Equal("invalid", (await server.Get("/api/v1/contact-rate?by=minute", await server.SignIn("supervisor@acme.example"))).Code);
    }

    private static JsonNode Of(Answer journey, string kind) => journey.Json["entries"]!.AsArray().First(entry => (string)entry!["kind"]! == kind)!;
}
