using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Patella.Tests.Cluster;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Actions;

/// <summary>
/// Consumers who buy with gift cards and cancel, through whichever process answers; every step has an id of its own and is sent again until it is answered.
/// At the end what the marketplace did, what the actions say and what the books have are held against each other.
/// </summary>
internal sealed class ActionBuyers(LiveInstallation installation, FakeMarketplace shop, int processes, int seed)
{
    private const long Price = 700;
    private readonly ConcurrentDictionary<string, string> _acknowledged = new();
    private readonly CancellationTokenSource _stop = new();
    private Task[] _working = [];
    private string _events = "";
    private int _count;

    public async Task Begin(int count)
    {
        _count = count;
        await Ready(() => installation.Ask(0, HttpMethod.Post, "/api/v1/settings/import", installation.AdminToken, new
        {
            marketplace = new { url = shop.Address, secret = FakeMarketplace.Secret, timeoutSeconds = 1 },
            consumerKeys = new[] { new { kid = "main", alg = "HS256", secret = TestServer.ConsumerSecret } },
            staff = new[] { new { id = "fin", name = "fin", email = "fin@acme.example", password = LiveInstallation.Password, roles = new[] { "finance" }, units = new[] { "market" }, languages = new[] { "en" }, capacity = 0 } },
        }));
        _events = (string)(await Ready(() => installation.Ask(0, HttpMethod.Post, "/api/v1/api-keys", installation.AdminToken, new { name = "events", scopes = new[] { "events", "write" } })))!["token"]!;
        _working = [.. Enumerable.Range(0, count).Select(worker => Task.Run(() => Work(worker)))];
    }

    public async Task End()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_working);
    }

    /// <summary>Waits until everything acknowledged has ended; then nothing may be missing, doubled or off by a cent.</summary>
    public async Task<string> Judge()
    {
        var states = new Dictionary<string, string>();
        foreach (var (id, order) in _acknowledged)
        {
            JsonNode? action = null;
            await Waiting.Until(async () => (action = await Ready(() => installation.Ask(0, HttpMethod.Get, $"/api/v1/actions/{id}", _events)))!["endedAt"] is not null, "the end of " + id, TimeSpan.FromSeconds(90));
            states[id] = (string)action!["state"]!;
            var timeline = (await Ready(() => installation.Ask(0, HttpMethod.Get, $"/api/v1/orders/{order}/timeline?kind=action", _events)))!["items"]!.AsArray();
            Assert.Equal("action." + states[id], (string)Assert.Single(timeline)!["kind"]!);
        }

        var done = states.Where(pair => pair.Value == "done").Select(pair => pair.Key).Order().ToList();
        Assert.Equal(done, shop.Taken.Keys.Order());
        Assert.All(shop.Sent, sent => Assert.True(_acknowledged.ContainsKey(sent.Key), sent.Key + " was sent without being acknowledged"));
        var finance = await Ready(() => installation.SignIn(0, "fin"));
        for (var worker = 0; worker < _count; worker++)
        {
            var account = await Ready(() => installation.Ask(0, HttpMethod.Get, $"/api/v1/ledger/accounts/buyer-value:gift-{worker}:CNY", finance));
            Assert.Equal(Price * done.Count(id => id.StartsWith($"c{worker}-", StringComparison.Ordinal)), (long)account!["balance"]!["amount"]!);
        }

        Assert.True((bool)(await Ready(() => installation.Ask(0, HttpMethod.Get, "/api/v1/ledger/verification", finance)))!["intact"]!);
        Assert.True(done.Count > 0, "nothing was done");
        return $"{_acknowledged.Count} actions, {done.Count} done once, {states.Count - done.Count} refused; {shop.Sent.Values.Sum()} sent, {shop.Asked.Values.Sum()} questions";
    }

    private async Task Work(int worker)
    {
        var (random, buyer) = (new Random((seed * 100) + worker), $"buyer-{worker}");
        await Tell("identity.profile", buyer, new { consumer = new { externalId = buyer, instruments = new[] { new { id = $"gift-{worker}", kind = "stored-value", label = "gift card" } } } });
        await Tell("payment.value-opened", $"gift-{worker}", new { instrument = $"gift-{worker}", consumer = buyer, amount = new { amount = 0, currency = "CNY" } });
        var token = (string)(await Ready(() => installation.Ask(random.Next(processes), HttpMethod.Post, "/api/v1/visitor-sessions", null, new { tenant = "acme", language = "en", token = ConsumerJwt.Make("acme", buyer) })))!["token"]!;
        for (var round = 0; !_stop.IsCancellationRequested; round++)
        {
            var (number, id) = ($"N{worker}-{round}", $"c{worker}-{round}");
            var money = new { amount = Price, currency = "CNY" };
            await Tell("order.created", number, new { order = new { number, consumer = new { externalId = buyer }, unit = "market", total = money, items = new[] { new { sku = "s", title = "cup", quantity = 1, price = money } } } });
            await Tell("payment.captured", number, new { payment = new { id = number, order = number, amount = money, instrument = $"gift-{worker}" } });
            await Cancel(random, number, id, token);
        }
    }

    private async Task Cancel(Random random, string number, string id, string token)
    {
        var arguments = new { reason = "no longer needed" };
        var preview = (await Ready(() => installation.Ask(random.Next(processes), HttpMethod.Post, $"/api/v1/orders/{number}/previews", token, new { kind = "cancel-order", arguments })))!;
        await Ready(() => installation.Ask(random.Next(processes), HttpMethod.Post, $"/api/v1/previews/{(string)preview["id"]!}/consents", token, new { hash = (string)preview["hash"]! }));
        var answered = await Ready(() => installation.Ask(random.Next(processes), HttpMethod.Post, $"/api/v1/orders/{number}/actions?wait={random.Next(2)}", token, new { id, kind = "cancel-order", arguments, preview = (string)preview["id"]! }));
        _acknowledged[(string)answered!["id"]!] = number;
    }

    private Task<JsonNode?> Tell(string type, string subject, object data) => Ready(() => installation.Ask(Random.Shared.Next(processes), HttpMethod.Post, "/api/v1/events", _events, new
    {
        specversion = "1.0", id = type + subject, source = "/acme", type = $"patella.{type}.v1", subject, subjectversion = 1, time = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("O"), unit = "market", data,
    }));

    /// <summary>Asks again until it is answered; a refusal is an answer and fails the test.</summary>
    private static async Task<T> Ready<T>(Func<Task<T>> ask)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (Exception failure) when (attempt < 100 && failure is HttpRequestException { StatusCode: null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests } or OperationCanceledException or IOException)
            {
                await Task.Delay(300);
            }
        }
    }
}
