using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patella.Benchmarks.Serving;
using Patella.Service.Connectors.Webhooks;

namespace Patella.Benchmarks.Actions;

/// <summary>The real server with paid orders, a gift card, and a marketplace that does at once whatever it is asked.</summary>
internal sealed class BenchOrders : IAsyncDisposable
{
    private const string Gift = "gift-1";
    private readonly WebApplication _shop;
    private string _key = "";
    private int _changes;

    private BenchOrders(ServerUnderTest server, WebApplication shop) => (Server, _shop) = (server, shop);

    public ServerUnderTest Server { get; }

    public int Changes => _changes;

    public static async Task<BenchOrders> Open(ServerStore place, int count)
    {
        Environment.SetEnvironmentVariable(EgressPolicy.Variable, "yes");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var shop = builder.Build();
        shop.Urls.Add("http://127.0.0.1:0");
        var orders = new BenchOrders(await ServerUnderTest.Start(place), shop);
        shop.MapPut("/changes/{key}", () =>
        {
            Interlocked.Increment(ref orders._changes);
            return Results.Json(new { outcome = "done" });
        });
        await shop.StartAsync();
        await orders.Fill(count);
        return orders;
    }

    /// <summary>One transaction: decided, booked and told.</summary>
    public Task Refund(int number) => Act(number, $"r{number}", "refund", new { amount = 100, reason = "late", instrument = Gift }, 0);

    /// <summary>Accepted, handed over, answered, told.</summary>
    public Task ChangeAddress(int number, int wait) => Act(number, $"a{number}", "change-address", new { address = new { street = "Long Street 1", city = "Hangzhou" } }, wait);

    public Task Read(int number) => Server.Ask(HttpMethod.Get, $"/api/v1/orders/N{number}", _key);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _shop.DisposeAsync();
    }

    private async Task Act(int number, string id, string kind, object arguments, int wait)
    {
        var action = await Server.Ask(HttpMethod.Post, $"/api/v1/orders/N{number}/actions?wait={wait}", _key, new { id, kind, arguments });
        if ((string)action!["state"]! != "done")
        {
            throw new InvalidOperationException("An action was not done: " + action.ToJsonString());
        }
    }

    private async Task Fill(int count)
    {
        var address = _shop.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await Server.Ask(HttpMethod.Post, "/api/v1/settings/import", Server.AdminToken, new
        {
            marketplace = new { url = address, secret = StandardWebhook.NewSecret(), timeoutSeconds = 10 },
            authorities = new[] { new { grade = "api", kind = "refund", currency = "CNY", mostPerCase = 1_000_000L, mostPerDay = 1_000_000_000L } },
        });
        _key = (string)(await Server.Ask(HttpMethod.Post, "/api/v1/api-keys", Server.AdminToken, new { name = "actions", scopes = new[] { "write", "events" } }))!["token"]!;
        await Tell([
            Event("identity.profile", "buyer", new { consumer = new { externalId = "buyer", instruments = new[] { new { id = Gift, kind = "stored-value", label = "gift card" } } } }),
            Event("payment.value-opened", Gift, new { instrument = Gift, consumer = "buyer", amount = Cny(0) }),
        ]);
        foreach (var part in Enumerable.Range(0, count).Chunk(400))
        {
            await Tell([.. part.SelectMany(number => new[]
            {
                Event("order.created", $"N{number}", new { order = new { number = $"N{number}", consumer = new { externalId = "buyer" }, unit = "market", total = Cny(3_000), items = new[] { new { sku = "cup", title = "Cup", quantity = 1, price = Cny(3_000) } } } }),
                Event("payment.captured", $"N{number}", new { payment = new { id = $"p{number}", order = $"N{number}", amount = Cny(3_000), instrument = Gift } }),
            })]);
        }
    }

    private Task<JsonNode?> Tell(object[] events) => Server.Ask(HttpMethod.Post, "/api/v1/events", _key, events);

    private static object Event(string type, string subject, object data) => new
    {
        specversion = "1.0", id = type + subject, source = "/bench", type = $"patella.{type}.v1", subject, subjectversion = 1, time = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("O"), unit = "market", data,
    };

    private static object Cny(long amount) => new { amount, currency = "CNY" };
}
