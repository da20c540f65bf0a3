using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Patella.Host.Hosting;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Tenants;
using Patella.Tests.Hosting;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>A whole server in this process, on a port of its own and an empty store of either kind, with two ecosystems: acme and rival.</summary>
public sealed class TestServer : IAsyncDisposable
{
    public const string Password = "a long enough password";
    public const string ConsumerSecret = "a secret that the marketplace and we share 0123456789";

    private readonly WebApplication _app;
    private readonly string? _database;
    private readonly string _folder;
    private readonly bool _ownsStore;

    private TestServer(WebApplication app, ServeOptions options, string? database, bool ownsStore)
    {
        _app = app;
        _database = database;
        _folder = options.DataFolder;
        _ownsStore = ownsStore;
        Options = options;
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(20) }) { BaseAddress = new Uri(options.Address), Timeout = TimeSpan.FromSeconds(30) };
    }

    public ServeOptions Options { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public WebApplication Application => _app;

    /// <param name="timeRate">How many times faster business time runs.</param>
    /// <param name="database">A database that is there already; an empty one of its own otherwise.</param>
    public static async Task<TestServer> Start(StoreKind kind, bool seeded = true, string? folder = null, double timeRate = 1, RateLimitOptions? limits = null, string? database = null)
    {
        database ??= kind == StoreKind.Postgres ? await StoreFixture.CreateDatabase() : null;
        var options = new ServeOptions
        {
            Port = PatellaProcess.FreePort(),
            DataFolder = folder ?? Directory.CreateTempSubdirectory("patella-server-").FullName,
            Postgres = database is null ? null : StoreFixture.ConnectionStringOf(database),
            TrustLoopback = true,
            TimeRate = timeRate,
            RateLimits = limits ?? new RateLimitOptions(),
            LogLevel = Microsoft.Extensions.Logging.LogLevel.Error,
        };
        var server = new TestServer(ServerComposition.Build(options), options, database, ownsStore: true);
        await server._app.StartAsync();
        if (seeded)
        {
            await server.Seed("acme");
            await server.Seed("rival");
        }

        return server;
    }

    /// <summary>A second process's server on the same PostgreSQL.</summary>
    public async Task<TestServer> StartAnother()
    {
        var options = Options with { Port = PatellaProcess.FreePort(), DataFolder = Directory.CreateTempSubdirectory("patella-server-").FullName };
        var server = new TestServer(ServerComposition.Build(options), options, _database, ownsStore: false);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>The session token of a person of the staff.</summary>
    public async Task<string> SignIn(string email, string tenant = "acme")
    {
        var answer = await Send(HttpMethod.Post, "/api/v1/sessions", null, new { tenant, email, password = Password });
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        return answer.Text("token");
    }

    /// <summary>The token of a new anonymous visitor.</summary>
    public async Task<string> Visit(string tenant = "acme", string language = "zh-CN")
    {
        var answer = await Send(HttpMethod.Post, "/api/v1/visitor-sessions", null, new { tenant, language });
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        return answer.Text("token");
    }

    /// <summary>An API key with these scopes.</summary>
    public async Task<string> Key(string tenant, params string[] scopes)
        => (await Services.GetRequiredService<IStore>().Write(new TenantId(tenant), transaction => Services.GetRequiredService<ApiKeys>().Make(transaction, "test", scopes))).Token;

    public async Task<Answer> Send(HttpMethod method, string path, string? token = null, object? body = null, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = body as HttpContent ?? JsonContent.Create(body, options: Json.Options);
        }

        more?.Invoke(request);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value)));
    }

    public Task<Answer> Get(string path, string? token = null) => Send(HttpMethod.Get, path, token);

    public Task<Answer> Post(string path, string? token, object? body = null) => Send(HttpMethod.Post, path, token, body ?? new { });

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        if (_ownsStore && _database is not null)
        {
            await StoreFixture.DropDatabase(_database);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task Seed(string slug)
    {
        var administrator = new Staff(slug + "-admin", "Admin of " + slug, $"admin@{slug}.example", "en", [Roles.Administrator], [], ["en"], 0, null, null, "own", true, false);
        await Services.GetRequiredService<FirstRun>().Make(slug, new TenantProfile(slug, "zh-CN", new Look("#1f6feb", slug, "")), administrator, Password);
        var token = await SignIn(administrator.Email, slug);
        object Person(string name, string role, string[] units, string[] languages, string? merchant = null) => new
        {
            id = $"{slug}-{name}", name, email = $"{name}@{slug}.example", password = Password, language = "zh-CN", roles = new[] { role }, units, languages, capacity = 3, merchant,
        };
        var imported = await Post("/api/v1/settings/import", token, new
        {
            units = new object[]
            {
                new { id = slug + "-market", code = "market", name = new Dictionary<string, string> { ["zh-CN"] = "集市", ["en"] = "Market" }, kind = "market" },
                new { id = slug + "-travel", code = "travel", name = new Dictionary<string, string> { ["zh-CN"] = "旅行", ["en"] = "Travel" }, kind = "travel" },
            },
            merchants = new[] { new { id = slug + "-shop-1", externalId = "shop-1", name = "Shop One", unit = "market", category = "fashion" } },
            teams = new[] { new { id = slug + "-team", name = "Team", unit = "market" } },
            staff = new[]
            {
                Person("agent", Roles.Agent, ["market"], ["zh-CN", "en"]),
                Person("traveller", Roles.Agent, ["travel"], ["zh-CN", "en"]),
                Person("supervisor", Roles.Supervisor, ["market"], ["zh-CN", "en"]),
                Person("expert", Roles.Expert, [], ["zh-CN"]),
                Person("merchant", Roles.Merchant, [], ["zh-CN"], "shop-1"),
                Person("carrier", Roles.Carrier, [], ["zh-CN"]),
                Person("executive", Roles.Executive, [], ["zh-CN"]),
                Person("adjudicator", Roles.Adjudicator, [], ["zh-CN"]),
                Person("rule-owner", Roles.RuleOwner, [], ["zh-CN"]),
                Person("legal", Roles.Legal, [], ["zh-CN"]),
                Person("finance", Roles.Finance, [], ["zh-CN"]),
                Person("business-owner", Roles.BusinessOwner, [], ["zh-CN"]),
                Person("analyst", Roles.Analyst, [], ["zh-CN"]),
                Person("system-owner", Roles.SystemOwner, [], ["zh-CN"]),
                Person("newcomer", Roles.Newcomer, [], ["zh-CN"]),
            },
            knowledgeArticles = new[]
            {
                new { id = slug + "-a1", title = "七天无理由退货怎么办理", questions = new[] { "怎么退货", "七天无理由怎么退" }, answer = "签收后七天内，打开订单，选择退货，按提示寄回即可。", language = "zh-CN", shared = true },
                new { id = slug + "-a2", title = "How to return an item", questions = new[] { "how do I return something" }, answer = "Open the order within seven days of delivery, choose return and follow the steps.", language = "en", shared = true },
            },
            cannedReplies = new[] { new { id = slug + "-c1", title = "问候", text = "您好，很高兴为您服务。", language = "zh-CN" } },
            consumerKeys = new[] { new { kid = "main", alg = "HS256", secret = ConsumerSecret } },
        });
        Assert.True(imported.Status == HttpStatusCode.Created, imported.ToString());
    }
}

/// <summary>What the server answered.</summary>
public sealed record Answer(HttpStatusCode Status, string? MediaType, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The problem's code; null when it is no problem.</summary>
    public string? Code => MediaType == "application/problem+json" ? (string?)Json["code"] : null;

    public string Text(string name) => (string)Json[name]!;

    public override string ToString() => $"{(int)Status} {Body}";
}
