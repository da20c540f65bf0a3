using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Incidents.Engine;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>The wall of a small ecosystem: what it counts is what opens, who may look, and what a page that was away gets.</summary>
public class WallTests
{
    private const string Complaint = "快递太慢了，比承诺的晚了10天，非常失望";

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_figure_opens_to_what_it_counts(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var analyst = await server.SignIn("analyst@acme.example");
        await Say(server, ("1", "outside", "杭州"), ("2", "outside", "上海"), ("3", "review", "杭州"), ("4", "hotline", "杭州"));
        await ConversationTests.Begin(server, "我要找人工，我的包裹在哪里");
        await Raise(server, 7, voices: 12);
        Task<JsonNode> Wall() => Get(server, "/api/v1/wall", analyst);
        await Waiting.Until(async () => await Wall() is var wall && (long)wall["parts"]!["outside"]!["count"]! == 2 && (long)wall["parts"]!["service"]!["last15m"]!["offered"]! == 1, "a wall with voices and a contact");

        async Task<long> Voices(JsonNode window, string slice)
            => (long)(await Get(server, $"/api/v1/voice-figures?sentiment=-1&from={Escaped(window["from"])}&until={Escaped(window["until"])}{slice}", analyst))["total"]!;
        await Waiting.Until(
            async () =>
            {
                var parts = (await Wall())["parts"]!;
                var (trend, regions) = (parts["trend"]!, parts["regions"]!);
                var same = (long)parts["outside"]!["count"]! == await Voices(parts["outside"]!["window"]!, "&source=outside") && (long)parts["unknown"]!["count"]! == await Voices(parts["unknown"]!["window"]!, "&inTree=false");
                foreach (var line in trend["lines"]!.AsArray())
                {
                    same &= (long)line!["now"]! == await Voices(trend["window"]!, line["stage"] is { } stage ? $"&stage={Escaped(stage)}" : "");
                }

                foreach (var region in regions["items"]!.AsArray())
                {
                    same &= (long)region!["count"]! == await Voices(regions["window"]!, $"&region={Escaped(region["region"])}");
                }

                return same && (long)trend["lines"]![0]!["now"]! >= 4 && trend["lines"]!.AsArray().Count > 1 && regions["items"]!.AsArray().Any(region => (string?)region!["region"] == "杭州" && (long)region["count"]! == 3 && (int)region["incidents"]! == 1);
            },
            "counts of voices that are those behind them");

        foreach (var (window, name) in new[] { ("last15m", "last15m"), ("today", "today") })
        {
            foreach (var (figure, field) in new[] { ("offered", "offered"), ("picked-up", "pickedUp"), ("replied", "replied"), ("asked-for-person", "askedForPerson"), ("bot", "byBot") })
            {
                await Waiting.Until(
                    async () => (await Get(server, $"/api/v1/board/conversations?figure={figure}&window={window}", analyst))["items"]!.AsArray().Count == (long)(await Wall())["parts"]!["service"]![name]![field]!, $"{figure} of {window} as on the wall");
            }
        }

        var service = (await Wall())["parts"]!["service"]!;
        foreach (var (figure, field) in new[] { ("standards-kept", "standardsKept"), ("standards-missed", "standardsMissed") })
        {
            var clocks = await Get(server, $"/api/v1/reports/clocks?figure={figure}&from={service["day"]}&to={service["day"]}&zone=UTC", analyst);
            Assert.Equal((long)service["today"]![field]!, clocks["items"]!.AsArray().Count);
        }

        var obstacle = (await Wall())["parts"]!["obstacles"]!["items"]!.AsArray().Single()!;
        var incident = await Get(server, "/api/v1/incidents/" + obstacle["id"], analyst);
        Assert.Equal(((int)incident["voices"]!, (int)incident["customers"]!, (string?)incident["node"]!["region"]), ((int)obstacle["voices"]!, (int)obstacle["customers"]!, (string?)obstacle["places"]![0]!["value"]));
    }

    [Fact]
    public async Task A_screen_with_a_key_sees_its_own_wall_and_nothing_else_and_staff_who_may_not_listen_see_none()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await Say(server, ("1", "outside", "杭州"));
        var screen = await server.Key("acme", "wall");
        await Waiting.Until(async () => (await server.Get("/api/v1/wall", screen)).Body.Contains("非常失望", StringComparison.Ordinal), "the words on the wall");
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get("/api/v1/voices", screen)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get("/api/v1/wall", await server.SignIn("agent@acme.example"))).Status);
        var rival = await server.Get("/api/v1/wall", await server.Key("rival", "wall"));
        Assert.Equal(0, (int)rival.Json["parts"]!["outside"]!["count"]!);
        Assert.DoesNotContain("非常失望", rival.Body, StringComparison.Ordinal);
        await using var page = await LivePage.Open(server, await server.SignIn("agent@acme.example"));
        await page.Send(new { type = "subscribe", topic = "wall" });
        Assert.Equal("not-allowed", (string?)(await page.Wait("refused"))["problem"]!["code"]);
    }

    [Fact]
    public async Task A_page_gets_the_whole_wall_once_and_then_what_changes_also_after_it_was_away()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        await using var page = await LivePage.Open(server, await server.Key("acme", "wall"));
        await page.Send(new { type = "subscribe", topic = "wall" });
        var first = await page.Wait("wall");
        Assert.Equal(["bell", "helped", "obstacles", "outside", "place", "regions", "service", "trend", "unknown", "voices"], Parts(first));
        await Say(server, ("1", "outside", "杭州"));
        var changed = await page.Wait("wall", message => message["parts"]!["outside"] is { } outside && (int)outside["count"]! == 1);
        Assert.True((long)changed["version"]! > (long)first["version"]!);
        Assert.DoesNotContain("place", Parts(changed));

        await using var back = await LivePage.Open(server, await server.Key("acme", "wall"));
        await back.Send(new { type = "subscribe", topic = "wall", epoch = (string?)first["epoch"], after = (long)first["version"]! });
        var missed = await back.Wait("wall");
        Assert.Contains("outside", Parts(missed));
        Assert.DoesNotContain("place", Parts(missed));
        await using var other = await LivePage.Open(server, await server.Key("acme", "wall"));
        await other.Send(new { type = "subscribe", topic = "wall", epoch = "another", after = 1_000 });
        Assert.Contains("place", Parts(await other.Wait("wall")));
    }

    private static IEnumerable<string> Parts(JsonNode message) => message["parts"]!.AsObject().Select(part => part.Key).Order(StringComparer.Ordinal);

    private static string Escaped(JsonNode? value) => Uri.EscapeDataString((string)value!);

    private static async Task<JsonNode> Get(TestServer server, string address, string? token)
    {
        var answer = await server.Get(address, token);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        return answer.Json;
    }

    private static async Task Say(TestServer server, params (string Id, string Source, string Region)[] voices)
    {
        var sent = await server.Post("/api/v1/voices", await server.Key("acme", "events"), new
        {
            voices = voices.Select(voice => new { id = voice.Id, source = voice.Source, time = DateTimeOffset.UtcNow.AddMinutes(-1), text = Complaint, channel = "web", region = voice.Region, customer = "c-" + voice.Id }),
        });
        Assert.True(sent.Status == HttpStatusCode.Accepted && (int)sent.Json["accepted"]! == voices.Length, sent.ToString());
    }

    /// <summary>An open incident as the watch stores it.</summary>
    private static Task Raise(TestServer server, long number, int voices)
    {
        var minute = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60;
        var incident = new Incident
        {
            Number = number, Position = 1, Reason = "parcel-late", Stage = "delivery", Onset = minute - 5, RaisedAt = minute - 4, LastAt = minute - 1, Voices = voices, Customers = voices, Expected = 1.5,
            Node = new(StringComparer.Ordinal) { ["region"] = "杭州" }, Trend = [new TrendPoint(minute - 2, voices, 0.5f)],
        };
        return server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => transaction.Execute(
            "insert into incident (tenant, number, state, kind, onset, raised_at, position, verdict, body) values (@tenant, @number, 'open', 'anomaly', @onset, @raisedAt, 1, null, @body)",
            new { number, onset = incident.Onset, raisedAt = incident.RaisedAt, body = JsonSerializer.Serialize(incident) }));
    }
}
