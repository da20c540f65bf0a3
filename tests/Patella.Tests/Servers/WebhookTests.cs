using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Webhooks;
using Patella.Tests.Hosting;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

public class WebhookTests
{
    /// <summary>Another system: keeps what it is sent and answers as it is told.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Receiver(WebApplication app, string address) => (_app, Address) = (app, address);

        public string Address { get; }

        public ConcurrentDictionary<string, (string Body, IHeaderDictionary Headers)> Taken { get; } = [];

        public int Calls;

        public Func<HttpContext, Task<int>> Answer { get; set; } = _ => Task.FromResult(200);

        public static async Task<Receiver> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var address = $"http://127.0.0.1:{PatellaProcess.FreePort()}";
            builder.WebHost.UseUrls(address);
            var app = builder.Build();
            var receiver = new Receiver(app, address + "/hook");
            app.MapPost("/hook", async (HttpContext http) =>
            {
                Interlocked.Increment(ref receiver.Calls);
                using var reader = new StreamReader(http.Request.Body);
                var body = await reader.ReadToEndAsync();
                var headers = new HeaderDictionary(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value));
                http.Response.StatusCode = await receiver.Answer(http);
                if (http.Response.StatusCode < 300)
                {
                    receiver.Taken[headers["webhook-id"].ToString()] = (body, headers);
                }
            });
            await app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }

    private static async Task<(TestServer Server, string Administrator)> Open(StoreKind kind = StoreKind.Sqlite)
    {
        var server = await TestServer.Start(kind);
        server.Services.GetRequiredService<EgressPolicy>().AllowPrivate = true;
        return (server, await server.SignIn("admin@acme.example"));
    }

    private static async Task<string> Subscribe(TestServer server, string administrator, string id, string url, params string[] events)
    {
        var saved = await server.Post("/api/v1/webhooks", administrator, new { id, name = id, url, events, includeText = true });
        Assert.True(saved.Status == HttpStatusCode.Created, saved.ToString());
        return (string)saved.Json["secret"]!;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_happens_is_told_once_signed_and_in_its_own_kind(StoreKind kind)
    {
        var (server, administrator) = await Open(kind);
        await using var _ = server;
        await using var receiver = await Receiver.Start();
        var secret = await Subscribe(server, administrator, "crm", receiver.Address, "conversation.message");
        await ConversationTests.Begin(server, "灯坏了");
        await Waiting.Until(() => receiver.Taken.Values.Any(one => one.Body.Contains("灯坏了", StringComparison.Ordinal)), "the event");
        foreach (var (id, (body, headers)) in receiver.Taken)
        {
            Assert.Contains("\"type\":\"conversation.message\"", body, StringComparison.Ordinal);
            var expected = "v1," + StandardWebhook.Sign(secret, id, long.Parse(headers["webhook-timestamp"].ToString(), System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(body));
            Assert.Equal(expected, headers["webhook-signature"].ToString());
        }

        var log = await server.Get("/api/v1/webhooks/crm/deliveries", administrator);
        await Waiting.Until(async () => (await server.Get("/api/v1/webhooks/crm/deliveries?state=delivered", administrator)).Json["items"]!.AsArray().Count == receiver.Taken.Count, "the log");
        var delivery = (string)log.Json["items"]![0]!["id"]!;
        var detail = await server.Get("/api/v1/webhook-deliveries/" + delivery, administrator);
        Assert.StartsWith("HTTP/1.1 200", (string?)detail.Json["attempts"]![0]!["answer"], StringComparison.Ordinal);

        // The same again goes under the same id, so the receiver knows it.
        var calls = receiver.Calls;
        Assert.Equal(HttpStatusCode.Created, (await server.Post($"/api/v1/webhook-deliveries/{delivery}/redeliveries", administrator)).Status);
        await Waiting.Until(() => receiver.Calls > calls, "the second delivery");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/api/v1/webhook-deliveries/" + delivery, await server.SignIn("admin@rival.example", "rival"))).Status);
    }

    [Fact]
    public async Task A_slow_or_failing_endpoint_delays_no_other_and_is_tried_again()
    {
        var (server, administrator) = await Open();
        await using var _ = server;
        await using var slow = await Receiver.Start();
        await using var failing = await Receiver.Start();
        await using var good = await Receiver.Start();
        var release = new TaskCompletionSource();
        slow.Answer = async _ =>
        {
            await release.Task;
            return 200;
        };
        failing.Answer = _ => Task.FromResult(failing.Calls < 2 ? 503 : 200);
        await Subscribe(server, administrator, "slow", slow.Address, "*");
        await Subscribe(server, administrator, "failing", failing.Address, "conversation.opened");
        await Subscribe(server, administrator, "good", good.Address, "conversation.opened");
        await ConversationTests.Begin(server, "hello");
        await Waiting.Until(() => good.Taken.Count == 1, "the good one is told while the slow one hangs");
        await Waiting.Until(() => failing.Taken.Count == 1, "the failing one is tried again after five seconds");
        release.SetResult();
        await Waiting.Until(async () => (await server.Get("/api/v1/webhooks/failing/deliveries?state=delivered", administrator)).Json["items"]!.AsArray().Count == 1, "its delivery is written down");
        var detail = (await server.Get("/api/v1/webhooks/failing/deliveries", administrator)).Json["items"]![0]!;
        Assert.Equal(("delivered", 2), ((string?)detail["state"], (int)detail["attempts"]!));
    }

    [Fact]
    public async Task A_changed_secret_signs_beside_the_old_one_and_410_switches_off()
    {
        var (server, administrator) = await Open();
        await using var _ = server;
        await using var receiver = await Receiver.Start();
        var old = await Subscribe(server, administrator, "crm", receiver.Address, "*");
        var fresh = (string)(await server.Post("/api/v1/webhooks/crm/secrets", administrator)).Json["secret"]!;
        Assert.NotEqual(old, fresh);
        var ping = await server.Post("/api/v1/webhooks/crm/pings", administrator);
        Assert.Equal("delivered", (string?)ping.Json["delivery"]!["state"]);
        var (body, headers) = receiver.Taken.Values.Single();
        var seconds = long.Parse(headers["webhook-timestamp"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(StandardWebhook.Header([fresh, old], headers["webhook-id"].ToString(), seconds, Encoding.UTF8.GetBytes(body)), headers["webhook-signature"].ToString());
        receiver.Answer = _ => Task.FromResult(410);
        await ConversationTests.Begin(server, "hello");
        await Waiting.Until(async () => (string?)(await server.Get("/api/v1/webhooks", administrator)).Json["items"]![0]!["state"] == "disabled", "switched off");
        Assert.Contains("connectors.webhook-disabled", (await server.Get("/api/v1/audit", administrator)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://user:pass@example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("https://2130706433/")]
    public void Addresses_that_are_not_public_are_refused(string url) => Assert.NotNull(new EgressPolicy { AllowPrivate = false }.Refusal(url));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("::ffff:192.168.1.1", false)]
    public void An_address_is_public_or_not(string address, bool isPublic) => Assert.Equal(isPublic, EgressPolicy.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_not_called_and_redirects_are_not_followed()
    {
        await using var receiver = await Receiver.Start();
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var administrator = await server.SignIn("admin@acme.example");
        var egress = server.Services.GetRequiredService<EgressPolicy>();
        egress.AllowPrivate = true;
        await Subscribe(server, administrator, "inside", receiver.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), "*");
        egress.AllowPrivate = false;
        var refused = await server.Post("/api/v1/webhooks/inside/pings", administrator);
        Assert.Equal("failed", (string?)refused.Json["delivery"]!["state"]);
        Assert.Contains("private or reserved", refused.Body, StringComparison.Ordinal);
        Assert.Equal(0, receiver.Calls);
        egress.AllowPrivate = true;
        receiver.Answer = http =>
        {
            http.Response.Headers.Location = receiver.Address;
            return Task.FromResult(302);
        };
        Assert.Equal("failed", (string?)(await server.Post("/api/v1/webhooks/inside/pings", administrator)).Json["delivery"]!["state"]);
        Assert.Equal(1, receiver.Calls);
    }

    [Fact]
    public void Retries_go_on_for_about_three_days_and_then_end()
    {
        var total = Enumerable.Range(1, WebhookRetries.MostAttempts - 1).Sum(attempt => WebhookRetries.PauseAfter(attempt, 0.5, null)!.Value / 3_600e6);
        Assert.InRange(total, 60, 80);
        Assert.Null(WebhookRetries.PauseAfter(WebhookRetries.MostAttempts, 0.5, null));
        Assert.Equal(60_000_000, WebhookRetries.PauseAfter(1, 0.5, TimeSpan.FromMinutes(1)));
    }
}
