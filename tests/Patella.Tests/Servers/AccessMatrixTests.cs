using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Tests.Servers;

/// <summary>Every endpoint x every role x own and other tenant, generated from the server's own list of endpoints.</summary>
public partial class AccessMatrixTests
{
    private static readonly string[] StaffRoles = ["agent", "supervisor", "expert", "merchant", "carrier", "executive", "adjudicator", "rule-owner", "legal", "finance", "business-owner", "analyst", "system-owner", "newcomer"];

    /// <summary>One caller asks everything there is: a refusal for asking too much would hide the one that is looked for.</summary>
    private static readonly RateLimitOptions AskEverything = new() { ConsumerPerMinute = 10_000_000, StaffPerMinute = 10_000_000, AnonymousPerMinute = 10_000_000 };

    [Fact]
    public async Task Every_endpoint_says_whom_it_lets_in()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite, seeded: false);
        var silent = Endpoints(server).Where(endpoint => endpoint.Metadata.GetMetadata<EndpointAccess>() is null).Select(endpoint => endpoint.RoutePattern.RawText).ToList();
        Assert.True(silent.Count == 0, "These endpoints let in nobody because they say nothing: " + string.Join(", ", silent));
    }

    [Theory, Patella.Tests.Platform.OnSqlite, Patella.Tests.Platform.OnPostgres]
    public async Task Each_role_is_let_in_exactly_where_its_permissions_say(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind, limits: AskEverything);
        var callers = await Callers(server, "acme");
        var wrong = new List<string>();
        var checkedCount = 0;
        foreach (var endpoint in Endpoints(server).Where(IsApi))
        {
            var access = endpoint.Metadata.GetMetadata<EndpointAccess>()!;
            foreach (var method in Methods(endpoint).Where(_ => !access.Public))
            {
                foreach (var (name, token, permissions) in callers)
                {
                    var answer = await Call(server, method, endpoint, token);
                    var refused = answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
                    var allowed = token is not null && (permissions & access.AnyOf) != 0;
                    checkedCount++;
                    if (allowed == refused || (int)answer.Status >= 500)
                    {
                        wrong.Add($"{method} {endpoint.RoutePattern.RawText} as {name}: {answer}");
                    }
                }
            }
        }

        Assert.True(checkedCount > 300, $"only {checkedCount} combinations were checked");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(20)));
    }

    [Theory, Patella.Tests.Platform.OnSqlite, Patella.Tests.Platform.OnPostgres]
    public async Task Nothing_of_one_tenant_can_be_reached_with_another_tenants_credential(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind, limits: AskEverything);
        var (_, conversation) = await ConversationTests.Begin(server, "这是阿克米的秘密");
        var key = await server.Key("acme", "admin", "events");
        var sent = await server.Post("/api/v1/events", key, new[]
        {
            new
            {
                specversion = "1.0", id = "e1", source = "/acme/orders", type = "patella.order.created.v1", subject = "A-1", time = "2026-11-11T00:00:00Z", unit = "market",
                data = new { order = new { number = "A-1", consumer = new { externalId = "buyer-secret", name = "秘密买家" }, merchant = new { externalId = "shop-1", name = "Shop One" }, unit = "market", items = new[] { new { sku = "s", productId = "p", title = "秘密商品", quantity = 1, price = new { amount = 100, currency = "CNY" } } }, total = new { amount = 100, currency = "CNY" }, placedAt = "2026-11-11T00:00:00Z" } },
            },
        });
        Assert.True(sent.Status == HttpStatusCode.Accepted, sent.ToString());
        var order = (string)(await server.Get("/api/v1/orders", key)).Json["items"]![0]!["id"]!;
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/cases", key, new { id = "acme-case", subject = "秘密工单", conversation })).Status);
        var ids = new[] { conversation, order, "acme-case", "acme-agent", "acme-a1", "acme-shop-1", "A-1" };
        var leaks = new List<string>();
        foreach (var (name, token, _) in (await Callers(server, "rival")).Where(caller => caller.Token is not null))
        {
            foreach (var endpoint in Endpoints(server).Where(IsApi))
            {
                foreach (var id in Parameter().IsMatch(endpoint.RoutePattern.RawText!) ? ids : [""])
                {
                    foreach (var method in Methods(endpoint).Where(method => method == HttpMethod.Get || id.Length > 0))
                    {
                        var answer = await Call(server, method, endpoint, token, id);
                        if (answer.Body.Contains("秘密", StringComparison.Ordinal) || (id.Length > 0 && id != "A-1" && answer.Body.Contains('"' + id + '"', StringComparison.Ordinal) && (int)answer.Status < 300))
                        {
                            leaks.Add($"{method} {endpoint.RoutePattern.RawText} with {id} as rival's {name}: {answer}");
                        }
                    }
                }
            }
        }

        Assert.True(leaks.Count == 0, string.Join("\n", leaks.Take(20)));
    }

    [Fact]
    public async Task A_cookie_changes_nothing_without_the_csrf_value_and_is_not_taken_from_other_sites()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var session = await server.Post("/api/v1/sessions", null, new { tenant = "acme", email = "agent@acme.example", password = TestServer.Password });
        var cookie = "patella_session=" + session.Text("token");
        Task<Answer> Put(Action<HttpRequestMessage> more) => server.Send(HttpMethod.Put, "/api/v1/presence", null, new { state = "available" }, request =>
        {
            request.Headers.Add("Cookie", cookie);
            more(request);
        });
        Assert.Equal("csrf", (await Put(_ => { })).Code);
        Assert.Equal("csrf", (await Put(request => request.Headers.Add("X-CSRF-Token", "guess"))).Code);
        Assert.Equal(HttpStatusCode.OK, (await Put(request => request.Headers.Add("X-CSRF-Token", session.Text("csrfToken")))).Status);
        var foreign = await Put(request =>
        {
            request.Headers.Add("X-CSRF-Token", session.Text("csrfToken"));
            request.Headers.Add("Origin", "https://elsewhere.example");
        });
        Assert.Equal(HttpStatusCode.Unauthorized, foreign.Status);
    }

    [Fact]
    public async Task Wrong_passwords_lock_an_address_out_and_tell_nothing()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        Task<Answer> Try(string email, string password) => server.Post("/api/v1/sessions", null, new { tenant = "acme", email, password });
        var unknown = await Try("nobody@acme.example", "wrong password");
        var wrong = await Try("agent@acme.example", "wrong password");
        Assert.Equal((unknown.Status, unknown.Code, unknown.Text("detail")), (wrong.Status, wrong.Code, wrong.Text("detail")));
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await Try("agent@acme.example", "wrong password");
        }

        Assert.Equal("locked-out", (await Try("agent@acme.example", TestServer.Password)).Code);
        Assert.Equal(HttpStatusCode.Created, (await Try("supervisor@acme.example", TestServer.Password)).Status);
    }

    [Fact]
    public async Task Somebody_deactivated_is_out_at_once()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var agent = await server.SignIn("agent@acme.example");
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/inbox", agent)).Status);
        var administrator = await server.SignIn("admin@acme.example");
        var saved = await server.Post("/api/v1/staff", administrator, new { id = "acme-agent", name = "agent", email = "agent@acme.example", roles = new[] { "agent" }, units = new[] { "market" }, active = false });
        Assert.Equal(HttpStatusCode.Created, saved.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Get("/api/v1/inbox", agent)).Status);
        Assert.Equal("sign-in-failed", (await server.Post("/api/v1/sessions", null, new { tenant = "acme", email = "agent@acme.example", password = TestServer.Password })).Code);
    }

    private static async Task<List<(string Name, string? Token, Permission Permissions)>> Callers(TestServer server, string tenant)
    {
        var callers = new List<(string, string?, Permission)>
        {
            ("nobody", null, Permission.None),
            ("consumer", await server.Visit(tenant), Permission.Consume),
            ("administrator", await server.SignIn($"admin@{tenant}.example", tenant), Roles.Of([Roles.Administrator])),
        };
        foreach (var role in StaffRoles)
        {
            callers.Add((role, await server.SignIn($"{role}@{tenant}.example", tenant), Roles.Of([role])));
        }

        foreach (var scope in Roles.AllScopes)
        {
            callers.Add(("key:" + scope, await server.Key(tenant, scope), Roles.OfScopes([scope])));
        }

        return callers;
    }

    private static IEnumerable<RouteEndpoint> Endpoints(TestServer server)
        => server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static bool IsApi(RouteEndpoint endpoint)
        => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal) && endpoint.RoutePattern.RawText != "/api/v1/session" && !endpoint.RoutePattern.RawText.EndsWith("/live", StringComparison.Ordinal);

    private static IEnumerable<HttpMethod> Methods(RouteEndpoint endpoint)
        => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => new HttpMethod(method));

    private static Task<Answer> Call(TestServer server, HttpMethod method, RouteEndpoint endpoint, string? token, string id = "no-such-id")
        => server.Send(method, Parameter().Replace(endpoint.RoutePattern.RawText!, Uri.EscapeDataString(id)), token, method == HttpMethod.Get || method == HttpMethod.Delete ? null : new { });

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
