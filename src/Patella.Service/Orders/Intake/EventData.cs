using System.Text.Json;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders.Intake;

/// <summary>Reads the data of the events we understand; each area has one shape.</summary>
internal static class EventData
{
    private const int MostItems = 200;
    private const int MostJson = 16 * 1024;

    public static MirrorEvent Read(MirrorEvent one, string kind, JsonField data) => kind.Split('.')[0] switch
    {
        "order" => Order(one, kind, data),
        "logistics" or "delivery" => Logistics(one, data),
        "refund" => Refund(one, data),
        "payment" when kind == "payment.value-opened" => Value(one, data),
        "payment" => Payment(one, data),
        "consult" => Consult(one, kind, data),
        "product" => Product(one, data),
        "identity" => Person(one, kind, data),
        _ => throw new InvalidOperationException($"No shape is known for {kind}."),
    };

    private static MirrorEvent Order(MirrorEvent one, string kind, JsonField data)
    {
        var order = data["order"].Object(required: true);
        var number = order["number"].Text(100, required: true) ?? "";
        var consumer = order["consumer"].Object(required: kind == "order.created");
        var merchant = order["merchant"].Object(required: false);
        var facts = new OrderFacts(
            number, consumer.IsObject ? PersonOf(consumer) : null, merchant.IsObject ? MerchantOf(merchant) : null, order["unit"].Text(40), ItemsOf(order["items"]),
            order["total"].Money(), order["placedAt"].Time(), order["shipBy"].Time(), order["arriveBy"].Time(), StageOf(order["state"]),
            JsonText(order["address"]), JsonText(order["attributes"]));
        var parcel = data["parcel"].Object(required: false);
        return one with
        {
            EntityKind = EntityKind.Order,
            EntityKey = number,
            Order = facts,
            Parcel = parcel.IsObject ? ParcelOf(parcel, number) : null,
            Text = data["text"].Text(2_000),
            Rating = kind == "order.rated" ? RatingOf(data["rating"]) : null,
        };
    }

    /// <summary>All three questions or none.</summary>
    private static OrderRating? RatingOf(JsonField rating)
    {
        if (!rating.Object(required: false).IsObject)
        {
            return null;
        }

        int Of(string question) => (int)(rating[question].Integer(1, 5, required: true) ?? 1);
        return new OrderRating(0, Of("goods"), Of("service"), Of("logistics"));
    }

    private static MirrorEvent Consult(MirrorEvent one, string kind, JsonField data)
    {
        var consult = data["consult"].Object(required: true);
        var facts = new ConsultFacts(
            consult["id"].Text(100, required: true) ?? "", consult["merchant"].Text(100, required: true) ?? "", consult["askedAt"].Time(), consult["by"].Text(20, required: kind == "consult.answered"));
        if (facts.By is not (null or "person" or "assist" or "bot" or "canned"))
        {
            consult["by"].Fail("Must be one of: person, assist, bot, canned.");
        }

        if (facts.AskedAt > one.At)
        {
            consult["askedAt"].Fail("Must not be after the event's own time.");
        }

        return one with { EntityKind = EntityKind.Consult, EntityKey = facts.Id, Consult = facts };
    }

    private static MirrorEvent Logistics(MirrorEvent one, JsonField data)
    {
        var parcel = data["parcel"].Object(required: true);
        var number = parcel["order"].Text(100, required: true) ?? "";
        return one with
        {
            EntityKind = EntityKind.Order,
            EntityKey = number,
            Parcel = ParcelOf(parcel, number),
            Place = data["place"].Text(200),
            Text = data["text"].Text(2_000),
        };
    }

    private static MirrorEvent Refund(MirrorEvent one, JsonField data)
    {
        var refund = data["refund"].Object(required: true);
        var number = refund["order"].Text(100, required: true) ?? "";
        var facts = new RefundFacts(refund["id"].Text(100, required: true) ?? "", number, refund["amount"].Money(), refund["reason"].Text(2_000), refund["dueBy"].Time(), refund["liable"].Text(20, required: one.Kind == "refund.judged"));
        if (facts.Liable is not null && !LiableParties.All.Contains(facts.Liable))
        {
            refund["liable"].Fail($"Must be one of: {string.Join(", ", LiableParties.All)}.");
        }

        return one with { EntityKind = EntityKind.Order, EntityKey = number, Refund = facts };
    }

    private static MirrorEvent Payment(MirrorEvent one, JsonField data)
    {
        var payment = data["payment"].Object(required: true);
        var number = payment["order"].Text(100, required: true) ?? "";
        var facts = new PaymentFacts(payment["id"].Text(100, required: true) ?? "", number, payment["amount"].Money(), payment["method"].Text(100), InstrumentData.Id(payment["instrument"], required: false));
        return one with { EntityKind = EntityKind.Order, EntityKey = number, Payment = facts };
    }

    private static MirrorEvent Value(MirrorEvent one, JsonField data)
    {
        var consumer = data["consumer"].IsObject ? data["consumer"]["externalId"] : data["consumer"];
        var person = new PersonFacts(consumer.Text(200, required: true) ?? "", null, null, null, null, null, null, null);
        return one with { EntityKind = EntityKind.Person, EntityKey = person.ExternalId, Person = person, Value = InstrumentData.Value(data) };
    }

    private static MirrorEvent Product(MirrorEvent one, JsonField data)
    {
        var product = data["product"].Object(required: true);
        var id = product["id"].Text(100, required: true) ?? "";
        foreach (var variant in product["variants"].Items(1_000))
        {
            variant.Object(required: true)["sku"].Text(100);
            variant["price"].Money();
        }

        var variants = product["variants"];
        var facts = new ProductFacts(id, product["title"].Text(500), product["unit"].Text(40) ?? one.Unit, product["merchant"].Text(200), variants.IsAbsent ? null : variants.Element.GetRawText());
        return one with { EntityKind = EntityKind.Product, EntityKey = id, Product = facts };
    }

    private static MirrorEvent Person(MirrorEvent one, string kind, JsonField data)
    {
        var consumer = data["consumer"].Object(required: true);
        var person = PersonOf(consumer);
        if (kind == "identity.merge")
        {
            person = person with { Into = data["into"].Text(200, required: true) };
        }

        return one with { EntityKind = EntityKind.Person, EntityKey = person.ExternalId, Person = person };
    }

    private static PersonFacts PersonOf(JsonField consumer) => new(
        consumer["externalId"].Text(200, required: true) ?? "", consumer["name"].Text(200), consumer["language"].Text(35), consumer["tier"].Text(60),
        consumer["email"].Text(200), consumer["phone"].Text(60), JsonText(consumer["address"], 2_000), null, InstrumentData.List(consumer["instruments"]));

    private static MerchantFacts? MerchantOf(JsonField merchant)
        => merchant["externalId"].Text(100, required: true) is { } id ? new MerchantFacts(id, merchant["name"].Text(120)) : null;

    private static ParcelFacts ParcelOf(JsonField parcel, string number) => new(
        number, Nonempty(parcel["trackingNumber"].Text(100)), Nonempty(parcel["carrier"].Text(100)),
        parcel["items"].Items(MostItems).Select(item => item.Text(100) ?? "").Where(sku => sku.Length > 0).ToList());

    private static string? Nonempty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static List<OrderItem>? ItemsOf(JsonField items)
    {
        if (items.IsAbsent)
        {
            return null;
        }

        return items.Items(MostItems).Select(item => item.Object(required: true)).Where(item => item.IsObject).Select(item => new OrderItem(
            item["sku"].Text(100) ?? "", item["productId"].Text(100), item["title"].Text(500, required: true) ?? "", JsonText(item["options"]),
            (int)(item["quantity"].Integer(0, 1_000_000) ?? 1), item["price"].Money(), ImageOf(item["image"]))).ToList();
    }

    /// <summary>Pictures come from the web over TLS or from this server; anything else could be a script.</summary>
    private static string? ImageOf(JsonField image)
    {
        var address = image.Text(2_000);
        if (address is null || address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || (address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal)))
        {
            return address;
        }

        image.Fail("Must be an address that begins with https:// or /.");
        return null;
    }

    private static OrderStage? StageOf(JsonField state)
    {
        var word = state.Text(40);
        if (word is null)
        {
            return null;
        }

        if (word.Length > 0 && char.IsAsciiLetterLower(word[0]) && Enum.TryParse<OrderStage>(word, ignoreCase: true, out var stage) && Enum.IsDefined(stage))
        {
            return stage;
        }

        state.Fail($"Must be one of: {string.Join(", ", Enum.GetNames<OrderStage>().Select(name => name.ToLowerInvariant()))}.");
        return null;
    }

    private static string? JsonText(JsonField field, int most = MostJson)
    {
        if (field.IsAbsent)
        {
            return null;
        }

        if (field.Element.ValueKind == JsonValueKind.String)
        {
            return field.Text(most);
        }

        var raw = field.Element.GetRawText();
        if (raw.Length <= most)
        {
            return raw;
        }

        field.Fail($"May have at most {most:N0} characters.");
        return null;
    }
}
