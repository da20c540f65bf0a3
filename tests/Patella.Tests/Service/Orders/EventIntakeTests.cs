using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Intake;
using Patella.Service.Orders.Mirror;
using Patella.Service.Parties;
using Patella.Service.Tenants;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Orders;

public class EventIntakeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Any_order_doubling_and_batching_of_events_gives_the_same_mirror(StoreKind kind)
    {
        var events = OrderHistory.Of(11, 4, 12);
        await using var world = await OrdersWorld.Create(kind);
        await world.Send([.. events]);
        var expected = await Mirror(world);
        for (var seed = 1; seed <= 3; seed++)
        {
            await using var other = await OrdersWorld.Create(kind);
            foreach (var batch in OrderHistory.Scramble(events, seed).Chunk(new Random(seed).Next(1, 9)))
            {
                await other.Send(batch);
            }

            Assert.True(expected == await Mirror(other), $"seed {seed}");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_calls_at_once_lose_nothing_of_an_order(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        var events = OrderHistory.Of(5, 3, 20);
        await Task.WhenAll(OrderHistory.Scramble(events, 1).Chunk(5).Select(batch => world.Send(batch)));
        await using var other = await OrdersWorld.Create(kind);
        await other.Send([.. events]);
        Assert.Equal(await Mirror(other), await Mirror(world));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Duplicates_change_nothing_and_are_counted(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        object[] events = [OrdersWorld.Created("N1"), OrdersWorld.Paid("N1"), OrdersWorld.Event("astrology.omen", "x", 1, new { any = "thing" })];
        Assert.Equal(new IntakeResult(3, 0, 1), await world.Send(events));
        var before = await Mirror(world);
        Assert.Equal(new IntakeResult(0, 3, 0), await world.Send(events));
        Assert.Equal(new IntakeResult(0, 2, 0), await world.Send(events[0], events[0]));
        Assert.Equal(before, await Mirror(world));
        Assert.Equal(2, (await world.Timeline()).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_understood_event_stands_on_the_timeline_of_its_order_and_person(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        await world.Send(OrdersWorld.Parcel("in-transit", "N1", 90, text: "At the hub"));
        await world.Send(OrdersWorld.Created("N1"));
        await world.Send(OrdersWorld.Paid("N1"));
        var order = (await world.Order("N1"))!;
        var entries = await world.Timeline();
        Assert.Equal(["logistics.in-transit", "order.created", "order.paid"], entries.Select(entry => entry.Kind));
        Assert.All(entries, entry => Assert.Equal((order.Id, order.Person, "market"), (entry.OrderRef, entry.Person, entry.Unit)));
        Assert.Equal("At the hub", entries[0].Text);
        Assert.DoesNotContain("Li Hua", string.Concat(entries.Select(entry => entry.Data)), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_shop_and_a_person_become_known_by_their_first_order(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        await world.Send(OrdersWorld.Created("N1"));
        Assert.Equal("Tea house", (await world.Read(reader => new TenantStore().FindMerchantByExternalId(reader, "m-1")))!.Name);
        var person = (await world.Read(reader => world.Get<PersonStore>().FindByExternalId(reader, "c-1")))!;
        Assert.Equal(("Li Hua", "zh-CN", false), (person.Name, person.Language, person.Anonymous));
        Assert.Single(await world.Read(reader => world.Get<OrderMirror>().OrdersOf(reader, person.Id)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Identity_events_tell_the_last_word_in_whatever_order_they_come(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        await world.Send(Identity("member-tier", "b", 9, new { externalId = "c-9", tier = "gold" }));
        await world.Send(Identity("profile", "a", 3, new { externalId = "c-9", name = "Ann", tier = "silver", email = "ann@example.org", phone = "13800001234" }));
        var person = (await world.Read(reader => world.Get<PersonStore>().FindByExternalId(reader, "c-9")))!;
        Assert.Equal(("Ann", "gold"), (person.Name, person.Tier));
        Assert.Equal(["email", "external", "phone"], (await world.Read(reader => world.Get<PersonStore>().Identities(reader, person.Id))).Select(identity => identity.Kind).Order(StringComparer.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Merged_accounts_have_one_list_of_orders(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        await world.Send(OrdersWorld.Created("N1", 1, "c-1"), OrdersWorld.Created("N2", 2, "c-2"));
        await world.Send(OrdersWorld.Event("identity.merge", "m", 3, new { consumer = new { externalId = "c-1" }, into = "c-2" }));
        var kept = (await world.Read(reader => world.Get<PersonStore>().FindByExternalId(reader, "c-1")))!;
        Assert.Equal(kept.Id, (await world.Read(reader => world.Get<PersonStore>().FindByExternalId(reader, "c-2")))!.Id);
        Assert.Equal(["N2", "N1"], (await world.Read(reader => world.Get<OrderMirror>().OrdersOf(reader, kept.Id))).Select(order => order.Number));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_products_last_word_counts(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        await world.Send(Product("price-changed", "b", 9, 4200));
        await world.Send(Product("listed", "a", 3, 3900), Product("off-shelf", "c", 12, null));
        var row = await world.Read(reader => reader.One<ProductRow>("select title, listed, variants from product where tenant = @tenant"));
        Assert.Equal(("Tea", 0L), (row!.Title, row.Listed));
        Assert.Contains("4200", row.Variants, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_tenant_sees_nothing()
    {
        await using var world = await OrdersWorld.Create(StoreKind.Sqlite);
        await world.Send(OrdersWorld.Created("N1"));
        await world.Store.Prepare(new("other"));
        Assert.Null(await world.Store.Read(new("other"), reader => world.Get<OrderMirror>().FindOrder(reader, "N1")));
    }

    private static object Identity(string kind, string id, double minute, object consumer) => OrdersWorld.Event("identity." + kind, id, minute, new { consumer }, source: "/identity");

    private static object Product(string kind, string id, double minute, long? price) => OrdersWorld.Event("product." + kind, id, minute, new
    {
        product = new { id = "p-1", title = kind == "listed" ? "Tea" : null, variants = price is null ? null : new[] { new { sku = "s", price = new { amount = price, currency = "CNY" } } } },
    });

    private static async Task<string> Mirror(ServiceWorld world)
    {
        var rows = await world.Read(reader => reader.Many<OrderRow>("select number, state, title, placed_at, event_count, mirror from orders where tenant = @tenant order by number"));
        var parcels = await world.Read(reader => reader.Many<PartRow>("select p.key, p.state, o.number from parcel p join orders o on o.tenant = p.tenant and o.id = p.order_id where p.tenant = @tenant order by o.number, p.key"));
        return Json.Write(new { rows, parcels });
    }

    private sealed class OrderRow
    {
        public string Number { get; init; } = "";

        public string State { get; init; } = "";

        public string Title { get; init; } = "";

        public long PlacedAt { get; init; }

        public long EventCount { get; init; }

        public string Mirror { get; init; } = "";
    }

    private sealed class PartRow
    {
        public string Key { get; init; } = "";

        public string State { get; init; } = "";

        public string Number { get; init; } = "";
    }

    private sealed class ProductRow
    {
        public string Title { get; init; } = "";

        public long Listed { get; init; }

        public string Variants { get; init; } = "";
    }
}
