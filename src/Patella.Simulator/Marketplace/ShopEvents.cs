using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Simulator.Api;

namespace Patella.Simulator.Marketplace;

/// <summary>Tells what happened to an order in the neutral envelope. Ids follow from the change's key, so telling twice is knowing once.</summary>
public static class ShopEvents
{
    public const string Source = "/reference-marketplace";

    /// <summary>The order after its events were numbered and timed, and the events.</summary>
    public static (ShopOrder Order, IReadOnlyList<CloudEvent> Events) Tell(ShopOrder order, string key, IReadOnlyList<ShopFact> facts, DateTimeOffset now)
    {
        var events = new List<CloudEvent>();
        var at = now > order.ToldAt ? now : order.ToldAt.AddMilliseconds(1);
        foreach (var fact in facts)
        {
            order = order with { Version = order.Version + 1, ToldAt = at };
            events.Add(new CloudEvent($"{key}/{events.Count + 1}", Source, $"patella.{fact.Kind}.v1", order.Number, at, order.Unit, order.Version, DataOf(order, fact)));
        }

        return (order, events);
    }

    /// <summary>What else is said of an order: what Patella was told before, and the shop's own words on top.</summary>
    public static JsonObject AttributesOf(ShopOrder order)
    {
        var attributes = order.Attributes is { ValueKind: JsonValueKind.Object } known ? JsonObject.Create(known.Clone())! : [];
        void Say(string name, object? value)
        {
            if (value is not null)
            {
                attributes[name] = JsonSerializer.SerializeToNode(value, value.GetType(), Wire.Json);
            }
        }

        Say("status", order.Status);
        Say("allowedChanges", ShopRules.AllowedIn(order.Status));
        Say("instrument", order.Instrument);
        Say("cancelReason", order.CancelReason);
        Say("return", order.Return);
        Say("exchange", order.Exchange);
        Say("reshipped", order.Reshipped);
        Say("pickup", order.Pickup is { } pickup ? new { pickup.From, pickup.Until } : null);
        return attributes;
    }

    /// <summary>Lines as the envelope has them: equal pieces together.</summary>
    public static IEnumerable<object> LinesOf(ShopOrder order) => order.Items.GroupBy(item => item.Sku).Select(group => new
    {
        sku = group.Key, productId = group.First().ProductId, title = group.First().Title, options = group.First().Options,
        quantity = group.Count(), price = new Money(group.First().Price, order.Currency),
    });

    private static object DataOf(ShopOrder order, ShopFact fact)
    {
        var data = fact.Data is null ? [] : JsonSerializer.SerializeToNode(fact.Data, fact.Data.GetType(), Wire.Json)!.AsObject();
        if (fact.Kind.StartsWith("order.", StringComparison.Ordinal))
        {
            data["order"] = JsonSerializer.SerializeToNode(OrderOf(order, fact.Kind), Wire.Json);
        }

        return data;
    }

    private static object OrderOf(ShopOrder order, string kind) => new
    {
        number = order.Number,
        items = kind == "order.changed" ? LinesOf(order) : null,
        total = kind == "order.changed" ? new Money(order.Items.Sum(item => item.Price), order.Currency) : null,
        address = kind == "order.address-changed" ? order.Address : null,
        attributes = AttributesOf(order),
    };
}
