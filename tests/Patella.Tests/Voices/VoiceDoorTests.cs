using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Voices;

/// <summary>Voices through the doors of a whole server: sent, loaded, said in conversations; read, counted, exported.</summary>
public class VoiceDoorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_sent_and_what_is_said_in_a_conversation_can_be_heard_by_analysts_only(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var analyst = await server.SignIn("analyst@acme.example");
        var key = await server.Key("acme", "events");
        await server.Post("/api/v1/merchants", await server.SignIn("admin@acme.example"), new { id = "m9", externalId = "shop-1", name = "Teahouse", unit = "market" });
        var now = DateTimeOffset.UtcNow;
        string Line(string id, string text) => new JsonObject { ["id"] = id, ["time"] = now.AddMinutes(-2).ToString("O"), ["text"] = text, ["channel"] = "app", ["merchant"] = "shop-1" }.ToJsonString();
        var sent = await server.Send(HttpMethod.Post, "/api/v1/voices", key, null, request => request.Content = new StringContent(Line("1", "打13812345678找我，快递没到") + "\n{broken\n" + Line("1", "again") + "\n", Encoding.UTF8, "application/x-ndjson"));
        Assert.True(sent.Status == HttpStatusCode.Accepted, sent.ToString());
        Assert.Equal((1, 1, 2), ((int)sent.Json["accepted"]!, (int)sent.Json["doubled"]!, (int)sent.Json["refused"]![0]!["line"]!));
        Assert.Equal(1, (int)(await server.Post("/api/v1/voices", key, new { voices = new[] { new { id = "2", time = now, text = "coupon fails", channel = "web" } } })).Json["accepted"]!);
        var (consumer, conversation) = await ConversationTests.Begin(server, "我的包裹在哪里", appVersion: "9.4.0");
        await server.Post($"/api/v1/conversations/{conversation}/closures", await server.SignIn("supervisor@acme.example"));
        await server.Post($"/api/v1/conversations/{conversation}/ratings", consumer, new { satisfied = 4, solved = true });

        IReadOnlyList<JsonNode> voices = [];
        await Waiting.Until(
            async () =>
            {
                var items = (await server.Get("/api/v1/voices", analyst)).Json["items"]!.AsArray();
                voices = [.. items.OfType<JsonNode>()];
                return new[] { "api", "chat", "conversation", "rating" }.All(source => voices.Any(voice => (string?)voice["source"] == source));
            },
            "voices from all sources");
        Assert.Contains(voices, voice => (string?)voice["text"] == "打[phone]找我，快递没到" && (string?)voice["merchant"] == "shop-1" && (string?)voice["names"]?["merchant"] == "Teahouse");
        Assert.Contains(voices, voice => (string?)voice["source"] == "chat" && (string?)voice["text"] == "我的包裹在哪里" && (string?)voice["conversation"] == conversation && (string?)voice["version"] == "9.4.0");
        Assert.Contains(voices, voice => (string?)voice["source"] == "rating" && (int?)voice["rating"] == 4);
        Assert.Equal(voices.Count, voices.Select(voice => (long)voice["position"]!).Distinct().Count());

        await Waiting.Until(async () => (long)(await server.Get("/api/v1/voice-figures?by=hour&group=source", analyst)).Json["total"]! >= voices.Count, "figures of all voices");
        var figures = (await server.Get("/api/v1/voice-figures?group=channel&channel=web", analyst)).Json;
        Assert.Equal((1, "web"), ((int)figures["total"]!, (string?)figures["groups"]![0]!["value"]));
        var shops = (await server.Get("/api/v1/voice-figures?group=merchant&source=api", analyst)).Json["groups"]!;
        Assert.Equal(("shop-1", "Teahouse"), ((string?)shops[0]!["value"], (string?)shops[0]!["title"]));
        var table = await server.Get("/api/v1/voices/export?source=api", analyst);
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (table.Status, table.MediaType));
        Assert.Equal(3, table.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/voice-words?source=api", analyst)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Get($"/api/v1/voices/{voices[0]["id"]}", analyst)).Status);

        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get("/api/v1/voices", await server.SignIn("agent@acme.example"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Post("/api/v1/voices", analyst, new { voices = Array.Empty<object>() })).Status);
        Assert.Empty((await server.Get("/api/v1/voices", await server.SignIn("analyst@rival.example", "rival"))).Json["items"]!.AsArray());
        Assert.Equal("invalid", (await server.Get("/api/v1/voices?sentiment=7", analyst)).Code);
        Assert.Equal("invalid", (await server.Get("/api/v1/voice-figures?by=year", analyst)).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_file_is_loaded_once_and_its_bad_lines_are_told(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var administrator = await server.SignIn("admin@acme.example");
        var time = DateTimeOffset.UtcNow.AddDays(-2).ToString("O");
        var table = $"id,time,text,category\n1,{time},\"late, again\",tea\n2,never,bad,tea\n3,{time},good,tea\n";
        Task<Answer> Load(string id, string content) => server.Send(HttpMethod.Post, $"/api/v1/voices/imports?id={id}", administrator, null, request => request.Content = new StringContent(content, Encoding.UTF8, "text/csv"));
        var first = await Load("file-1", table);
        Assert.True(first.Status == HttpStatusCode.Created, first.ToString());
        Assert.Equal((2, 1, 3), ((int)first.Json["accepted"]!, (int)first.Json["refused"]!, (int)first.Json["problems"]![0]!["line"]!));
        Assert.Equal(first.Body, (await Load("file-1", table)).Body);
        Assert.Contains("voices.import-done", (await server.Get("/api/v1/audit", administrator)).Body, StringComparison.Ordinal);
        Assert.Equal("idempotency-conflict", (await Load("file-1", table + "\n")).Code);
        Assert.Equal(first.Body, (await server.Get("/api/v1/voices/imports/file-1", administrator)).Body);
        await Waiting.Until(async () => (long)(await server.Get("/api/v1/voice-figures?category=tea", await server.SignIn("analyst@acme.example"))).Json["total"]! == 2, "the file's voices");
    }
}
