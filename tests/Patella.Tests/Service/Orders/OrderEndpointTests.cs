using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders.Intake;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Orders;

public class OrderEndpointTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_party_sees_what_is_theirs(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var key = await server.Key("acme", "events");
        var sent = await server.Post("/api/v1/events", key, new[] { OrdersWorld.Created("N1", 1, "c-1", "shop-1"), OrdersWorld.Created("N2", 2, "c-2", "shop-2"), OrdersWorld.Paid("N1") });
        Assert.Equal((HttpStatusCode.Accepted, 3), (sent.Status, (int)sent.Json["accepted"]!));
        var (agent, merchant) = (await server.SignIn("agent@acme.example"), await server.SignIn("merchant@acme.example"));
        Assert.Equal(["N2", "N1"], Numbers(await server.Get("/api/v1/orders", agent)));
        Assert.Equal(["N1"], Numbers(await server.Get("/api/v1/orders", merchant)));
        var consumer = await Enter(server, "c-1");
        Assert.Equal(["N1"], Numbers(await server.Get("/api/v1/me/orders", consumer)));
        Assert.Equal("N1", (await server.Get("/api/v1/orders/N1", consumer)).Text("number"));
        Assert.Contains("1 Lake Road", (await server.Get("/api/v1/orders/N1", consumer)).Text("address"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/api/v1/orders/N2", consumer)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/api/v1/orders/N2", merchant)).Status);
        Assert.Equal("China, Zhejiang, Hangzhou, ***", (await server.Get("/api/v1/orders/N1", agent)).Text("address"));
        var rival = await server.SignIn("agent@rival.example", "rival");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get("/api/v1/orders/N1", rival)).Status);
        Assert.Empty(Numbers(await server.Get("/api/v1/orders?q=N1", rival)));
        var person = (string)(await server.Get("/api/v1/orders/N1", agent)).Json["person"]!;
        Assert.Equal(["N1"], Numbers(await server.Get($"/api/v1/consumers/{person}/orders", agent)));
        Assert.Equal(1, (int)(await server.Get($"/api/v1/consumers/{person}", agent)).Json["counts"]!["orders"]!);
        Assert.Equal(["已付款", "订单已创建"], Titles(await server.Get($"/api/v1/consumers/{person}/timeline", agent)).Select(title => title.Replace("订单已付款", "已付款", StringComparison.Ordinal)));
        Assert.NotEmpty((await server.Get("/api/v1/me/questions", consumer)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_malformed_call_changes_nothing_and_a_stranger_may_not_send()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var key = await server.Key("acme", "events");
        var refused = await server.Post("/api/v1/events", key, new[] { OrdersWorld.Created("N1"), new { specversion = "1.0" } });
        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (refused.Status, refused.Code));
        Assert.Contains("/1/id", refused.Body, StringComparison.Ordinal);
        var agent = await server.SignIn("agent@acme.example");
        Assert.Empty(Numbers(await server.Get("/api/v1/orders", agent)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Post("/api/v1/events", null, OrdersWorld.Created("N1"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Post("/api/v1/events", agent, OrdersWorld.Created("N1"))).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.Post("/api/v1/events", key, new StringContent(new string(' ', AcceptEvents.MostBytes + 1), Encoding.UTF8, "application/json"))).Status);
    }

    [Fact]
    public async Task A_signed_call_needs_no_key()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var source = (await server.Post("/api/v1/event-sources", await server.SignIn("admin@acme.example"), new { id = "erp", name = "Our shop" })).Json;
        var body = JsonSerializer.SerializeToUtf8Bytes(OrdersWorld.Created("N1"), Json.Options);
        var seconds = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signature = "v1," + WebhookSignature.Sign((string)source["secret"]!, "m1", seconds, body);
        Task<Answer> Send(string given) => server.Send(HttpMethod.Post, "/api/v1/events", null, new ByteArrayContent(body), request =>
        {
            request.Headers.Add("webhook-source", (string)source["key"]!);
            request.Headers.Add("webhook-id", "m1");
            request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", given);
        });
        Assert.Equal("signature-refused", (await Send("v1,AAAA")).Code);
        Assert.Equal(HttpStatusCode.Accepted, (await Send(signature)).Status);
        Assert.Equal(["N1"], Numbers(await server.Get("/api/v1/orders", await server.SignIn("agent@acme.example"))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_file_is_taken_by_its_content_and_served_in_a_sandbox(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var visitor = await server.Visit();
        using var picture = Form("photo.html", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2]);
        var file = await server.Post("/api/v1/files", visitor, picture);
        Assert.Equal((HttpStatusCode.Created, "image/png", "photo.html.png"), (file.Status, file.Text("contentType"), file.Text("name")));
        var content = await server.Get(file.Text("url"));
        Assert.Equal((HttpStatusCode.OK, "image/png", "sandbox; default-src 'none'", "nosniff"), (content.Status, content.MediaType, content.Headers["Content-Security-Policy"], content.Headers["X-Content-Type-Options"]));
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get(file.Text("url") + "x")).Status);
        using var program = Form("run.png", Encoding.ASCII.GetBytes("MZ\0\0"));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "file-type"), Refusal(await server.Post("/api/v1/files", visitor, program)));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "media-type"), Refusal(await server.Post("/api/v1/files", visitor, new { file = "x" })));
    }

    [Fact]
    public async Task An_import_is_previewed_and_loaded_by_an_administrator()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var admin = await server.SignIn("admin@acme.example");
        const string Csv = "order,customer,title,total\nA1,c1,Tea,12.50\n";
        var preview = await server.Post("/api/v1/imports/previews", admin, new { format = "csv", content = Csv });
        Assert.Equal((1, "order.number"), ((int)preview.Json["events"]!, (string)preview.Json["mapping"]!["order"]!));
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/api/v1/imports", admin, new { id = "i1", format = "csv", content = Csv, mapping = preview.Json["mapping"] })).Status);
        var wrong = await server.Post("/api/v1/imports", admin, new { id = "i2", format = "csv", content = "order,customer,title,total\nA1,c1,Tea,many\n" });
        Assert.Equal((2, "total"), ((int)wrong.Json["errors"]![0]!["line"]!, (string)wrong.Json["errors"]![0]!["field"]!));
        Assert.Contains("orders.import-done", (await server.Get("/api/v1/audit", admin)).Body, StringComparison.Ordinal);
    }

    internal static async Task<string> Enter(TestServer server, string consumer)
        => (await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", token = ConsumerJwt.Make("acme", consumer) })).Text("token");

    private static MultipartFormDataContent Form(string name, byte[] content) => new() { { new ByteArrayContent(content), "file", name } };

    private static (HttpStatusCode, string?) Refusal(Answer answer) => (answer.Status, answer.Code);

    private static List<string> Numbers(Answer answer) => answer.Json["items"]!.AsArray().Select(item => (string)item!["number"]!).ToList();

    private static IEnumerable<string> Titles(Answer answer) => answer.Json["items"]!.AsArray().Select(item => (string)item!["title"]!);
}
