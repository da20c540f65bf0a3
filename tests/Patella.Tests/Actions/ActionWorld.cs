using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Webhooks;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Actions;

/// <summary>A whole server with a marketplace on the other side: one consumer with card and gift card, a product with variants, and orders of two pieces.</summary>
internal sealed class ActionWorld : IAsyncDisposable
{
    public const string Buyer = "buyer-1";
    public const long Price = 3_000;
    private int _numbers;

    private ActionWorld(TestServer server, FakeMarketplace shop) => (Server, Shop) = (server, shop);

    public TestServer Server { get; }

    public FakeMarketplace Shop { get; }

    public string Consumer { get; private set; } = "";

    public string Agent { get; private set; } = "";

    public string Supervisor { get; private set; } = "";

    public string Finance { get; private set; } = "";

    public string Events { get; private set; } = "";

    public static async Task<ActionWorld> Create(StoreKind kind, bool consentAlways = false, string? folder = null)
    {
        var world = new ActionWorld(await TestServer.Start(kind, folder: folder), await FakeMarketplace.Start());
        var server = world.Server;
        server.Services.GetRequiredService<EgressPolicy>().AllowPrivate = true;
        await world.Set(new
        {
            marketplace = new { url = world.Shop.Address, secret = FakeMarketplace.Secret, consentAlways, timeoutSeconds = 1 },
            authorities = new object[]
            {
                new { grade = "standard", kind = "refund", currency = "CNY", mostPerCase = 2_000, mostPerDay = 3_500 },
                new { grade = "standard", kind = "compensate", currency = "CNY", mostPerCase = 1_000, mostPerDay = 5_000 },
            },
        });
        (world.Consumer, world.Agent, world.Supervisor, world.Finance, world.Events) = (
            await world.SignIn(Buyer), await server.SignIn("agent@acme.example"), await server.SignIn("supervisor@acme.example"), await server.SignIn("finance@acme.example"), await server.Key("acme", "events"));
        await world.Tell("identity.profile", Buyer, new
        {
            consumer = new { externalId = Buyer, name = "买家", instruments = new object[] { new { id = "card-1", kind = "card", label = "visa 1111" }, new { id = "gift-1", kind = "stored-value", label = "礼品卡" }, new { id = "wallet-1", kind = "wallet", label = "paypal" } } },
        });
        await world.Tell("payment.value-opened", "gift-1", new { instrument = "gift-1", consumer = Buyer, amount = Cny(1_000) });
        await world.Tell("product.listed", "mug", new
        {
            product = new { id = "mug", title = "杯子", unit = "market", variants = new object[] { Variant("mug-red", 3_000, true), Variant("mug-blue", 3_500, true), Variant("mug-gold", 5_000, true), Variant("mug-grey", 2_600, true), Variant("mug-none", 3_000, false) } },
        });
        return world;
    }

    /// <summary>An order of red mugs (two unless said otherwise), paid; its number.</summary>
    public async Task<string> Order(string? instrument = "card-1", bool delivered = false, string buyer = Buyer, int quantity = 2)
    {
        var number = $"N{Interlocked.Increment(ref _numbers)}";
        await Tell("order.created", number, new
        {
            order = new
            {
                number, consumer = new { externalId = buyer }, merchant = new { externalId = "shop-1", name = "Shop One" }, unit = "market", total = Cny(quantity * Price), address = new { street = "长安街1号", city = "北京", country = "中国" },
                items = new[] { new { sku = "mug-red", productId = "mug", title = "杯子", quantity, price = Cny(Price) } },
            },
        });
        await Tell("payment.captured", number + "-p", new { payment = new { id = number + "-p", order = number, amount = Cny(quantity * Price), instrument } });
        if (delivered)
        {
            var parcel = new { order = number, trackingNumber = "T" + number, carrier = "fast", items = new[] { "mug-red" } };
            await Tell("order.shipped", number, new { order = new { number }, parcel }, 2);
            await Tell("logistics.delivered", "T" + number, new { parcel });
        }

        return number;
    }

    /// <summary>A consumer with the marketplace's word for who they are.</summary>
    public async Task<string> SignIn(string buyer)
        => (await Server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", language = "zh-CN", token = ConsumerJwt.Make("acme", buyer) })).Text("token");

    public async Task Tell(string type, string subject, object data, int version = 1)
    {
        var sent = await Server.Post("/api/v1/events", Events, new { specversion = "1.0", id = $"{type}-{subject}-{version}", source = "/acme", type = $"patella.{type}.v1", subject, subjectversion = version, time = DateTimeOffset.UtcNow.AddMinutes(-10).AddSeconds(version), unit = "market", data });
        Assert.True(sent.Status == HttpStatusCode.Accepted, sent.ToString());
    }

    public async Task Set(object document)
    {
        var set = await Server.Post("/api/v1/settings/import", await Server.SignIn("admin@acme.example"), document);
        Assert.True(set.Status == HttpStatusCode.Created, set.ToString());
    }

    public Task<Answer> Preview(string order, string kind, object arguments, string? token = null) => Server.Post($"/api/v1/orders/{order}/previews", token ?? Agent, new { kind, arguments });

    public Task<Answer> Act(string order, string id, string kind, object arguments, string? token = null, string? preview = null, int wait = 10, string? @case = null, string? reason = null)
        => Server.Post($"/api/v1/orders/{order}/actions?wait={wait}", token ?? Agent, new { id, kind, arguments, preview, @case, reason });

    /// <summary>The consumer looks and says yes; the preview's id.</summary>
    public async Task<string> Consent(string order, string kind, object arguments, string? token = null)
    {
        var preview = await Preview(order, kind, arguments, token);
        Assert.True(preview.Status == HttpStatusCode.Created, preview.ToString());
        var yes = await Server.Post($"/api/v1/previews/{preview.Text("id")}/consents", Consumer, new { hash = preview.Text("hash") });
        Assert.True(yes.Status == HttpStatusCode.Created, yes.ToString());
        return preview.Text("id");
    }

    /// <summary>Previewed, consented and done.</summary>
    public async Task<Answer> Do(string order, string id, string kind, object arguments, string? token = null)
        => await Act(order, id, kind, arguments, token, await Consent(order, kind, arguments, token));

    public async Task<JsonNode> UntilEnded(string id, string? token = null)
    {
        JsonNode? action = null;
        await Waiting.Until(async () => (action = (await Server.Get($"/api/v1/actions/{id}", token ?? Agent)).Json)["endedAt"] is not null, "the end of action " + id, TimeSpan.FromSeconds(30));
        return action!;
    }

    /// <summary>Entries of an order's timeline that are an action's.</summary>
    public async Task<IReadOnlyList<JsonNode>> Timeline(string order)
        => [.. (await Server.Get($"/api/v1/orders/{order}/timeline?kind=action", Agent)).Json["items"]!.AsArray().Select(item => item!)];

    public async Task<long> Account(string id, string figure = "balance")
        => (await Server.Get($"/api/v1/ledger/accounts/{id}", Finance)) is { Status: HttpStatusCode.OK } answer ? AmountOf(answer.Json[figure]!) : 0;

    public async Task<bool> Balanced() => (bool)(await Server.Get("/api/v1/ledger/books", Finance)).Json["balanced"]! && (bool)(await Server.Get("/api/v1/ledger/verification", Finance)).Json["intact"]!;

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Shop.DisposeAsync();
    }

    public static object Cny(long amount) => new { amount, currency = "CNY" };

    private static long AmountOf(JsonNode node) => node is JsonObject money ? (long)money["amount"]! : (long)node;

    private static object Variant(string sku, long price, bool available) => new { sku, options = new { colour = sku[4..] }, price = Cny(price), available };
}
