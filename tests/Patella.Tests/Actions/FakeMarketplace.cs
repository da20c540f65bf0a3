using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patella.Service.Connectors.Webhooks;

namespace Patella.Tests.Actions;

/// <summary>How the other side of a change misbehaves.</summary>
public enum ShopFault
{
    None,
    Refuses,

    /// <summary>It does it, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>What is sent is lost on the way, the first time.</summary>
    OrderLost,

    /// <summary>It takes the change and decides at a later question.</summary>
    Late,

    /// <summary>It does it and tells it twice, each event again.</summary>
    TellsTwice,

    /// <summary>It does it and tells it in words nobody can read.</summary>
    Garbles,

    /// <summary>It takes everything and never decides.</summary>
    Never,
}

/// <summary>A marketplace with its own memory, as seen from outside: one effect a key, signed calls only, and faults.</summary>
internal sealed class FakeMarketplace : IAsyncDisposable
{
    public const string Secret = "whsec_cGF0ZWxsYS1hbmQtYS1zaG9wLXNoYXJlLXRoaXMtc2VjcmV0";
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, JsonNode> _taken = new();
    private readonly ConcurrentDictionary<string, int> _sent = new();
    private readonly ConcurrentDictionary<string, int> _asked = new();

    private FakeMarketplace()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPut("/shop/changes/{key}", Put);
        _app.MapGet("/shop/changes/{key}", Get);
    }

    public Func<string, ShopFault> FaultOf { get; set; } = _ => ShopFault.None;

    /// <summary>What was truly done, by key.</summary>
    public IReadOnlyDictionary<string, JsonNode> Taken => _taken;

    /// <summary>How often each key was handed over.</summary>
    public IReadOnlyDictionary<string, int> Sent => _sent;

    public IReadOnlyDictionary<string, int> Asked => _asked;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/shop";

    public static async Task<FakeMarketplace> Start()
    {
        var shop = new FakeMarketplace();
        await shop._app.StartAsync();
        return shop;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Put(string key, HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (!Signed(http, key, body.ToArray()))
        {
            return Results.Unauthorized();
        }

        var times = _sent.AddOrUpdate(key, 1, (_, count) => count + 1);
        var fault = FaultOf(key);
        if (fault == ShopFault.OrderLost && times == 1)
        {
            http.Abort();
            return Results.Empty;
        }

        var change = JsonNode.Parse(body.ToArray())!;
        if (fault != ShopFault.Refuses && !_taken.TryAdd(key, change) && !JsonNode.DeepEquals(_taken[key], change))
        {
            return Results.Conflict();
        }

        if (fault == ShopFault.AnswerLost)
        {
            http.Abort();
            return Results.Empty;
        }

        return fault is ShopFault.Late or ShopFault.Never ? Results.Json(new { outcome = "underway" }, statusCode: 202) : Answer(key);
    }

    private IResult Get(string key, HttpContext http)
    {
        var times = _asked.AddOrUpdate(key, 1, (_, count) => count + 1);
        return !Signed(http, key, []) ? Results.Unauthorized()
            : FaultOf(key) is ShopFault.Never || (FaultOf(key) is ShopFault.Late && times < 2) ? Results.Json(new { outcome = "underway" }, statusCode: 202)
            : !_taken.ContainsKey(key) && FaultOf(key) != ShopFault.Refuses ? Results.NotFound() : Answer(key);
    }

    private IResult Answer(string key)
    {
        if (FaultOf(key) == ShopFault.Refuses)
        {
            return Results.Json(new { outcome = "refused", code = "wrong-state", detail = "The shop says no." });
        }

        var events = EventsOf(key, _taken[key]);
        return Results.Json(new { outcome = "done", events = FaultOf(key) switch { ShopFault.TellsTwice => [.. events, .. events], ShopFault.Garbles => new object[] { new { what = "?" } }, _ => events } });
    }

    private static object[] EventsOf(string key, JsonNode change)
    {
        var (number, arguments) = ((string)change["order"]!, change["arguments"]!);
        object Event(string type, object data, int step = 0) => new
        {
            specversion = "1.0", id = $"{key}-{step}", source = "/fake/shop", type = $"patella.{type}.v1", subject = number, subjectversion = 100L + step, time = DateTimeOffset.UtcNow.ToString("O"), unit = "market", data,
        };
        return (string)change["kind"]! switch
        {
            "cancel" when arguments["items"] is null => [Event("order.closed", new { order = new { number } })],
            "change-address" => [Event("order.address-changed", new { order = new { number, address = arguments["address"] } })],
            "return" => [Event("refund.created", new { refund = new { id = key, order = number, reason = "return" } })],
            _ => [Event("order.changed", new { order = new { number, attributes = new { last = (string)change["kind"]! } } })],
        };
    }

    private static bool Signed(HttpContext http, string key, byte[] body)
        => http.Request.Headers["webhook-id"] == key && long.TryParse(http.Request.Headers["webhook-timestamp"], out var seconds) && http.Request.Headers["webhook-signature"] == "v1," + StandardWebhook.Sign(Secret, key, seconds, body);
}
