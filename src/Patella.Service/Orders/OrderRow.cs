using System.Text.Json;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders;

/// <summary>An order as its statements give it.</summary>
internal sealed class OrderRow
{
    public string Id { get; init; } = "";

    public string Number { get; init; } = "";

    public string? Person { get; init; }

    public string? Unit { get; init; }

    public string? Merchant { get; init; }

    public long PlacedAt { get; init; }

    public long EventCount { get; init; }

    public string Mirror { get; init; } = "";

    public MirroredOrder ToOrder() => new(Id, Number, Person, Unit, Merchant, PlacedAt, EventCount, Json.Read<OrderState>(Mirror) ?? new OrderState(Number));
}

/// <summary>What a marketplace may tell beside the order: the region it goes to, the version of the app it was placed with.</summary>
public static class OrderAttributes
{
    public static string? Find(OrderState order, string name)
    {
        if (string.IsNullOrEmpty(order.Attributes))
        {
            return null;
        }

        using var document = JsonDocument.Parse(order.Attributes);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
