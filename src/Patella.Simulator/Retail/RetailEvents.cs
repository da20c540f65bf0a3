using Patella.Simulator.Api;

namespace Patella.Simulator.Retail;

/// <summary>The shop's data in the neutral envelope. The file has no times: events of an order lie seconds apart in the week before the import.</summary>
public static class RetailEvents
{
    private const string Source = "/retail/shop";

    /// <summary>Customers, products, then each order with what happened to it.</summary>
    public static IEnumerable<CloudEvent> All(RetailData data, DateTimeOffset now)
    {
        var customers = data.Customers.ToDictionary(customer => customer.Id);
        var start = now.AddDays(-7);
        return data.Customers.Select(customer => Profile(customer, start))
            .Concat(data.Customers.SelectMany(customer => ValuesOf(customer, start.AddSeconds(1))))
            .Concat(data.Products.Select(product => Listed(product, start)))
            .Concat(data.Orders.SelectMany((order, index) => Of(order, customers[order.Customer], start.AddSeconds(60 * (index + 1)))));
    }

    private static CloudEvent Profile(RetailCustomer customer, DateTimeOffset at) => Event(
        "identity.profile", customer.Id, 1, at, null, new
        {
            consumer = new
            {
                externalId = customer.Id,
                name = customer.Name,
                language = "en",
                email = customer.Email,
                address = RetailShop.Envelope(customer.Address),
                instruments = customer.PaymentMethods.Select(method => new { id = method.Id, kind = RetailShop.KindOf(method), label = RetailShop.LabelOf(method) }),
            },
        });

    /// <summary>Gift cards with what was on them.</summary>
    private static IEnumerable<CloudEvent> ValuesOf(RetailCustomer customer, DateTimeOffset at) =>
        from method in customer.PaymentMethods
        let cents = RetailShop.BalanceOf(method)
        where cents is not null
        select Event("payment.value-opened", method.Id, 1, at, null, new { instrument = new { id = method.Id, label = RetailShop.LabelOf(method) }, consumer = customer.Id, amount = Dollars(cents.Value) });

    private static CloudEvent Listed(RetailProduct product, DateTimeOffset at) => Event(
        "product.listed", product.Id, 1, at, RetailImport.Unit, new
        {
            product = new
            {
                id = product.Id,
                title = product.Title,
                unit = RetailImport.Unit,
                merchant = RetailImport.Merchant,
                variants = product.Variants.Select(variant => new { variant.Sku, variant.Options, price = Dollars(variant.PriceCents), variant.Available }),
            },
        });

    private static IEnumerable<CloudEvent> Of(RetailOrder order, RetailCustomer customer, DateTimeOffset placed)
    {
        var (version, step) = (0, 0);
        CloudEvent Order(string kind, object data) => Event($"order.{kind}", order.Number, ++version, placed.AddSeconds(step++), RetailImport.Unit, data);
        var number = new { order = new { number = order.Number } };

        yield return Order("created", new { order = Full(order, customer, placed) });
        yield return Order("paid", number);
        foreach (var (move, index) in order.Money.Select((move, index) => (move, index)))
        {
            // A refund names the payment it gives back.
            var paid = move.Kind == "payment" ? index : order.Money.ToList().FindIndex(one => one.Kind == "payment" && one.Method == move.Method);
            var id = $"{order.Number.TrimStart('#')}-payment-{paid + 1}";
            yield return Event(move.Kind == "payment" ? "payment.captured" : "payment.refunded", id, move.Kind == "payment" ? 1 : 2, placed.AddSeconds(step++), RetailImport.Unit,
                new { payment = new { id, order = order.Number, amount = Dollars(move.AmountCents), method = move.Method, instrument = move.Method } });
        }
        if (order.State is "processed" or "delivered")
        {
            foreach (var parcel in order.Fulfilments.SelectMany(one => Parcels(order, one)))
            {
                yield return Order("shipped", new { order = new { number = order.Number }, parcel });
            }
        }
        if (order.State == "delivered")
        {
            foreach (var parcel in order.Fulfilments.SelectMany(one => one.Tracking.Select(tracking => (one.Skus, tracking))))
            {
                yield return Event("logistics.delivered", parcel.tracking, 1, placed.AddSeconds(step++), RetailImport.Unit,
                    new { parcel = Parcel(order, parcel.tracking, parcel.Skus), text = "Delivered" });
            }
        }
        if (order.State == "cancelled")
        {
            yield return Order("closed", number);
        }
    }

    private static IEnumerable<object> Parcels(RetailOrder order, RetailFulfilment fulfilment) =>
        fulfilment.Tracking.Select(tracking => Parcel(order, tracking, fulfilment.Skus));

    private static object Parcel(RetailOrder order, string tracking, IReadOnlyList<string> skus) =>
        new { trackingNumber = tracking, carrier = "unknown", order = order.Number, items = skus };

    private static object Full(RetailOrder order, RetailCustomer customer, DateTimeOffset placed) => new
    {
        number = order.Number,
        consumer = new { externalId = customer.Id, name = customer.Name, language = "en" },
        merchant = new { externalId = RetailImport.Merchant, name = "Retail Shop" },
        unit = RetailImport.Unit,
        items = order.Items.GroupBy(item => item.Sku).Select(group => new
        {
            sku = group.Key, productId = group.First().ProductId, title = group.First().Title, options = group.First().Options,
            quantity = group.Count(), price = Dollars(group.First().PriceCents),
        }),
        total = Dollars(order.Items.Sum(item => item.PriceCents)),
        placedAt = placed,
        address = RetailShop.Envelope(order.Address),
        attributes = AttributesOf(order),
    };

    /// <summary>What the file says of an order that the envelope has no word for.</summary>
    internal static object AttributesOf(RetailOrder order) => new
    {
        status = order.State,
        allowedChanges = Marketplace.ShopRules.AllowedIn(order.State),
        originalState = order.State,
        timesUnknown = true,
        payments = order.Money.Select(move => new { kind = move.Kind, amount = Dollars(move.AmountCents), method = move.Method }),
        fulfilments = order.Fulfilments.Select(one => new { tracking = one.Tracking, skus = one.Skus }),
    };

    private static Money Dollars(long cents) => new(cents, RetailMoney.Currency);

    private static CloudEvent Event(string kind, string subject, int version, DateTimeOffset at, string? unit, object data) =>
        new($"{kind}/{subject}/{version}", Source, $"patella.{kind}.v1", subject, at, unit, version, data);
}
