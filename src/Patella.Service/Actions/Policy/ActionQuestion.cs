using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Platform.Clocks;
using Patella.Service.Actions.Deciding;
using Patella.Service.Orders.Mirror;
using Patella.Service.Policies;
using Patella.Service.Remedies;

namespace Patella.Service.Actions.Policy;

/// <summary>What is known of who asks and for whom, beside the order.</summary>
/// <param name="Authenticated">The person the caller has proven to speak for; null when nobody.</param>
/// <param name="IsOwner">Whether the order is that person's.</param>
/// <param name="Zone">Where the tenant is.</param>
internal sealed record ActionAsker(string CallerKind, string Grade, string? Authenticated, bool IsOwner, string? Tier, string? Category, long? Limit, TimeZoneInfo Zone);

/// <summary>Pure: the facts of an action as policies read them. Every member is always there, null when it is not known.</summary>
internal static class ActionQuestion
{
    /// <param name="arguments">Null while offers are made: what is asked for is not known yet.</param>
    /// <param name="plan">Null when the order does not allow it, or is not asked yet.</param>
    public static FactSet Of(string kind, ActionFacts facts, ActionAsker asker, JsonElement? arguments, ActionPlan? plan) => FactSet.Of(new JsonObject
    {
        ["action"] = Action(kind, facts, plan?.Arguments ?? arguments, plan),
        ["order"] = Order(facts, asker),
        ["consumer"] = new JsonObject { ["id"] = facts.Order.Person, ["tier"] = asker.Tier, ["authenticated"] = asker.Authenticated, ["isOwner"] = asker.IsOwner },
        ["caller"] = new JsonObject { ["kind"] = asker.CallerKind, ["grade"] = asker.Grade },
        ["tenant"] = new JsonObject { ["limit"] = asker.Limit },
        ["time"] = Time(facts.Now, asker.Zone),
    });

    private static JsonObject Action(string kind, ActionFacts facts, JsonElement? arguments, ActionPlan? plan)
    {
        var items = arguments is { } given && given.TryGetProperty("items", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(item => Item(item, facts)).ToList() : null;
        return new JsonObject
        {
            ["kind"] = kind, ["reason"] = Text(arguments, "reason"), ["items"] = items is null ? null : new JsonArray([.. items]),
            ["itemCount"] = items?.Sum(item => (long)item["quantity"]!), ["newItemCount"] = items?.Count(item => item["newSku"] is not null), ["instrument"] = Instrument(facts, Text(arguments, "instrument")),
            ["value"] = plan?.Value ?? Amount(arguments), ["toConsumer"] = plan?.Money.Where(money => money.Source != RemedySource.Instrument).Sum(money => money.Amount),
            ["fromConsumer"] = plan?.Money.Where(money => money.Source == RemedySource.Instrument).Sum(money => money.Amount), ["currency"] = facts.Currency,
            ["address"] = arguments is { } asked && asked.TryGetProperty("address", out var address) ? JsonNode.Parse(address.GetRawText()) : null,
        };
    }

    private static JsonObject Item(JsonElement item, ActionFacts facts)
    {
        var (sku, newSku) = (Text(item, "sku"), Text(item, "newSku"));
        var line = facts.Order.State.Items.FirstOrDefault(line => line.Sku == sku);
        var variant = newSku is null ? null : facts.Variants.FirstOrDefault(variant => variant.Sku == newSku);
        return new JsonObject
        {
            ["sku"] = sku, ["newSku"] = newSku, ["quantity"] = item.TryGetProperty("quantity", out var quantity) && quantity.TryGetInt64(out var count) ? count : 1L, ["product"] = line?.ProductId,
            ["newProduct"] = variant?.Product, ["price"] = line?.Price?.Amount, ["newPrice"] = variant?.Price?.Amount, ["available"] = variant?.Available,
        };
    }

    private static JsonObject Instrument(ActionFacts facts, string? id)
    {
        var means = facts.FindMeans(id);
        return new JsonObject { ["id"] = id, ["kind"] = means?.Kind, ["available"] = means?.Available, ["used"] = id is null ? null : facts.Order.State.Payments.Any(payment => payment.Instrument == id) };
    }

    private static JsonObject Order(ActionFacts facts, ActionAsker asker)
    {
        var (order, state) = (facts.Order, facts.Order.State);
        return new JsonObject
        {
            ["number"] = order.Number, ["stage"] = JsonNamingPolicy.KebabCaseLower.ConvertName(facts.Stage.ToString()), ["attributes"] = Attributes(state.Attributes), ["merchant"] = order.Merchant, ["unit"] = order.Unit, ["category"] = asker.Category,
            ["total"] = state.Total?.Amount, ["currency"] = facts.Currency, ["paid"] = state.Payments.Where(payment => payment.Captured?.Currency == facts.Currency).Sum(payment => payment.Captured?.Amount ?? 0),
            ["leftToGiveBack"] = facts.LeftToGiveBack, ["hoursSincePlaced"] = Hours(facts.Now, order.PlacedAt), ["hoursSinceDelivered"] = Arrived(facts) is { } at ? Hours(facts.Now, at) : null,
            ["instruments"] = Texts(state.Payments.Select(payment => payment.Instrument).OfType<string>().Distinct()), ["done"] = Texts(facts.Done),
            ["lines"] = new JsonArray([.. state.Items.Select(item => (JsonNode)new JsonObject { ["sku"] = item.Sku, ["product"] = item.ProductId, ["quantity"] = item.Quantity, ["price"] = item.Price?.Amount })]),
        };
    }

    private static JsonObject Time(long now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(Microseconds.ToTime(now), zone);
        return new JsonObject { ["now"] = FactSet.Instant(Microseconds.ToTime(now)), ["hour"] = local.Hour, ["weekday"] = local.DayOfWeek.ToString() };
    }

    /// <summary>When all of it had arrived; for goods that are not tracked, when the marketplace called it finished.</summary>
    private static long? Arrived(ActionFacts facts) => !Decide.HasArrived(facts) ? null : facts.Order.State.Parcels.Max(parcel => parcel.DeliveredAt) ?? facts.Order.State.FinishedAt;

    private static decimal Hours(long now, long at) => Math.Round((now - at) / (3_600m * Microseconds.PerSecond), 3);

    private static JsonNode Attributes(string? text)
    {
        try
        {
            return text is { Length: > 0 } && text.StartsWith('{') ? JsonNode.Parse(text)! : new JsonObject();
        }
        catch (JsonException)
        {
            return new JsonObject();
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    /// <summary>What was asked for, where the order would not give it.</summary>
    private static long? Amount(JsonElement? arguments) => arguments is { } given && given.TryGetProperty("amount", out var amount) && amount.TryGetInt64(out var number) ? number : null;

    private static string? Text(JsonElement? arguments, string name)
        => arguments is { } given && given.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
