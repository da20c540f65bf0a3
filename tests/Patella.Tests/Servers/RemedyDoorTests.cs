using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Remedies;
using Patella.Simulator.Marketplace;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>Remedies through the public doors over a real payment provider on the other side of HTTP: what the consumer, staff, the shop and finance each see.</summary>
public class RemedyDoorTests
{
    private static readonly TenantId Acme = new("acme");

    [Theory, OnSqlite, OnPostgres]
    public async Task A_refund_over_a_provider_that_loses_an_answer_is_told_to_each_in_their_own_way(StoreKind kind)
    {
        await using var scene = await Scene.Open(kind);
        scene.Provider.Faults.Add(Fault.TryMake("lost-answer", 1, Fault.OfPayments, 1)!);
        await scene.Give(new NewRemedy("r1", RemedyKinds.Refund, RemedySource.OrderPaid, 300, "CNY", scene.Order, null, scene.Person, "card-1", null, "the cup was broken", new RemedyGiver("staff", "acme-agent", 2)));
        var mine = await scene.Until("/api/v1/me/remedies", scene.Consumer, item => (string)item["state"]! == "confirmed");
        Assert.StartsWith("退款 3.00 CNY，已于 ", (string)mine["line"]!, StringComparison.Ordinal);
        Assert.EndsWith("付至mastercard 9212", (string)mine["line"]!, StringComparison.Ordinal);
        foreach (var hidden in new[] { "source", "fund", "by", "reason", "case", "merchant", "payments", "person" })
        {
            Assert.Null(mine[hidden]);
        }

        Assert.Equal(300, Assert.Single(scene.Provider.Marketplace.Moves(0, long.MaxValue)).Amount);
        var staff = (await scene.Server.Get($"/api/v1/orders/{scene.Order}/remedies", scene.Agent)).Json["items"]![0]!;
        Assert.Equal(("the cup was broken", null), ((string?)staff["reason"], (string?)staff["source"]));
        var shop = (await scene.Server.Get("/api/v1/shop/remedies", scene.Shop)).Json["items"]![0]!;
        Assert.Equal(("the cup was broken", 300L, null, null), ((string?)shop["reason"], (long)shop["amount"]!["amount"]!, (string?)shop["person"], (string?)shop["instrument"]));
        var finance = (await scene.Server.Get("/api/v1/remedies?state=confirmed", scene.Finance)).Json["items"]![0]!;
        Assert.Equal(("order-paid", "r:r1:1"), ((string?)finance["source"], (string?)finance["payments"]![0]));
        Assert.Equal("invalid", (await scene.Server.Get("/api/v1/remedies?state=nothing", scene.Finance)).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await scene.Server.Get("/api/v1/remedies/r1", await scene.Server.Visit())).Status);
        Assert.Equal(500, (long)(await scene.Server.Get("/api/v1/me/instruments", scene.Consumer)).Json["items"]!.AsArray().Single(one => (string)one!["id"]! == "gift-1")!["balances"]![0]!["amount"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_provider_refuses_is_tried_again_to_another_instrument(StoreKind kind)
    {
        await using var scene = await Scene.Open(kind);
        await scene.Give(new NewRemedy("r1", RemedyKinds.Refund, RemedySource.OrderPaid, 300, "CNY", scene.Order, null, scene.Person, "dead-1", null, "broken", new RemedyGiver("staff", "acme-agent", 2)));
        var failed = await scene.Until("/api/v1/me/remedies", scene.Consumer, item => (string)item["state"]! == "failed");
        Assert.Contains("付款没有成功，我们正在处理", (string)failed["line"]!, StringComparison.Ordinal);
        Assert.Equal("invalid", (await scene.Server.Post("/api/v1/remedies/r1/retries", scene.Agent, new { instrument = "gift-1" })).Code);
        for (var time = 0; time < 2; time++)
        {
            var again = await scene.Server.Post("/api/v1/remedies/r1/retries", scene.Agent, new { attempt = 1, instrument = "gift-1" });
            Assert.True(again.Status == HttpStatusCode.OK, again.ToString());
            Assert.Equal(("confirmed", 2L), (again.Text("state"), (long)again.Json["attempt"]!));
        }
    }

    [Fact]
    public async Task An_odd_payment_is_settled_by_two_people_and_taking_back_needs_two_as_well()
    {
        await using var scene = await Scene.Open(StoreKind.Sqlite);
        scene.Provider.Faults.Add(Fault.TryMake("wrong-amount", 1, Fault.OfPayments, 1)!);
        await scene.Give(new NewRemedy("r1", RemedyKinds.Refund, RemedySource.OrderPaid, 300, "CNY", scene.Order, null, scene.Person, "card-1", null, "broken", new RemedyGiver("staff", "acme-agent", 2)));
        await scene.Until("/api/v1/ledger/payments?state=odd", scene.Finance, _ => true);
        var path = "/api/v1/ledger/payments/r:r1:1/settlements";
        Assert.Equal("invalid", (await scene.Server.Post(path, scene.Finance, new { id = "s1", moved = -1, reason = "called them" })).Code);
        for (var time = 0; time < 2; time++)
        {
            var proposed = await scene.Server.Post(path, scene.Finance, new { id = "s1", moved = 200, reason = "they paid 2.00" });
            Assert.True(proposed.Status == HttpStatusCode.Accepted, proposed.ToString());
        }

        Assert.Equal("proposal-taken", (await scene.Server.Post(path, scene.Finance, new { id = "s1", moved = 201, reason = "they paid 2.00" })).Code);
        Assert.Equal("second-person", (await scene.Server.Post("/api/v1/ledger/proposals/s1/decision", scene.Finance, new { approve = true })).Code);
        var second = await scene.Server.SignIn("adjudicator@acme.example");
        Assert.Equal("approved", (await scene.Server.Post("/api/v1/ledger/proposals/s1/decision", second, new { approve = true })).Text("state"));
        var mine = await scene.Until("/api/v1/me/remedies", scene.Consumer, item => (string)item["state"]! == "confirmed");
        Assert.Equal(200, (long)mine["received"]!["amount"]!);

        await scene.Give(new NewRemedy("r2", RemedyKinds.Refund, RemedySource.OrderPaid, 300, "CNY", scene.Order, null, scene.Person, "gift-1", null, "broken", new RemedyGiver("staff", "acme-agent", 2)));
        Assert.Equal("invalid", (await scene.Server.Post("/api/v1/remedies/r2/reversals", second, new { id = "v1", reason = "deceived us" })).Code);
        Assert.Equal(HttpStatusCode.Accepted, (await scene.Server.Post("/api/v1/remedies/r2/reversals", second, new { id = "v1", reason = "deceived us", finding = "ruling-1" })).Status);
        Assert.Equal("approved", (await scene.Server.Post("/api/v1/ledger/proposals/v1/decision", scene.Finance, new { approve = true })).Text("state"));
        Assert.Equal("reversed", (await scene.Server.Get("/api/v1/remedies/r2", scene.Finance)).Text("state"));
    }

    [Fact]
    public async Task Finance_gets_an_advance_back_and_the_consumer_sees_a_refund()
    {
        await using var scene = await Scene.Open(StoreKind.Sqlite);
        await scene.Give(new NewRemedy("a1", RemedyKinds.Advance, RemedySource.Advance, 400, "CNY", scene.Order, "case-1", scene.Person, "gift-1", null, "the shop does not answer", RemedyGiver.System));
        Assert.Equal("refund", (string?)(await scene.Server.Get("/api/v1/me/remedies", scene.Consumer)).Json["items"]![0]!["kind"]);
        Assert.Equal(400, (long)(await scene.Server.Get("/api/v1/advances", scene.Finance)).Json["items"]![0]!["outstanding"]!);
        foreach (var account in new object[] { new { kind = "platform", currency = "CNY" }, new { kind = "merchant-deposit", currency = "CNY", owner = "shop-1" } })
        {
            await scene.Server.Post("/api/v1/ledger/accounts", scene.Finance, account);
        }

        await scene.Server.Post("/api/v1/ledger/postings", scene.Finance, new { transfers = new[] { new { id = "d1", debit = "platform:CNY", credit = "merchant-deposit:shop-1:CNY", amount = new { amount = 150, currency = "CNY" } } } });
        var swept = await scene.Server.Post("/api/v1/advances/case-1/recoveries", scene.Finance, new { id = "s1", currency = "CNY", step = "sweep", liable = new { kind = "merchant", id = "shop-1" }, reason = "ruling-1" });
        Assert.True(swept.Status == HttpStatusCode.OK, swept.ToString());
        await scene.Server.Post("/api/v1/advances/case-1/recoveries", scene.Finance, new { id = "w1", currency = "CNY", step = "write-off", reason = "the shop is gone" });
        Assert.Equal("approved", (await scene.Server.Post("/api/v1/ledger/proposals/w1/decision", await scene.Server.SignIn("adjudicator@acme.example"), new { approve = true })).Text("state"));
        var stands = (await scene.Server.Get("/api/v1/advances/case-1", scene.Finance)).Json["items"]![0]!;
        Assert.Equal((400L, 150L, 250L, 0L, "written-off"), ((long)stands["advanced"]!, (long)stands["recovered"]!, (long)stands["writtenOff"]!, (long)stands["outstanding"]!, (string?)stands["state"]));
        Assert.Empty((await scene.Server.Get("/api/v1/advances", scene.Finance)).Json["items"]!.AsArray());
    }

    /// <summary>A server whose payment provider is the reference marketplace, and one order of a consumer with a card, a dead card and a gift card.</summary>
    private sealed class Scene(TestServer server, MarketplaceServer provider) : IAsyncDisposable
    {
        public TestServer Server => server;

        public MarketplaceServer Provider => provider;

        public string Finance { get; private set; } = "";

        public string Agent { get; private set; } = "";

        public string Shop { get; private set; } = "";

        public string Consumer { get; private set; } = "";

        public string Order { get; private set; } = "";

        public string Person { get; private set; } = "";

        public static async Task<Scene> Open(StoreKind kind)
        {
            var secret = Signature.SecretOf("tests");
            var marketplace = new MarketplaceServer(new MarketplaceOptions { Secret = secret, Lateness = TimeSpan.FromMilliseconds(300) }, TimeProvider.System, TimeProvider.System);
            marketplace.Marketplace.State = ShopState.Of([], [], [new("card-1", "buyer", "card", "mastercard 9212"), new("dead-1", "buyer", "card", "visa 0002", Declined: true), new("gift-1", "buyer", "stored-value", "gift card")]);
            await marketplace.Start();
            var scene = new Scene(await TestServer.Start(kind), marketplace);
            await scene.Begin(secret);
            return scene;
        }

        public async Task Give(NewRemedy remedy)
        {
            var (store, desk, mirror) = (server.Services.GetRequiredService<IStore>(), server.Services.GetRequiredService<RemedyDesk>(), server.Services.GetRequiredService<OrderMirror>());
            var order = (await store.Read(Acme, reader => mirror.FindOrder(reader, Order)))!;
            var given = await store.Write(Acme, async transaction =>
            {
                foreach (var money in OrderMirror.MoneyOf(order))
                {
                    Assert.Null((await desk.Know(transaction, money)).Problem);
                }

                var planned = await desk.Plan(transaction, remedy with { Merchant = order.Merchant });
                return planned.Succeeded ? await desk.Pay(transaction, remedy.Id) : planned;
            });
            Assert.True(given.Succeeded, given.Problem?.Detail.ToString());
        }

        /// <summary>The first item of a page once it is as wanted.</summary>
        public async Task<JsonNode> Until(string path, string token, Predicate<JsonNode> wanted)
        {
            Answer? answer = null;
            for (var look = 0; look < 150; look++)
            {
                answer = await server.Get(path, token);
                if (answer.Json["items"]!.AsArray() is { Count: > 0 } items && wanted(items[0]!))
                {
                    return items[0]!;
                }

                await Task.Delay(100);
            }

            throw new Xunit.Sdk.XunitException($"{path} stayed {answer}");
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            await provider.DisposeAsync();
        }

        private async Task Begin(string secret)
        {
            server.Services.GetRequiredService<EgressPolicy>().AllowPrivate = true;
            var set = await server.Post("/api/v1/settings/import", await server.SignIn("admin@acme.example"), new { payments = new { url = provider.Address.ToString(), secret } });
            Assert.True(set.Status == HttpStatusCode.Created, set.ToString());
            var sent = await server.Post("/api/v1/events", await server.Key("acme", "events"), new[]
            {
                Event("identity.profile", new { consumer = new { externalId = "buyer", instruments = new[] { new { id = "card-1", kind = "card", label = "mastercard 9212" }, new { id = "dead-1", kind = "card", label = "visa 0002" } } } }),
                Event("payment.value-opened", new { instrument = new { id = "gift-1", label = "gift card" }, consumer = "buyer", amount = new { amount = 500, currency = "CNY" } }),
                Event("order.created", new { order = new { number = "N1", consumer = new { externalId = "buyer" }, merchant = new { externalId = "shop-1" }, unit = "market", items = new[] { new { title = "cup" } } } }),
                Event("payment.captured", new { payment = new { id = "p1", order = "N1", amount = new { amount = 1_000, currency = "CNY" }, instrument = "card-1" } }),
            });
            Assert.True(sent.Status == HttpStatusCode.Accepted, sent.ToString());
            Consumer = (string)(await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", language = "zh-CN", token = ConsumerJwt.Make("acme", "buyer") })).Json["token"]!;
            (Finance, Agent, Shop) = (await server.SignIn("finance@acme.example"), await server.SignIn("agent@acme.example"), await server.SignIn("merchant@acme.example"));
            var order = (await server.Get("/api/v1/orders/N1", Agent)).Json;
            (Order, Person) = ((string)order["id"]!, (string)order["person"]!);
        }

        private static object Event(string kind, object data) => new { specversion = "1.0", id = kind, source = "/tests", type = $"patella.{kind}.v1", time = DateTimeOffset.UtcNow.AddMinutes(-1), data };
    }
}
