using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Parties;
using Patella.Tests.Hosting;
using Patella.Tests.Platform;
using Patella.Tests.Service.Connectors;

namespace Patella.Tests.Servers;

/// <summary>A consumer who has left is told on their device when they asked for it, against a push service of our own that speaks RFC 8030 over HTTP.</summary>
public class PushTests
{
    private sealed class PushService : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private PushService(WebApplication app, string address) => (_app, Address) = (app, address);

        public string Address { get; }

        public ConcurrentQueue<(string Path, byte[] Body, Dictionary<string, string> Headers)> Taken { get; } = [];

        public int Status { get; set; } = 201;

        public static async Task<PushService> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var address = $"http://127.0.0.1:{PatellaProcess.FreePort()}";
            builder.WebHost.UseUrls(address);
            var service = new PushService(builder.Build(), address);
            service._app.MapPost("/send/{id}", async (HttpContext http) =>
            {
                var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                service.Taken.Enqueue((http.Request.Path, body.ToArray(), http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
                http.Response.StatusCode = service.Status;
            });
            await service._app.StartAsync();
            return service;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_asked_for_it_is_told_on_the_device_once_and_by_no_mail(StoreKind kind)
    {
        await using var server = await Open(kind);
        await using var push = await PushService.Start();
        using var browser = new PushBrowser();
        var (consumer, conversation) = await ConversationTests.Begin(server, "灯坏了，请人工");
        await KnowAddress(server, conversation);
        var offer = await server.Get("/api/v1/me/push", consumer);
        Assert.True((bool)offer.Json["enabled"]!);
        await Subscribe(server, consumer, browser, push.Address + "/send/li");
        await Answer(server, conversation, "我们今天给您补发。");
        await Later(server, () => !push.Taken.IsEmpty);

        var (_, body, headers) = push.Taken.Single();
        var message = JsonNode.Parse(browser.Read(body))!;
        Assert.Equal((conversation, $"/help/acme?unit=market&lang=zh-CN"), ((string?)message["tag"], (string?)message["path"]));
        Assert.DoesNotContain("补发", message.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.Equal(("aes128gcm", "normal", 32), (headers["Content-Encoding"], headers["Urgency"], headers["Topic"].Length));
        Assert.InRange(int.Parse(headers["TTL"], System.Globalization.CultureInfo.InvariantCulture), 3_600, 30 * 86_400);
        var token = headers["Authorization"]["vapid t=".Length..headers["Authorization"].IndexOf(',', StringComparison.Ordinal)];
        Assert.Equal(push.Address, (string?)PushBrowser.Check(token, offer.Text("publicKey"))!["aud"]);

        // A second answer before they have read tells nobody again, and no mail was written beside it.
        await Answer(server, conversation, "单号稍后告诉您。");
        await Waiting.Until(async () => await Count(server, "timer", "capability = 'notifications'") == 1, "the time for the next reminder is set");
        await Later(server, async () => await Count(server, "timer", "capability = 'notifications'") == 0);
        Assert.Single(push.Taken);
        Assert.Equal((1L, 0L), (await Count(server, "push_notice", "state = 'sent'"), await Count(server, "outgoing_mail", "purpose = 'notice'")));
    }

    [Fact]
    public async Task A_browser_that_is_gone_is_forgotten_and_the_same_reminder_goes_by_mail()
    {
        await using var server = await Open(StoreKind.Sqlite);
        await using var push = await PushService.Start();
        push.Status = 410;
        using var browser = new PushBrowser();
        var (consumer, conversation) = await ConversationTests.Begin(server, "灯坏了，请人工");
        await KnowAddress(server, conversation);
        await Subscribe(server, consumer, browser, push.Address + "/send/gone");
        await Answer(server, conversation, "我们今天给您补发。");
        await Later(server, async () => await Count(server, "outgoing_mail", "purpose = 'notice' and address = 'li@consumer.test'") == 1);

        Assert.Single(push.Taken);
        Assert.Equal((0L, 1L, 1L), (await Count(server, "push_subscription"), await Count(server, "push_notice", "state = 'failed'"), await Count(server, "reminder_told", "outcome = 'mail'")));
    }

    [Fact]
    public async Task Only_whole_subscriptions_at_public_addresses_are_taken_and_only_where_the_shop_wants_them()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        using var browser = new PushBrowser();
        var (consumer, administrator) = (await server.Visit(), await server.SignIn("admin@acme.example"));
        Assert.False((bool)(await server.Get("/api/v1/me/push", consumer)).Json["enabled"]!);
        Assert.Equal("push-off", (await server.Post("/api/v1/me/push-subscriptions", consumer, Body(browser, "https://push.example/1"))).Code);
        await SwitchOn(server, administrator);
        var good = (Key: Base64Url.EncodeToString(browser.PublicKey), Secret: Base64Url.EncodeToString(browser.Secret));
        foreach (var (endpoint, key, secret) in new[]
        {
            ("http://push.example/1", good.Key, good.Secret), ("https://127.0.0.1/1", good.Key, good.Secret), ("https://[::ffff:10.0.0.1]/1", good.Key, good.Secret), ("https://169.254.169.254/latest", good.Key, good.Secret),
            ("file:///etc/passwd", good.Key, good.Secret), ("https://push.example/1", "BAAA", good.Secret), ("https://push.example/1", Base64Url.EncodeToString(new byte[65]), good.Secret), ("https://push.example/1", good.Key, "AAAA"), ("https://push.example/1", "!", "!"),
        })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await server.Post("/api/v1/me/push-subscriptions", consumer, new { endpoint, keys = new { p256dh = key, auth = secret } })).Status);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post("/api/v1/me/push-subscriptions", consumer, new { })).Status);
        var taken = await server.Post("/api/v1/me/push-subscriptions", consumer, Body(browser, "https://push.example/1"));
        Assert.Equal(HttpStatusCode.Created, taken.Status);

        // The same browser, used by somebody else now, is theirs; and only theirs to end.
        var other = await server.Visit();
        Assert.Equal(taken.Text("id"), (await server.Post("/api/v1/me/push-subscriptions", other, Body(browser, "https://push.example/1"))).Text("id"));
        await server.Send(HttpMethod.Delete, "/api/v1/me/push-subscriptions/" + taken.Text("id"), consumer);
        Assert.Equal(1L, await Count(server, "push_subscription"));
        await server.Send(HttpMethod.Delete, "/api/v1/me/push-subscriptions/" + taken.Text("id"), other);
        Assert.Equal(0L, await Count(server, "push_subscription"));
    }

    [Fact]
    public async Task A_link_from_a_shops_page_leads_to_ours_as_the_same_consumer()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var (consumer, conversation) = await ConversationTests.Begin(server, "灯坏了");
        var link = await server.Post("/api/v1/me/device-links", consumer, new { unit = "market" });
        Assert.Equal(HttpStatusCode.Created, link.Status);
        Assert.StartsWith("/help/acme?unit=market&lang=zh-CN&token=sb_acme.", link.Text("path"), StringComparison.Ordinal);
        var there = await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", token = link.Text("path").Split("token=")[1] });
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/conversations/" + conversation, there.Text("token"))).Status);
    }

    private static async Task<TestServer> Open(StoreKind kind)
    {
        var server = await TestServer.Start(kind);
        server.Services.GetRequiredService<EgressPolicy>().AllowPrivate = true;
        var administrator = await server.SignIn("admin@acme.example");
        await SwitchOn(server, administrator);
        var box = await server.Post("/api/v1/mailboxes", administrator, new
        {
            id = "box", name = "Support", address = "help@acme.test", displayName = "Support", unit = "market", language = "zh-CN", imapHost = "127.0.0.1", imapPort = 1, smtpHost = "127.0.0.1", smtpPort = 1, userName = "u", password = "p",
        });
        Assert.True(box.Status == HttpStatusCode.Created, box.ToString());
        return server;
    }

    private static async Task SwitchOn(TestServer server, string administrator)
    {
        var changed = await server.Send(HttpMethod.Put, "/api/v1/push-settings", administrator, new { enabled = true });
        Assert.True(changed.Status == HttpStatusCode.OK, changed.ToString());
    }

    private static object Body(PushBrowser browser, string endpoint) => new { endpoint, keys = new { p256dh = Base64Url.EncodeToString(browser.PublicKey), auth = Base64Url.EncodeToString(browser.Secret) } };

    private static async Task Subscribe(TestServer server, string consumer, PushBrowser browser, string endpoint)
    {
        var taken = await server.Post("/api/v1/me/push-subscriptions", consumer, Body(browser, endpoint));
        Assert.True(taken.Status == HttpStatusCode.Created, taken.ToString());
    }

    private static async Task KnowAddress(TestServer server, string conversation)
    {
        var person = (string)(await server.Get("/api/v1/conversations/" + conversation, await server.SignIn("supervisor@acme.example"))).Json["person"]!["id"]!;
        await server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => server.Services.GetRequiredService<PersonStore>().AddIdentity(transaction, person, IdentityKinds.Email, "li@consumer.test"));
    }

    private static async Task Answer(TestServer server, string conversation, string text)
    {
        await server.Post($"/api/v1/conversations/{conversation}/assignments", await server.SignIn("supervisor@acme.example"), new { staff = "acme-agent" });
        var said = await server.Post($"/api/v1/conversations/{conversation}/messages", await server.SignIn("agent@acme.example"), new { clientId = Guid.NewGuid().ToString(), text });
        Assert.True(said.Status == HttpStatusCode.Created, said.ToString());
    }

    private static Task Later(TestServer server, Func<bool> come) => Later(server, () => Task.FromResult(come()));

    /// <summary>Lets business time run fast until it has come.</summary>
    private static async Task Later(TestServer server, Func<Task<bool>> come)
    {
        var keeper = server.Services.GetRequiredService<ClockKeeper>();
        await keeper.ChangeRate(600);
        await Waiting.Until(come, "what comes when somebody has left");
        await keeper.ChangeRate(1);
    }

    private static Task<long> Count(TestServer server, string table, string where = "1 = 1")
        => server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.One<long>($"select count(*) from {table} where tenant = @tenant and {where}"));
}
