using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>A member of the highest tier has one named person, and a deputy, over all units until the case is closed.</summary>
public class KeeperTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_of_the_highest_tier_keeps_one_person_over_all_units_and_the_deputy_stands_in(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var administrator = await server.SignIn("admin@acme.example");
        var settings = (await server.Get("/api/v1/case-settings", administrator)).Json;
        settings["keptTiers"] = new JsonArray("88vip");
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Put, "/api/v1/case-settings", administrator, settings)).Status);
        var imported = await server.Post("/api/v1/settings/import", administrator, new { staff = new[] { new { id = "acme-second", name = "second", email = "second@acme.example", password = TestServer.Password, language = "zh-CN", roles = new[] { "agent" }, units = new[] { "market" }, languages = new[] { "zh-CN", "en" }, capacity = 3 } } });
        Assert.True(imported.Status == HttpStatusCode.Created, imported.ToString());
        var (keeper, deputy, traveller) = (await server.SignIn("agent@acme.example"), await server.SignIn("second@acme.example"), await server.SignIn("traveller@acme.example"));
        await Present(server, keeper, "available");
        var member = (await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", language = "zh-CN", token = ConsumerJwt.Make("acme", "vip-1", "李女士", tier: "88vip") })).Text("token");

        var first = await Ask(server, member, "market");
        var offer = await ConversationTests.Offer(server, keeper);
        await server.Post($"/api/v1/offers/{offer["id"]}/acceptances", keeper);
        var opened = await server.Post("/api/v1/cases", keeper, new { id = "hotel", conversation = first, subject = "酒店没有预订" });
        Assert.Equal(("acme-agent", "acme-second"), ((string)opened.Json["keeper"]!["id"]!, (string)opened.Json["deputy"]!["id"]!));

        // The case travels; the keeper stays.
        await server.Post("/api/v1/cases/hotel/transfers", keeper, new { clientId = "t1", unit = "travel", reason = "a hotel" });
        var taken = (await server.Post("/api/v1/cases/hotel/acceptances", traveller, new { clientId = "a1" })).Json;
        Assert.Equal(("travel", "acme-agent", "acme-agent"), ((string)taken["unit"]!, (string)taken["owner"]!["id"]!, (string)taken["keeper"]!["id"]!));
        await server.Post($"/api/v1/conversations/{first}/closures", keeper);

        // Another entrance, another day: the keeper has it at once, without a queue.
        await Present(server, traveller, "available");
        var second = await Ask(server, member, "travel");
        await WithPerson(server, second, keeper, "acme-agent");
        await server.Post($"/api/v1/conversations/{second}/closures", keeper);

        // The keeper is away: the deputy has it, and may decide.
        await Present(server, keeper, "away");
        await Present(server, deputy, "available");
        var third = await Ask(server, member, "travel");
        await WithPerson(server, third, deputy, "acme-second");
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/cases/hotel/closures", deputy, new { clientId = "c1", outcome = "已为您安排同级酒店" })).Status);
        await server.Post($"/api/v1/conversations/{third}/closures", deputy);

        // Closed: the next contact is anybody's.
        await Present(server, deputy, "away");
        var fourth = await Ask(server, member, "travel");
        Assert.Equal(fourth, (string)(await ConversationTests.Offer(server, traveller))["conversation"]!["id"]!);
    }

    private static Task Present(TestServer server, string token, string state) => server.Send(HttpMethod.Put, "/api/v1/presence", token, new { state });

    private static async Task<string> Ask(TestServer server, string member, string entrance)
    {
        var id = (await server.Post("/api/v1/conversations", member, new { entryUnit = entrance })).Text("id");
        await server.Post($"/api/v1/conversations/{id}/person-requests", member, new { clientId = "please-" + id });
        return id;
    }

    private static async Task WithPerson(TestServer server, string conversation, string token, string staff)
        => await Waiting.Until(async () => (string?)(await server.Get($"/api/v1/conversations/{conversation}", token)).Json["assignee"]?["id"] == staff, "the conversation with " + staff);
}
