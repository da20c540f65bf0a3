using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Reading;
using Patella.Service.Search;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Orders;

public class OrderIndexerTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Orders_and_consumers_are_found_after_the_follower_has_read_their_events(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        await world.Send(OrdersWorld.Created("N1", 1), OrdersWorld.Created("N2", 2, "c-2"), OrdersWorld.Parcel("in-transit", "N1", 5, "TRACK77"));
        await Follow(world);
        await Follow(world);
        Assert.Equal(["N2", "N1"], (await Find(world, "oolong")).Select(order => order.Number));
        Assert.Equal(["N1"], (await Find(world, "TRACK77")).Select(order => order.Number));
        var consumers = await world.Read(reader => world.Get<SearchIndex>().Query(reader, [SearchKinds.Consumer], "Hua", 10, SearchScope.Whole));
        Assert.Equal(2, consumers.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_shop_finds_its_own_orders_only(StoreKind kind)
    {
        await using var world = await OrdersWorld.Create(kind);
        await world.Send(OrdersWorld.Created("N1", 1, merchant: "m-1"), OrdersWorld.Created("N2", 2, merchant: "m-2"));
        await Follow(world);
        var shop = world.Staff(Permission.RunShop, "m-2");
        Assert.Equal(["N2"], (await Find(world, "oolong", shop)).Select(order => order.Number));
        Assert.Empty(await Find(world, "N1", shop));
        Assert.Empty(await Find(world, "oolong", world.Staff(Permission.RunShop)));
    }

    private static async Task Follow(ServiceWorld world)
    {
        var entries = await world.Timeline();
        await world.Write(transaction => world.Get<OrderIndexer>().Apply(transaction, entries));
    }

    private static Task<IReadOnlyList<MirroredOrder>> Find(ServiceWorld world, string query, Caller? caller = null)
        => world.Read(reader => world.Get<OrderSearch>().Find(reader, caller ?? world.Staff(), query, null, null));
}
