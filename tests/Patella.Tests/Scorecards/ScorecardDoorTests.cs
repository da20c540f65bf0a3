using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Scorecards.Scoring;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Scorecards;

/// <summary>The lighthouse through the public doors of a whole server.</summary>
public class ScorecardDoorTests
{
    private static readonly TenantId Acme = new("acme");

    [Theory, OnSqlite, OnPostgres]
    public async Task A_shop_reads_its_own_score_and_accounts_and_nobody_elses(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (admin, merchant, finance) = (await server.SignIn("admin@acme.example"), await server.SignIn("merchant@acme.example"), await server.SignIn("finance@acme.example"));
        await server.Post("/api/v1/merchants", admin, new { id = "acme-shop-2", externalId = "shop-2", name = "Shop Two", unit = "market", category = "fashion" });
        await Sell(server, "shop-1");
        await Sell(server, "shop-2");
        await Counted(server, "shop-1", "shop-2");
        var day = DateTime.UtcNow.AddHours(8).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.Accepted, (await server.Post("/api/v1/scorecards/nights", admin, new { })).Status);
        Assert.Equal("invalid", (await server.Post("/api/v1/scorecards/nights", admin, new { night = "2999-01-01" })).Code);
        await Until(async () => (await server.Get("/api/v1/scorecards/nights", admin)).Json["items"]!.AsArray().Any(one => (string)one!["state"]! == "done"));

        var card = (await server.Get("/api/v1/scorecards/mine", merchant)).Json;
        Assert.Equal(("shop-1", day, 1L, "lighthouse-score:0"), ((string)card["shop"]!, (string)card["night"]!, (long)card["revision"]!, (string)card["policy"]!));
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/scorecards/shop-1", merchant)).Status);
        foreach (var path in new[] { "", "/nights", "/behind?indicator=prompt", "/badges", "/corrections", "/proof" })
        {
            Assert.Equal("not-found", (await server.Get("/api/v1/scorecards/shop-2" + path, merchant)).Code);
            Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/scorecards/shop-2" + path, await server.SignIn("supervisor@acme.example"))).Status);
        }

        Assert.Equal(30, (await server.Get("/api/v1/scorecards/mine/behind?indicator=prompt", merchant)).Json["items"]!.AsArray().Count);
        Assert.True((bool)(await server.Get("/api/v1/scorecards/mine/proof", merchant)).Json["equal"]!);
        Assert.Equal("invalid", (await server.Get("/api/v1/scorecards/mine/behind?indicator=none", merchant)).Code);
        await SeeAccounts(server, merchant, finance);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_published_table_of_weights_holds_from_its_date_on_and_one_that_does_not_sum_names_the_place(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        await Publish(server, "v1", ScoreTables.Built(ScoreTables.ScoreKey).Replace("<text>20</text>", "<text>21</text>", StringComparison.Ordinal).Replace("<text>12.5</text>", "<text>11.5</text>", StringComparison.Ordinal));
        var (store, tables) = (server.Services.GetRequiredService<IStore>(), server.Services.GetRequiredService<ScoreTables>());
        var tomorrow = Microseconds.From(DateTimeOffset.UtcNow.AddDays(1));
        Task<ScoreTable> At(long at) => store.Read(Acme, reader => tables.Score(reader, at));
        Assert.Equal(("lighthouse-score:1", 2_100L), await At(tomorrow) is var later ? (later.Version, later.WeightOf[0]) : default);
        Assert.Equal(("lighthouse-score:0", 2_000L), await At(Microseconds.From(DateTimeOffset.UtcNow.AddDays(-1))) is var before ? (before.Version, before.WeightOf[0]) : default);

        await Publish(server, "v2", ScoreTables.Built(ScoreTables.ScoreKey).Replace("<text>7.5</text>", "<text>8</text>", StringComparison.Ordinal));
        Assert.Equal("lighthouse-score:2, weights: the weights sum to 100.5, and must sum to 100", (await Assert.ThrowsAsync<ScoringException>(() => At(tomorrow))).Message);
    }

    [Fact]
    public async Task A_shop_in_two_categories_of_one_document_is_refused_with_its_place()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        object Shop(string category) => new { externalId = "shop-9", name = "Nine", unit = "market", category };
        var refused = await server.Post("/api/v1/settings/import", await server.SignIn("admin@acme.example"), new { merchants = new[] { Shop("tea"), Shop("cups") } });
        Assert.Equal("/merchants/1/category", (string)refused.Json["errors"]![0]!["pointer"]!);
        Assert.DoesNotContain("shop-9", (await server.Get("/api/v1/merchants", await server.SignIn("admin@acme.example"))).Body, StringComparison.Ordinal);
    }

    private static async Task SeeAccounts(TestServer server, string merchant, string finance)
    {
        foreach (var account in new object[] { new { kind = "platform", currency = "CNY" }, new { kind = "merchant-deposit", currency = "CNY", owner = "shop-1" }, new { kind = "merchant-deposit", currency = "CNY", owner = "shop-2" } })
        {
            await server.Post("/api/v1/ledger/accounts", finance, account);
        }

        await server.Post("/api/v1/ledger/postings", finance, new { transfers = new[] { new { id = "d1", debit = "platform:CNY", credit = "merchant-deposit:shop-1:CNY", amount = new { amount = 150, currency = "CNY" }, reason = "deposit" } } });
        var own = Assert.Single((await server.Get("/api/v1/shop/accounts", merchant)).Json["items"]!.AsArray())!;
        Assert.Equal(("merchant-deposit:shop-1:CNY", 150L), ((string)own["id"]!, (long)own["balance"]!["amount"]!));
        var statement = (await server.Get("/api/v1/shop/accounts/merchant-deposit:shop-1:CNY/statement", merchant)).Json;
        Assert.Equal((150L, "platform", "deposit"), ((long)statement["closingBalance"]!, (string)statement["lines"]![0]!["with"]!, (string)statement["lines"]![0]!["reason"]!));
        Assert.Equal("not-found", (await server.Get("/api/v1/shop/accounts/merchant-deposit:shop-2:CNY/statement", merchant)).Code);
        Assert.Equal("not-found", (await server.Get("/api/v1/shop/accounts/platform:CNY/statement", merchant)).Code);
    }

    private static async Task Publish(TestServer server, string id, string dmn)
    {
        var agent = await server.SignIn("agent@acme.example");
        await server.Post("/api/v1/cases", agent, new { id = "case-1", subject = "weights", unit = "market" });
        var proposed = await server.Post("/api/v1/policies/lighthouse-score/versions", agent, new { id, title = "Weights " + id, customerView = "Customers find the shops that answer soonest.", cases = new[] { "case-1" }, dmn, words = new { } });
        Assert.True(proposed.Status == HttpStatusCode.Created, proposed.ToString());
        var owner = await server.SignIn("rule-owner@acme.example");
        var tried = await server.Post($"/api/v1/policy-versions/{id}/backtests", agent, new { });
        Assert.True(tried.Status == HttpStatusCode.OK, tried.ToString());
        var signed = await server.Post($"/api/v1/policy-versions/{id}/signatures", await server.SignIn("legal@acme.example"), new { hash = proposed.Text("hash") });
        Assert.True(signed.Status == HttpStatusCode.OK, signed.ToString());
        var put = await server.Post($"/api/v1/policy-versions/{id}/effective", owner, new { });
        Assert.True(put.Status == HttpStatusCode.OK, put.ToString());
    }

    private static async Task Sell(TestServer server, string shop)
    {
        var at = DateTimeOffset.UtcNow.AddDays(-10);
        object Event(string kind, int number, double hours, object data, string source) => new
        {
            specversion = "1.0", id = $"{shop}-{number}-{kind}", source = "/market/" + source, type = $"patella.{kind}.v1", subject = $"{shop}-{number}", time = at.AddHours(hours), unit = "market", data,
        };
        var events = Enumerable.Range(0, 30).SelectMany(number => new[]
        {
            Event("order.created", number, 0, new { order = new { number = $"{shop}-{number}", consumer = new { externalId = "buyer" }, merchant = new { externalId = shop, name = shop }, unit = "market", shipBy = at.AddHours(48), placedAt = at, items = new[] { new { sku = "s", productId = "p", title = "Cup", quantity = 1, price = new { amount = 100, currency = "CNY" } } } } }, "orders"),
            Event("order.paid", number, 0.1, new { order = new { number = $"{shop}-{number}" } }, "orders"),
            Event("logistics.picked-up", number, 9, new { parcel = new { trackingNumber = $"T-{shop}-{number}", carrier = "swift", order = $"{shop}-{number}" } }, "logistics"),
        });
        var sent = await server.Post("/api/v1/events", await server.Key("acme", "events"), events.ToArray());
        Assert.True(sent.Status == HttpStatusCode.Accepted, sent.ToString());
    }

    /// <summary>A night waits for what can be read of the timeline. On PostgreSQL that is less than was written, for as long as a transaction elsewhere is open.</summary>
    private static Task Counted(TestServer server, params string[] shops) => Until(async () =>
    {
        var counted = await server.Services.GetRequiredService<IStore>().Read(
            Acme, reader => reader.Many<string>("select merchant from score_day where tenant = @tenant group by merchant having sum(prompt) >= 30 and sum(shipped) >= 30"));
        return shops.All(counted.Contains);
    });

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await holds())
        {
            await again.WaitForNextTickAsync(patience.Token);
        }
    }
}
