using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Parties;

namespace Patella.Service.Orders.Reading;

/// <summary>GET /orders/{id}: an order with everything the caller may see of it.</summary>
internal static class FindOrder
{
    public static async Task<IResult> Handle(HttpContext http, IStore store, OrderAccess access, OrderCards cards, string id)
    {
        var caller = http.Caller();
        var detail = await store.Read(caller.Tenant, async reader => await access.Find(reader, caller, id) is { } order
            ? Detail(order, await cards.Of(reader, order, caller.Language), caller)
            : null, http.RequestAborted);
        return detail is null ? new ProblemResult(Problem.NotFound("This order")) : Results.Json(detail, Json.Options);
    }

    internal static OrderDetail Detail(MirroredOrder order, OrderCard card, Caller caller)
    {
        var state = order.State;
        return new OrderDetail
        {
            Id = card.Id,
            Number = card.Number,
            Unit = card.Unit,
            Merchant = card.Merchant,
            Title = card.Title,
            Image = card.Image,
            State = card.State,
            StateText = card.StateText,
            Total = card.Total,
            PlacedAt = card.PlacedAt,
            ItemCount = card.ItemCount,
            Promise = card.Promise,
            Parcel = card.Parcel,
            Refund = card.Refund,
            Questions = card.Questions,
            Items = state.Items.Select(item => new OrderItemLine(item.Sku, item.ProductId, item.Title, AsJson(item.Options), item.Quantity, item.Price, item.Image)).ToList(),
            Address = state.Address is null ? null : caller.Kind == CallerKind.Consumer ? AddressText.Whole(state.Address) : AddressText.Masked(state.Address),
            Payments = state.Payments.Select(payment => new PaymentLine(payment.Id, payment.Captured, payment.Refunded, payment.Method, Microseconds.ToTime(payment.At))).ToList(),
            Parcels = state.Parcels.Select(parcel => new ParcelLine(parcel.Carrier, parcel.TrackingNumber, parcel.Stage, parcel.Skus, [.. parcel.Traces.Select(OrderCards.Line)])).ToList(),
            Refunds = state.Refunds.Select(Refund).ToList(),
            Events = order.EventCount,
            Person = caller.Has(PartiesModule.Lookers) ? order.Person : null,
        };
    }

    private static RefundLine Refund(RefundState refund) => new(
        refund.Id, refund.Stage, refund.Amount, refund.Reason, Microseconds.ToTime(refund.RequestedAt), Microseconds.ToTime(refund.At),
        refund.DueBy is { } due ? Microseconds.ToTime(due) : null);

    private static JsonElement? AsJson(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}

/// <summary>An address as the marketplace sent it: a text, or an object of parts in any shape.</summary>
public static class AddressText
{
    /// <summary>Parts that say where on earth without saying which door.</summary>
    private static readonly HashSet<string> Coarse = new(StringComparer.OrdinalIgnoreCase) { "country", "province", "state", "city", "region", "zip", "postcode" };

    public static string Whole(string address) => Parts(address) is { } parts ? string.Join(", ", parts.Select(part => part.Value).Where(value => value.Length > 0)) : address;

    public static string Masked(string address)
    {
        if (Parts(address) is not { } parts)
        {
            return Masking.Address(address);
        }

        var shown = parts.Where(part => Coarse.Contains(part.Name) && part.Name is not ("zip" or "postcode")).Select(part => part.Value).Where(value => value.Length > 0).ToList();
        return shown.Count == 0 ? "***" : string.Join(", ", shown) + ", ***";
    }

    private static List<(string Name, string Value)>? Parts(string address)
    {
        if (!address.StartsWith('{'))
        {
            return null;
        }

        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(address);
            return root.EnumerateObject().Where(part => part.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                .Select(part => (part.Name, part.Value.ToString())).ToList();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
