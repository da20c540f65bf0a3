using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Orders.Intake;
using Patella.Service.Systems;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Systems;

/// <summary>The doors: registry, calls, answers of people, links and systems, and the report.</summary>
public class SystemDoorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_call_is_sent_answered_by_its_owner_and_counted(StoreKind kind)
    {
        await using var pay = await CalledSystem.Start();
        await using var server = await Open(kind);
        await Save(server, System("pay", "webhook", pay.Address, staff: "acme-system-owner", more: new { routes = new[] { new { reasons = new[] { "coupon-fails" } } } }));
        await Call(server, "c1", "pay");
        await Call(server, "c2", "pay");
        await Waiting.Until(() => pay.Heard.Count == 2, "both calls");
        await server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => transaction.Append(IncidentFollowerTests.Raised(Patella.Platform.Clocks.Microseconds.From(DateTimeOffset.UtcNow))));
        await Waiting.Until(() => pay.Heard.Any(heard => heard.Body.Contains("incident/incident-9", StringComparison.Ordinal)), "the call of the incident");
        var owner = await server.SignIn("system-owner@acme.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Post("/api/v1/system-calls/c1/acknowledgements", await server.SignIn("agent@acme.example"))).Status);
        Assert.Equal("acknowledged", (await server.Post("/api/v1/system-calls/c1/acknowledgements", owner)).Text("state"));
        var again = await server.Post("/api/v1/system-calls/c1/acknowledgements", owner);
        Assert.Equal((HttpStatusCode.Created, "system-owner"), (again.Status, again.Text("acknowledgedBy")));
        Assert.Equal("fixed", (await server.Post("/api/v1/system-calls/c1/fixes", await server.SignIn("expert@acme.example"))).Text("state"));

        var open = await server.Get("/api/v1/system-calls?state=called&system=pay", owner);
        Assert.Equal(["incident-9", "c2"], open.Json["items"]!.AsArray().Select(call => (string)call!["id"]!));
        Assert.Equal(2, (await server.Get("/api/v1/system-calls?subject=incident/incident-1", owner)).Json["items"]!.AsArray().Count);
        var report = (await server.Get("/api/v1/system-report", owner)).Json["systems"]!.AsArray().Single()!;
        Assert.Equal((3, 1, 1, 2), ((int)report["calls"]!, (int)report["acknowledged"]!, (int)report["fixed"]!, (int)report["open"]!));
        Assert.Equal(["call"], (await server.Get("/api/v1/desk-items", owner)).Json["items"]!.AsArray().Select(item => (string)item!["kind"]!).Distinct());
    }

    [Fact]
    public async Task Somebody_elses_system_is_answered_by_its_owner_its_unit_and_the_experience_group_only()
    {
        await using var server = await Open();
        await Save(server, System("pay", "webhook", "https://pay.example/hook", staff: "acme-admin"));
        await Call(server, "c1", "pay");
        var refused = await server.Post("/api/v1/system-calls/c1/acknowledgements", await server.SignIn("system-owner@acme.example"));
        Assert.Equal((HttpStatusCode.Forbidden, "not-your-system"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task The_registry_keeps_its_secrets_to_itself_and_says_what_is_wrong()
    {
        await using var server = await Open();
        var administrator = await server.SignIn("admin@acme.example");
        await Save(server, System("pay", "webhook", "https://pay.example/hook"), System("chat", "slack", "https://hooks.slack.example/services/T1/B1/key-of-it"));
        var read = await server.Get("/api/v1/systems", administrator);
        Assert.DoesNotContain("key-of-it", read.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", read.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("v1.", read.Body, StringComparison.Ordinal);
        Assert.All(read.Json["systems"]!.AsArray(), system => Assert.True((bool)system!["hasSecret"]!));
        Assert.Null((await server.Get("/api/v1/systems", await server.SignIn("analyst@acme.example"))).Json["systems"]![0]!["address"]);

        // What was read, sent back, keeps the secrets; another address does not.
        var back = await server.Send(HttpMethod.Put, "/api/v1/systems", administrator, read.Json);
        Assert.All(back.Json["systems"]!.AsArray(), system => Assert.True((bool)system!["hasSecret"]!));
        Assert.Equal("version-conflict", (await server.Send(HttpMethod.Put, "/api/v1/systems", administrator, read.Json)).Code);
        var moved = back.Json;
        moved["systems"]![0]!["address"] = "https://elsewhere.example/hook";
        Assert.False((bool)(await server.Send(HttpMethod.Put, "/api/v1/systems", administrator, moved)).Json["systems"]![0]!["hasSecret"]!);
        Assert.DoesNotContain("key-of-it", (await server.Get("/api/v1/settings/export", administrator)).Body, StringComparison.Ordinal);

        var wrong = await server.Send(HttpMethod.Put, "/api/v1/systems", administrator, new
        {
            systems = new object[] { new { id = "A B", name = new Dictionary<string, string> { ["zh-CN"] = "名" }, kind = "x", connector = "jira", address = "nowhere", routes = new[] { new { } } } },
        });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        var pointers = wrong.Json["errors"]!.AsArray().Select(error => (string)error!["pointer"]!).ToList();
        Assert.All(["/systems/0/id", "/systems/0/name", "/systems/0/kind", "/systems/0/address", "/systems/0/project", "/systems/0/staff", "/systems/0/routes/0"], pointer => Assert.Contains(pointer, pointers));
    }

    [Fact]
    public async Task A_systems_own_signed_word_counts_and_forged_old_and_foreign_ones_do_not()
    {
        await using var server = await Open();
        await Save(server, System("pay", "webhook", "https://pay.example/hook"), System("other", "webhook", "https://other.example/hook"));
        await Call(server, "c1", "pay");
        const string Said = "{\"call\":\"c1\",\"state\":\"acknowledged\",\"by\":\"On call\"}";
        Assert.Equal(HttpStatusCode.Unauthorized, (await Hook(server, "acme.pay", Said, StandardWebhook.NewSecret())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Hook(server, "acme.pay", Said, SystemWorld.Secret, TimeSpan.FromMinutes(-6))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Hook(server, "rival.pay", Said, SystemWorld.Secret)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Hook(server, "nobody.pay", Said, SystemWorld.Secret)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Hook(server, "acme.other", Said, SystemWorld.Secret)).Status);
        Assert.Equal("called", (await Find(server, "c1")).Text("state"));
        Assert.Equal(HttpStatusCode.NoContent, (await Hook(server, "acme.pay", Said, SystemWorld.Secret)).Status);
        Assert.Equal("pay: On call", (await Find(server, "c1")).Text("acknowledgedBy"));
        Assert.Equal(HttpStatusCode.NoContent, (await Hook(server, "acme.pay", "{\"call\":\"c1\",\"state\":\"fixed\"}", SystemWorld.Secret)).Status);
        var mended = (await Find(server, "c1")).Text("fixedAt");
        Assert.Equal(HttpStatusCode.NoContent, (await Hook(server, "acme.pay", Said, SystemWorld.Secret)).Status);
        Assert.Equal(("fixed", mended), ((await Find(server, "c1")).Text("state"), (await Find(server, "c1")).Text("fixedAt")));
        Assert.Equal(HttpStatusCode.NoContent, (await Hook(server, "acme.pay", "[\"not an object\"]", SystemWorld.Secret)).Status);
    }

    [Fact]
    public async Task Jira_GitHub_and_PagerDuty_answer_in_their_own_words()
    {
        await using var tools = await CalledSystem.Start(heard => heard.Path switch
        {
            "/rest/api/3/issue" => (201, "{\"key\":\"SHOP-5\"}"),
            "/repos/acme/app/issues" => (201, "{\"number\":9}"),
            _ => (202, "{\"status\":\"success\"}"),
        });
        await using var server = await Open();
        await Save(server,
            System("ops", "jira", tools.Address, "t", more: new { account = "a@b.example", project = "SHOP", hookSecret = "hook" }), System("app", "github", tools.Address, "t", more: new { project = "acme/app", hookSecret = "hook" }),
            System("pager", "pagerduty", tools.Address + "/v2/enqueue", new string('a', 32), more: new { hookSecret = "hook" }));
        await Call(server, "c1", "ops");
        await Call(server, "c2", "app");
        await Call(server, "c3", "pager");
        foreach (var id in new[] { "c1", "c2", "c3" })
        {
            await Waiting.Until(async () => (await Find(server, id)).Json["sentAt"] is not null, id);
        }

        var key = (string)tools.Heard.Single(heard => heard.Path == "/v2/enqueue").Json["dedup_key"]!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await Say(server, "acme.ops", "X-Hub-Signature", "sha256=", "{}", "wrong")).Status);
        await Say(server, "acme.ops", "X-Hub-Signature", "sha256=", "{\"webhookEvent\":\"jira:issue_updated\",\"user\":{\"displayName\":\"Ops\"},\"issue\":{\"key\":\"SHOP-5\",\"fields\":{\"status\":{\"statusCategory\":{\"key\":\"indeterminate\"}}}}}");
        await Say(server, "acme.app", "X-Hub-Signature-256", "sha256=", "{\"action\":\"closed\",\"issue\":{\"number\":9,\"state_reason\":\"completed\"},\"sender\":{\"login\":\"dev\"}}", more: ("X-GitHub-Event", "issues"));
        await Say(server, "acme.pager", "X-PagerDuty-Signature", "v1=", $"{{\"event\":{{\"event_type\":\"incident.acknowledged\",\"data\":{{\"incident_key\":\"{key}\"}}}}}}");
        Assert.Equal(("acknowledged", "fixed", "acknowledged"), ((await Find(server, "c1")).Text("state"), (await Find(server, "c2")).Text("state"), (await Find(server, "c3")).Text("state")));
        Assert.Equal("app: dev", (await Find(server, "c2")).Text("fixedBy"));
    }

    [Fact]
    public async Task A_link_changes_nothing_when_it_is_followed_and_its_button_acknowledges_and_then_says_fixed()
    {
        await using var pay = await CalledSystem.Start();
        await using var server = await Open();
        await Save(server, System("pay", "webhook", pay.Address));
        await Call(server, "c1", "pay");
        await Waiting.Until(() => !pay.Heard.IsEmpty, "the call");
        var link = new Uri((string)pay.Heard.First().Json["data"]!["answer"]!).PathAndQuery;
        var page = await server.Get(link);
        Assert.Contains("<button>", page.Body, StringComparison.Ordinal);
        Assert.Equal("called", (await Find(server, "c1")).Text("state"));
        await server.Send(HttpMethod.Post, link + "&want=acknowledged");
        await server.Send(HttpMethod.Post, link + "&want=acknowledged");
        Assert.Equal("acknowledged", (await Find(server, "c1")).Text("state"));
        await server.Send(HttpMethod.Post, link + "&want=fixed");
        Assert.Equal("fixed", (await Find(server, "c1")).Text("state"));
        Assert.DoesNotContain("<button>", (await server.Get(link)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(link[..^4] + "AAAA")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Post, link.Replace("sc_acme", "sc_rival", StringComparison.Ordinal) + "&want=fixed")).Status);
    }

    private static async Task<TestServer> Open(StoreKind kind = StoreKind.Sqlite)
    {
        var server = await TestServer.Start(kind);
        server.Services.GetRequiredService<EgressPolicy>().AllowPrivate = true;
        return server;
    }

    private static JsonObject System(string id, string connector, string address, string? secret = null, string? staff = null, object? more = null)
    {
        var system = JsonSerializerObject(new
        {
            id, name = new Dictionary<string, string> { ["zh-CN"] = id, ["en"] = id }, kind = "technical", connector, address, secret = secret ?? (connector == "webhook" ? SystemWorld.Secret : null), staff,
            unit = staff is null ? "market" : null, language = "en",
        });
        foreach (var (name, value) in more is null ? [] : JsonSerializerObject(more))
        {
            system[name] = value?.DeepClone();
        }

        return system;
    }

    private static JsonObject JsonSerializerObject(object value) => JsonNode.Parse(Patella.Service.Edge.Json.Write(value))!.AsObject();

    private static async Task Save(TestServer server, params JsonObject[] systems)
    {
        var saved = await server.Send(HttpMethod.Put, "/api/v1/systems", await server.SignIn("admin@acme.example"), new { systems });
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
    }

    private static Task Call(TestServer server, string id, string system)
        => server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => server.Services.GetRequiredService<ISystemCalls>().Call(transaction, SystemWorld.About(id, system)));

    private static async Task<Answer> Find(TestServer server, string id) => await server.Get("/api/v1/system-calls/" + id, await server.SignIn("expert@acme.example"));

    private static Task<Answer> Hook(TestServer server, string name, string body, string secret, TimeSpan shift = default)
    {
        var seconds = DateTimeOffset.UtcNow.Add(shift).ToUnixTimeSeconds();
        return server.Send(HttpMethod.Post, "/api/v1/system-hooks/" + name, null, new StringContent(body, Encoding.UTF8, "application/json"), request =>
        {
            request.Headers.Add("webhook-id", "m1");
            request.Headers.Add("webhook-timestamp", seconds.ToString(global::System.Globalization.CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", "v1," + WebhookSignature.Sign(secret, "m1", seconds, Encoding.UTF8.GetBytes(body)));
        });
    }

    private static Task<Answer> Say(TestServer server, string name, string header, string prefix, string body, string secret = "hook", (string, string)? more = null)
        => server.Send(HttpMethod.Post, "/api/v1/system-hooks/" + name, null, new StringContent(body, Encoding.UTF8, "application/json"), request =>
        {
            request.Headers.Add(header, prefix + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body))));
            if (more is { } one)
            {
                request.Headers.Add(one.Item1, one.Item2);
            }
        });
}
