using System.Text.Json;
using Patella.Simulator.Api;
using Patella.Simulator.Marketplace;

namespace Patella.Simulator.Ecosystem;

/// <summary>The ecosystem as the state of the reference marketplace: its orders, goods and instruments.</summary>
public static class EcosystemShop
{
    private static readonly JsonElement Simulated = JsonSerializer.SerializeToElement(new { simulated = true }, Wire.Json);

    /// <summary>Pieces of each variant on the shelf; enough that people who look find some and few enough that it can run out.</summary>
    private const int Stock = 20;

    /// <summary>Goods, instruments, and the orders of the consumer to be: what the first page can ask about.</summary>
    public static ShopState Essential(DemoEcosystem ecosystem) => ShopState.Of(
        ecosystem.Orders().TakeWhile(order => order.Consumer == ecosystem.Consumers[0]).Select(OrderOf),
        ecosystem.Products.SelectMany(product => product.Variants.Select(variant => new ShopVariant(
            variant.Sku, product.Id, product.Title.Chinese, variant.Options.ToDictionary(option => option.Name.Chinese, option => option.Value.Chinese), variant.Price, variant.Available, Stock))),
        ecosystem.Consumers.SelectMany(consumer => Instruments.Of(consumer).Select(instrument => new ShopInstrument(instrument.Id, consumer.ExternalId, instrument.Kind, instrument.Label))));

    /// <summary>Every order that the marketplace does not have yet.</summary>
    public static IEnumerable<ShopOrder> Missing(DemoEcosystem ecosystem, ShopState state)
        => ecosystem.Orders().Where(order => !state.Orders.ContainsKey(order.Number)).Select(OrderOf);

    private static ShopOrder OrderOf(SimulatedOrder order) => new(
        order.Number, order.Consumer.ExternalId, order.Total.Currency, StatusOf(order.Fate),
        [.. order.Items.SelectMany(item => Enumerable.Repeat(new ShopItem(item.Sku, item.ProductId, item.Title, item.Options, item.Price.Amount), item.Quantity))],
        JsonSerializer.SerializeToElement(order.Consumer.Address, Wire.Json), order.Unit.Code, Instruments.Wallet(order.Consumer).Id, Simulated, 0, order.Steps[^1].At) { Shop = order.Merchant.ExternalId };

    /// <summary>What is on the last mile is delivered while people talk about it; the mirror says when.</summary>
    private static string StatusOf(OrderFate fate) => fate switch
    {
        OrderFate.Unpaid => ShopStatus.Unpaid,
        OrderFate.Paid or OrderFate.PaidLate => ShopStatus.Pending,
        OrderFate.PickedUp or OrderFate.InTransit or OrderFate.Exception or OrderFate.TrackingMissing or OrderFate.Lost => ShopStatus.Processed,
        OrderFate.OutForDelivery or OrderFate.Delivered or OrderFate.Finished or OrderFate.Refunding => ShopStatus.Delivered,
        OrderFate.Cancelled or OrderFate.Refunded => ShopStatus.Cancelled,
        _ => throw new InvalidOperationException($"No state is known for {fate}."),
    };
}
