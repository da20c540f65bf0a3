using System.Net;
using System.Text.Json;
using Patella.Simulator.Api;
using Patella.Simulator.Marketplace;

namespace Patella.Tests.Simulator.Marketplace;

/// <summary>A reference marketplace that serves a small shop, and a client that signs as Patella does.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public static readonly string Secret = Signature.SecretOf("tests");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private Shop(MarketplaceServer server) => Server = server;

    public MarketplaceServer Server { get; }

    public ReferenceMarketplace Marketplace => Server.Marketplace;

    public static async Task<Shop> Open(Func<MarketplaceOptions, MarketplaceOptions>? change = null)
    {
        var options = new MarketplaceOptions { Secret = Secret, Lateness = TimeSpan.FromMilliseconds(300) };
        var server = new MarketplaceServer(change is null ? options : change(options), TimeProvider.System, TimeProvider.System);
        if (server.Marketplace.State.Orders.IsEmpty)
        {
            server.Marketplace.State = Goods();
        }

        await server.Start();
        return new Shop(server);
    }

    /// <summary>Ada has a pending order P of two red lamps and a book, a delivered one D, a processed one S; Bob has an order of his own.</summary>
    public static ShopState Goods()
    {
        var options = new Dictionary<string, string> { ["colour"] = "red" };
        var lamp = new ShopItem("lamp-red", "lamp", "Lamp", options, 1_999);
        var book = new ShopItem("book-1", "book", "Book", options, 1_000);
        ShopOrder Order(string number, string customer, string status, params ShopItem[] items)
            => new(number, customer, "USD", status, items, JsonSerializer.SerializeToElement(new { line = "1 Hill" }), "market", customer + "-card", null, 0, DateTimeOffset.UnixEpoch);
        ShopVariant Variant(string sku, string product, long price, bool available = true, int? stock = null) => new(sku, product, product, options, price, available, stock);
        return ShopState.Of(
            [Order("P", "ada", ShopStatus.Pending, lamp, lamp, book), Order("D", "ada", ShopStatus.Delivered, lamp, book), Order("S", "ada", ShopStatus.Processed, lamp), Order("B", "bob", ShopStatus.Pending, book)],
            [Variant("lamp-red", "lamp", 1_999), Variant("lamp-blue", "lamp", 2_499, stock: 1), Variant("lamp-gone", "lamp", 2_000, available: false), Variant("book-1", "book", 1_000), Variant("book-2", "book", 900)],
            [new("ada-card", "ada", "card", "visa 0001"), new("ada-value", "ada", "stored-value", "gift card"), new("ada-dead", "ada", "card", "visa 0002", Declined: true), new("bob-card", "bob", "card", "visa 0003")]);
    }

    public Task<ShopAnswer> Change(string key, string kind, string order, object arguments) => Put($"/changes/{key}", key, new { key, kind, order, arguments });

    public Task<ShopAnswer> Cancel(string key, string order = "P") => Change(key, "cancel", order, new { reason = "ordered by mistake" });

    public Task<ShopAnswer> Pay(string key, long amount = 500, bool inward = false, string instrument = "ada-card")
        => Put($"/payments/{key}", key, new { key, amount, currency = "USD", inward, instrument });

    public Task<ShopAnswer> Put(string path, string key, object body, string? secret = null, DateTimeOffset? at = null) => Send(HttpMethod.Put, path, key, Wire.Bytes(body), secret ?? Secret, at);

    public Task<ShopAnswer> Get(string path, string key = "read") => Send(HttpMethod.Get, path, key, [], Secret, null);

    public async Task<ShopAnswer> Control(HttpMethod method, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.Address, "/faults")) { Content = body is null ? null : new ByteArrayContent(Wire.Bytes(body)) };
        return await Answer(request);
    }

    public async Task<ShopAnswer> Send(HttpMethod method, string path, string key, byte[] body, string secret, DateTimeOffset? at)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.Address, path)) { Content = new ByteArrayContent(body) };
        var seconds = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
        request.Headers.Add("webhook-id", key);
        request.Headers.Add("webhook-timestamp", $"{seconds}");
        request.Headers.Add("webhook-signature", Signature.Sign(secret, key, seconds, body));
        return await Answer(request);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    private async Task<ShopAnswer> Answer(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ShopAnswer(response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }
}

/// <summary>What the marketplace answered.</summary>
internal sealed record ShopAnswer(HttpStatusCode Status, JsonElement Body)
{
    public string? this[string name] => Body.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <summary>The outcome, and the code of a refusal.</summary>
    public string Word => this["outcome"] + (this["code"] is { } code ? " " + code : "");
}
