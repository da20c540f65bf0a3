using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Servers;

namespace Patella.Tests.Andon;

/// <summary>A whole server with front-line people, those who answer for business, the experience group, and a release system with its key.</summary>
internal sealed class AndonWorld : IAsyncDisposable
{
    private AndonWorld(TestServer server) => Server = server;

    public TestServer Server { get; }

    public string Agent { get; private set; } = "";

    public string Other { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public string Expert { get; private set; } = "";

    public string Administrator { get; private set; } = "";

    public string RuleOwner { get; private set; } = "";

    /// <summary>The release system's API key.</summary>
    public string Pipeline { get; private set; } = "";

    public static async Task<AndonWorld> Create(StoreKind kind, double timeRate = 1, TestServer? server = null)
    {
        server ??= await TestServer.Start(kind, timeRate: timeRate);
        return new AndonWorld(server)
        {
            Agent = await server.SignIn("agent@acme.example"), Other = await server.SignIn("traveller@acme.example"), Owner = await server.SignIn("business-owner@acme.example"), Expert = await server.SignIn("expert@acme.example"),
            Administrator = await server.SignIn("admin@acme.example"), RuleOwner = await server.SignIn("rule-owner@acme.example"), Pipeline = await server.Key("acme", "launches"),
        };
    }

    public Task<Answer> Register(string id, string kind = "launch", string title = "New checkout", DateTimeOffset? at = null, string? unit = "market", string? owner = null)
        => Server.Post("/api/v1/launches", Pipeline, new { id, kind, title, node = new Dictionary<string, string> { ["channel"] = "app" }, at, unit, owner });

    public Task<Answer> Pull(string id, string target = "l1", string kind = "launch", string? token = null, string harm = "优惠券在结算时失效，顾客多付了钱。", string? conversation = null, string? title = null, string? @case = null)
        => Server.Post("/api/v1/pulls", token ?? Agent, new { id, target = new { kind, id = target, title }, harm, conversation, @case });

    public Task<Answer> Acknowledge(string pull, string? token = null) => Server.Post($"/api/v1/pulls/{pull}/acknowledgements", token ?? Owner);

    public Task<Answer> Say(string pull, string id, string answer, string? words = "我们来改。", string? token = null) => Server.Post($"/api/v1/pulls/{pull}/answers", token ?? Owner, new { id, answer, words });

    public Task<Answer> Change(string pull, string id, string? token = null, string? link = "https://git.example/change/7", string? file = null) => Server.Post($"/api/v1/pulls/{pull}/changes", token ?? Owner, new { id, words = "券规则已修正。", link, file });

    public Task<Answer> Release(string pull, string id, string? token = null, bool yes = true) => Server.Post($"/api/v1/pulls/{pull}/releases", token ?? Agent, new { id, yes });

    public Task<Answer> Gate(string id = "l1", string kind = "launch", string? token = null) => Server.Get($"/api/v1/launch-gate/{kind}/{id}", token ?? Pipeline);

    public Task<Answer> Pass(string id = "l1") => Server.Post($"/api/v1/launches/{id}/passes", Pipeline);

    public async Task<string> State(string id = "l1", string kind = "launch") => (await Gate(id, kind)).Text("state");

    public async Task<JsonNode> Detail(string pull, string? token = null)
    {
        var answer = await Server.Get("/api/v1/pulls/" + pull, token ?? Agent);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        return answer.Json;
    }

    /// <summary>Kinds of what calls for somebody on their desk, newest first.</summary>
    public async Task<List<string>> Calls(string token) => [.. (await Server.Get("/api/v1/desk-items", token)).Json["items"]!.AsArray().Select(item => (string)item!["kind"]!)];

    public async Task<List<string>> Audited(string subject) => [.. (await Server.Get("/api/v1/audit?subject=" + subject, Administrator)).Json["items"]!.AsArray().Select(item => (string)item!["action"]!)];

    public static void Is(HttpStatusCode status, Answer answer) => Assert.True(answer.Status == status, answer.ToString());

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
