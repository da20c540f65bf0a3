using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Listening;

/// <summary>A server with an executive, a host who takes contacts, and a consumer who wants a person.</summary>
internal sealed class ListeningScene : IAsyncDisposable
{
    private ListeningScene(TestServer server) => Server = server;

    public TestServer Server { get; }

    public string Boss { get; private set; } = "";

    public string Host { get; private set; } = "";

    public string Supervisor { get; private set; } = "";

    public string Consumer { get; private set; } = "";

    public static async Task<ListeningScene> Start(StoreKind kind, double timeRate = 1)
    {
        var scene = new ListeningScene(await TestServer.Start(kind, timeRate: timeRate));
        scene.Boss = await scene.Server.SignIn("executive@acme.example");
        scene.Host = await scene.Server.SignIn("agent@acme.example");
        scene.Supervisor = await scene.Server.SignIn("supervisor@acme.example");
        scene.Consumer = await scene.Server.Visit();
        return scene;
    }

    /// <summary>A session that the host has agreed to.</summary>
    public async Task Seat(string id, string mode, string? listener = null)
    {
        await Done(Post("/listening-sessions", listener ?? Boss, new { id, host = "acme-agent", mode }));
        await Done(Post($"/listening-sessions/{id}/agreements", Host));
    }

    /// <summary>A contact that the host has.</summary>
    public async Task Contact(string id, string consumer, string text = "我叫张三丰，电话13812345678，包裹没到")
    {
        await Done(Post("/conversations", consumer, new { id, entryUnit = "market", message = new { clientId = "m1", text } }));
        await Done(Post($"/conversations/{id}/person-requests", consumer, new { clientId = "please" }));
        await Done(Post($"/conversations/{id}/assignments", Supervisor, new { staff = "acme-agent" }));
    }

    /// <summary>A session with a live contact.</summary>
    public async Task Live(string id, string mode, string conversation = "talk")
    {
        await Seat(id, mode);
        await Contact(conversation, Consumer);
        await Until(id, "live");
    }

    public Task Until(string id, string state) => Waiting.Until(async () => (await Session(id)).Text("state") == state, $"{id} to be {state}");

    public async Task<Answer> Session(string id) => await Get($"/listening-sessions/{id}", Supervisor);

    public async Task<string[]> ConsumerReads(string conversation = "talk") => [.. (await Get($"/conversations/{conversation}/entries", Consumer)).Json["items"]!.AsArray()
        .Where(entry => (string)entry!["kind"]! == "message" && (string)entry["author"]!["party"]! == "agent").Select(entry => (string)entry!["text"]!)];

    public Task<Answer> Post(string path, string token, object? body = null) => Server.Post("/api/v1" + path, token, body);

    public Task<Answer> Get(string path, string token) => Server.Get("/api/v1" + path, token);

    public static async Task<JsonNode> Done(Task<Answer> asked)
    {
        var answer = await asked;
        Assert.True((int)answer.Status is >= 200 and < 300, answer.ToString());
        return answer.Status == HttpStatusCode.NoContent ? new JsonObject() : answer.Json;
    }

    public static async Task Refused(string code, Task<Answer> asked)
    {
        var answer = await asked;
        Assert.True(answer.Code == code, $"not {code} but {answer}");
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
