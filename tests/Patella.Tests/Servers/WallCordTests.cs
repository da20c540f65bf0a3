using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Tests.Andon;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>The bell on the wall, and who was helped before they asked: each figure opens to what it counts, for everybody who sees the wall.</summary>
public class WallCordTests
{
    private static readonly string[] Lookers = ["analyst", "supervisor", "expert", "executive", "admin", "adjudicator", "rule-owner", "legal", "finance", "business-owner", "system-owner"];

    [Theory, OnSqlite, OnPostgres]
    public async Task The_bell_and_the_helped_open_to_what_they_count_for_everybody_who_sees_the_wall(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind);
        var server = world.Server;
        await world.Register("l1");
        await world.Pull("in-time");
        await world.Acknowledge("in-time");
        await world.Pull("late", token: world.Other);
        await world.Pull("over", "cp-1", "coupon", title: "满 200 减 30");
        await world.Change("over", "c1");
        await world.Release("over", "r1");
        await world.Pull("taken-back", "cp-2", "coupon", title: "满 300 减 50");
        await server.Post("/api/v1/pulls/taken-back/withdrawals", world.Agent);
        await Set(server, "update pull set acknowledge_by = pulled_at - 1 where tenant = @tenant and id = 'late'");
        await Help(server);

        var analyst = await server.SignIn("analyst@acme.example");
        await Waiting.Until(
            async () => (await Get(server, "/api/v1/wall", analyst))["parts"] is var parts && (long)parts!["bell"]!["late"]! == 1 && (long)parts["helped"]!["helped"]! == 3,
            "the bell and the helped on the wall");
        var wall = (await Get(server, "/api/v1/wall", analyst))["parts"]!;
        var (bell, helped) = (wall["bell"]!, wall["helped"]!);
        Assert.Equal((2, 1, 1, 2, 1), ((int)bell["standing"]!, (int)bell["waiting"]!, (int)bell["overdue"]!, (int)bell["inTime"]!, (int)bell["late"]!));
        Assert.Equal(("in-time", 2), ((string)bell["oldest"]!["id"]!, (int)helped["beforeAsking"]!));

        foreach (var role in Lookers)
        {
            var token = await server.SignIn($"{role}@acme.example");
            Assert.Equal(["in-time", "late"], await Pulls(server, token, "state=live"));
            Assert.Equal(["in-time", "over"], await Pulls(server, token, $"acknowledged=in-time&{Window(bell)}"));
            Assert.Equal(["late"], await Pulls(server, token, $"acknowledged=late&{Window(bell)}"));
            Assert.Equal("in-time", (string)(await Get(server, "/api/v1/pulls/" + bell["oldest"]!["id"], token))["pull"]!["id"]!);
            var list = await Get(server, "/api/v1/helped?" + Window(helped), token);
            Assert.Equal((3L, 2L), ((long)list["helped"]!, (long)list["beforeAsking"]!));
            Assert.Equal(["incident-2 1 1", "incident-1 2 1"], list["items"]!.AsArray().Select(one => $"{one!["incident"]} {one["helped"]} {one["beforeAsking"]}"));
        }

        Assert.Empty(await Pulls(server, analyst, "acknowledged=in-time&until=2020-01-01T00:00:00Z"));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Get("/api/v1/pulls?acknowledged=maybe", analyst)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get("/api/v1/helped", await server.SignIn("merchant@acme.example"))).Status);
    }

    /// <summary>Two responses of now that helped three people, two before they asked; one that helped nobody; one of last year; and a false alarm.</summary>
    private static async Task Help(TestServer server)
    {
        var now = Microseconds.From(DateTimeOffset.UtcNow);
        foreach (var (incident, at, alarm) in new[] { ("incident-1", now - 2_000_000, 0), ("incident-2", now - 1_000_000, 0), ("incident-3", now, 0), ("incident-4", now - (365L * 86_400_000_000), 0), ("incident-5", now, 1) })
        {
            await Set(server, "insert into incident_response (tenant, incident, cause, node, onset, opened_at, order_at, false_alarm) values (@tenant, @incident, 'parcel-late', '{}', 1, @at, 1, @alarm)", new { incident, at, alarm });
        }

        foreach (var (incident, person, spoke, told) in new[] { ("incident-1", "a", (long?)null, (long?)5), ("incident-1", "b", 3, 5), ("incident-1", "c", 3, null), ("incident-2", "a", 7, 5), ("incident-3", "d", 3, null), ("incident-4", "a", null, 5), ("incident-5", "a", null, 5) })
        {
            await Set(server, "insert into incident_affected (tenant, incident, person, found_at, first_voice_at, told_at) values (@tenant, @incident, @person, 1, @spoke, @told)", new { incident, person, spoke, told });
        }
    }

    private static Task Set(TestServer server, string sql, object? arguments = null)
        => server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => transaction.Execute(sql, arguments ?? new { }));

    private static string Window(JsonNode part) => $"from={Uri.EscapeDataString((string)part["window"]!["from"]!)}&until={Uri.EscapeDataString((string)part["window"]!["until"]!)}";

    private static async Task<List<string>> Pulls(TestServer server, string token, string question)
        => [.. (await Get(server, "/api/v1/pulls?" + question, token))["items"]!.AsArray().Select(pull => (string)pull!["id"]!).Order(StringComparer.Ordinal)];

    private static async Task<JsonNode> Get(TestServer server, string address, string token)
    {
        var answer = await server.Get(address, token);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{address} {answer}");
        return answer.Json;
    }
}
