using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Incidents.Engine;
using Patella.Service.Incidents.Watching;
using Patella.Service.Improvements.Response;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Improvements;

/// <summary>A whole server with a fund, orders at a shop, customers who spoke of it and some who did not, and an incident at that shop.</summary>
internal sealed class ResponseScene(TestServer server) : IAsyncDisposable
{
    public const string Id = "incident-77";
    public static readonly TenantId Acme = new("acme");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Incident _incident = new() { Number = 77, Position = 0 };

    public TestServer Server => server;

    public string Expert { get; private set; } = "";

    public string Finance { get; private set; } = "";

    public string Events { get; private set; } = "";

    public DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    public static async Task<ResponseScene> Open(StoreKind kind, long fund = 100_000)
    {
        var scene = new ResponseScene(await TestServer.Start(kind));
        scene.Expert = await scene.Server.SignIn("expert@acme.example");
        scene.Finance = await scene.Server.SignIn("finance@acme.example");
        scene.Events = await scene.Server.Key("acme", "events");
        foreach (var account in new object[] { new { kind = "platform", currency = "CNY" }, new { kind = "fund", currency = "CNY", owner = "goodwill" } })
        {
            await scene.Must(HttpStatusCode.Created, "/api/v1/ledger/accounts", scene.Finance, account);
        }

        await scene.Must(HttpStatusCode.Created, "/api/v1/ledger/postings", scene.Finance, new { transfers = new[] { new { id = "b1", debit = "platform:CNY", credit = "fund:goodwill:CNY", amount = new { amount = fund, currency = "CNY" }, reason = "budget" } } });
        return scene;
    }

    public Task Order(string number, string consumer, string merchant = "shop-1") => Must(HttpStatusCode.Accepted, "/api/v1/events", Events, new[]
    {
        new
        {
            specversion = "1.0", id = number + "-created", source = "/orders", type = "patella.order.created.v1", subject = number, time = Now.AddHours(-2), unit = "market",
            data = new { order = new { number, consumer = new { externalId = consumer, name = "Li " + consumer, language = "zh-CN" }, merchant = new { externalId = merchant }, unit = "market", items = new[] { new { sku = "s", productId = "p", title = "cup", quantity = 1 } }, placedAt = Now.AddHours(-2) } },
        },
    });

    public Task Say(string id, string customer, double minutesAgo = 5, string text = "优惠券结算的时候用不了", string merchant = "shop-1")
        => Must(HttpStatusCode.Accepted, "/api/v1/voices", Events, new { voices = new[] { new { id, time = DateTimeOffset.UtcNow.AddMinutes(-minutesAgo), text, channel = "app", merchant, customer } } });

    /// <summary>Raises the incident at the shop, with the reason that the first voice was understood to have.</summary>
    public async Task Raise()
    {
        JsonNode? voice = null;
        await Until(async () => (voice = (await server.Get("/api/v1/voices?merchant=shop-1", Expert)).Json["items"]!.AsArray().FirstOrDefault()) is not null, "the voice is heard");
        var minute = Now.ToUnixTimeSeconds() / 60;
        (_incident.Stage, _incident.Reason, _incident.Onset, _incident.RaisedAt, _incident.LastAt) = ((string?)voice!["stage"] ?? "", (string?)voice["reason"] ?? "", minute - 60, minute - 30, minute);
        _incident.Node["merchant"] = "shop-1";
        _incident.Trend = [.. Enumerable.Range(0, 30).Select(ago => new TrendPoint(minute - 30 + ago, 2, 0.2f))];
        await Tell("raised");
        await Until(async () => (await Store.Read(Acme, reader => ResponseRows.Find(reader, Id))) is not null, "the response is open");
    }

    public async Task Calm()
    {
        (_incident.State, _incident.ClosedAt) = (IncidentState.Closed, Now.ToUnixTimeSeconds() / 60);
        await Tell("calm");
        await UntilResponse(response => (string)response["state"]! == "quiet", "the response is quiet");
    }

    public async Task Return()
    {
        (_incident.State, _incident.ClosedAt) = (IncidentState.Open, null);
        await Tell("reopened");
    }

    public async Task Entry(string kind, object data) => await Store.Write(Acme, transaction => transaction.Append(new TimelineEntry
    {
        Id = Guid.NewGuid().ToString(), Kind = kind, At = Microseconds.From(DateTimeOffset.UtcNow), RecordedAt = 0, AuthorParty = "system", Data = Json.Write(data),
    }));

    public IStore Store => server.Services.GetRequiredService<IStore>();

    public Delivery Delivery => server.Services.GetRequiredService<Delivery>();

    public async Task<JsonNode> Response() => (await server.Get($"/api/v1/incidents/{Id}/response", Expert)).Json;

    public Task<Answer> Remedy(object request, bool preview = false) => server.Post($"/api/v1/incidents/{Id}/remedies{(preview ? "?preview=true" : "")}", Expert, request);

    public static object Round(string id, long? amount = 500, string whom = "all", string? needsNothing = null, string fund = "goodwill") => new Dictionary<string, object?>
    {
        ["id"] = id, ["whom"] = whom, ["message"] = new Dictionary<string, string> { ["zh-CN"] = "优惠券问题是我们造成的，现已修复。", ["en"] = "The coupon failed because of us; it works now." },
        ["gesture"] = amount is null ? null : new { fund, amount, currency = "CNY" }, ["needsNothing"] = needsNothing,
    };

    public Task UntilResponse(Func<JsonNode, bool> holds, string what) => Until(async () => holds(await Response()), what);

    public Task UntilAffected(long known, long spoke) => UntilResponse(response => ((long)response["affected"]!["known"]!, (long)response["affected"]!["spoke"]!) == (known, spoke), $"{known} known and {spoke} spoke");

    public Task UntilTold(long told) => UntilResponse(response => (long)response["affected"]!["told"]! == told && response["rounds"]!.AsArray().All(round => (long)round!["pending"]! == 0), $"{told} are told");

    public static Task Until(Func<Task<bool>> holds, string what) => Waiting.Until(holds, what, Patience);

    public async Task<JsonArray> Affected(string show = "all") => (await server.Get($"/api/v1/incidents/{Id}/affected?show={show}", Expert)).Json["items"]!.AsArray();

    /// <summary>A consumer's own view: their conversations' words and their remedies.</summary>
    public async Task<(IReadOnlyList<string> Said, IReadOnlyList<long> Received)> Mine(string consumer)
    {
        var token = (string)(await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", language = "zh-CN", token = ConsumerJwt.Make("acme", consumer) })).Json["token"]!;
        var said = new List<string>();
        foreach (var conversation in (await server.Get("/api/v1/conversations", token)).Json["items"]!.AsArray())
        {
            said.AddRange((await server.Get($"/api/v1/conversations/{conversation!["id"]}/entries", token)).Json["items"]!.AsArray().Select(entry => (string?)entry!["text"]).OfType<string>());
        }

        return (said, [.. (await server.Get("/api/v1/me/remedies", token)).Json["items"]!.AsArray().Select(item => (long)item!["amount"]!["amount"]!)]);
    }

    public async Task<long> FundLeft() => (await server.Get("/api/v1/ledger/funds", Finance)).Json["items"]!.AsArray().Select(fund => fund!["account"]!).Where(account => (string)account["id"]! == "fund:goodwill:CNY").Select(account => (long)account["balance"]!["amount"]!).Single();

    public async Task<JsonNode> Must(HttpStatusCode status, string path, string token, object body)
    {
        var answer = await server.Post(path, token, body);
        Assert.True(answer.Status == status, answer.ToString());
        return answer.Json;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private Task Tell(string what) => Store.Write(Acme, async transaction =>
    {
        await IncidentStore.Save(transaction, _incident);
        foreach (var told in IncidentTold.Of(new IncidentChange(_incident, what), Now.ToUnixTimeSeconds() / 60))
        {
            await transaction.Append(told.Entry(Guid.NewGuid().ToString(), 0));
        }
    });
}
