using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Patella.BrowserTests.Machine;

/// <summary>A running server with one ecosystem of two units, its people, and customers with orders; set up over the public API alone.</summary>
public sealed class Marketplace : IAsyncDisposable
{
    public const string Slug = "harbour";
    public const string Password = "a long enough password";

    /// <summary>How long somebody goes on trying to sign in: a stage's whole cast comes from one address, and the door lets it in a few at a time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, string> _sessions = new(StringComparer.Ordinal);
    private readonly PatellaServer _server;
    private readonly HttpClient _http;

    private Marketplace(PatellaServer server, string address)
    {
        _server = server;
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(address) };
    }

    /// <summary>Where people come in.</summary>
    public string Address { get; }

    /// <summary>The administrator's session token.</summary>
    public string Administrator { get; private set; } = "";

    /// <summary>The key with which the order system tells events.</summary>
    public string EventsKey { get; private set; } = "";

    public static async Task<Marketplace> Open() => await Open(await PatellaServer.Start());

    /// <summary>On a server that has just been started and stands behind <paramref name="address"/>; the marketplace ends it.</summary>
    public static async Task<Marketplace> Open(PatellaServer server, string? address = null)
    {
        var marketplace = new Marketplace(server, address ?? server.Address);
        try
        {
            var made = await marketplace.Send(HttpMethod.Post, "/api/v1/first-run", null, new
            {
                code = marketplace._server.FirstRunCode, ecosystemName = "海湾集市", slug = Slug, name = "宋管理", email = "admin@harbour.example", password = Password, language = "zh-CN",
            });
            var administrator = (string)made["token"]!;
            await marketplace.Send(HttpMethod.Post, "/api/v1/settings/import", administrator, MarketplaceFacts.Settings);
            marketplace.Administrator = administrator;
            marketplace.EventsKey = (string)(await marketplace.Send(HttpMethod.Post, "/api/v1/api-keys", administrator, new { name = "order system", scopes = new[] { "events" } }))["token"]!;
            await marketplace.Send(HttpMethod.Post, "/api/v1/events", marketplace.EventsKey, MarketplaceFacts.Events(DateTimeOffset.UtcNow));
            return marketplace;
        }
        catch
        {
            await marketplace.DisposeAsync();
            throw;
        }
    }

    public static string Mail(string name) => name + "@harbour.example";

    /// <summary>The address of the help page of the unit "market" for a customer who is signed in at the marketplace.</summary>
    public static string HelpPage(string subject, string name, string language = "zh-CN")
        => $"/help/{Slug}?unit=market&lang={language}&token={ConsumerToken.Make(Slug, subject, name)}";

    /// <summary>The session token of a person of the staff, whose calls of the API share one session.</summary>
    public async Task<string> SignIn(string name)
    {
        if (!_sessions.TryGetValue(name, out var token))
        {
            _sessions[name] = token = await Session(name);
        }

        return token;
    }

    /// <summary>Lets a person of the staff in without the sign-in page, with a session of their own that they may end.</summary>
    public async Task EnterAs(Person person, string name)
        => await person.Page.Context.AddCookiesAsync([new() { Name = "patella_session", Value = await Session(name), Url = Address, HttpOnly = true }]);

    /// <summary>The session token of a customer.</summary>
    public async Task<string> Visit(string subject, string name)
        => (string)(await Send(HttpMethod.Post, "/api/v1/visitor-sessions", null, new { tenant = Slug, language = "zh-CN", token = ConsumerToken.Make(Slug, subject, name) }))["token"]!;

    /// <summary>The newest conversation of a customer. What they said shows on their page before the server has it.</summary>
    public async Task<string> ConversationOf(string customer)
    {
        var begun = Stopwatch.StartNew();
        while (true)
        {
            if ((await Send(HttpMethod.Get, "/api/v1/conversations", customer))["items"]!.AsArray() is [{ } newest, ..])
            {
                return (string)newest["id"]!;
            }

            Assert.True(begun.Elapsed < Patience, "What the customer said does not come.\n" + _server.Output);
            await Task.Delay(100);
        }
    }

    /// <summary>Opens the platform's books as finance does: a fund with a budget and a limit, a merchant's deposit, one seal, something after it.</summary>
    public async Task KeepBooks()
    {
        var finance = await SignIn("finance");
        object Move(string id, string debit, string credit, long amount, string reason) => new { transfers = new[] { new { id, debit, credit, amount = new { amount, currency = "CNY" }, reason, document = "budget-2026" } } };
        foreach (var account in new object[] { new { kind = "platform", currency = "CNY" }, new { kind = "fund", currency = "CNY", owner = "gestures" }, new { kind = "merchant-deposit", currency = "CNY", owner = "shop-1" }, new { kind = "merchant-deposit", currency = "CNY", owner = TeaShops.First } })
        {
            await Send(HttpMethod.Post, "/api/v1/ledger/accounts", finance, account);
        }

        await Send(HttpMethod.Post, "/api/v1/ledger/postings", finance, Move("budget-1", "platform:CNY", "fund:gestures:CNY", 5_000_00, "budget"));
        await Send(HttpMethod.Post, "/api/v1/ledger/seals", finance, new { });
        await Send(HttpMethod.Post, "/api/v1/ledger/postings", finance, Move("deposit-1", "platform:CNY", "merchant-deposit:shop-1:CNY", 1_000_00, "deposit"));
        await Send(HttpMethod.Post, "/api/v1/ledger/postings", finance, Move("deposit-2", "platform:CNY", $"merchant-deposit:{TeaShops.First}:CNY", 2_000_00, "deposit"));
        await Send(HttpMethod.Put, "/api/v1/ledger/funds/fund:gestures:CNY/limits", finance, new { limits = new[] { new { grade = "senior", mostOnce = 50_00, mostADay = 500_00 } } });
    }

    /// <summary>One call of the public API that must succeed.</summary>
    public async Task<JsonNode> Send(HttpMethod method, string path, string? token, object? body = null)
    {
        var (status, answer) = await Ask(method, path, token, body);
        Assert.True(status is >= 200 and < 300, $"{method} {path}: {status} {answer.ToJsonString()}\n{_server.Output}");
        return answer;
    }

    /// <summary>One call of the public API, whatever comes of it.</summary>
    public async Task<(int Status, JsonNode Answer)> Ask(HttpMethod method, string path, string? token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    private async Task<string> Session(string name)
    {
        var begun = Stopwatch.StartNew();
        while (true)
        {
            var (status, answer) = await Ask(HttpMethod.Post, "/api/v1/sessions", null, new { tenant = Slug, email = Mail(name), password = Password });
            if (status != 429 || begun.Elapsed > Patience)
            {
                Assert.True(status == 201, $"{name} is not let in: {status} {answer.ToJsonString()}\n{_server.Output}");
                return (string)answer["token"]!;
            }

            await Task.Delay(TimeSpan.FromSeconds(2));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }
}
