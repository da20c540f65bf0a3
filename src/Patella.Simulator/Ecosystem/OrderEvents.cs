using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>Says what happened to an order in the neutral event envelope.</summary>
internal static class OrderEvents
{
    private static readonly object Simulated = new { simulated = true };

    /// <summary>The events of an order in time order; versions count per subject from 1.</summary>
    public static IEnumerable<CloudEvent> Of(ulong seed, SimulatedOrder order)
    {
        var versions = new Dictionary<(string, string), int>();
        for (var index = 0; index < order.Steps.Count; index++)
        {
            var step = order.Steps[index];
            var (area, subject) = (step.Kind.Split('.')[0], SubjectOf(order, step.Kind));
            var version = versions[(area, subject)] = versions.GetValueOrDefault((area, subject)) + 1;
            yield return new CloudEvent(
                $"sim-{seed}-{order.Number}-{index + 1}", $"/{order.Unit.Code}/{SourceOf(area)}", $"patella.{step.Kind}.v1",
                subject, step.At, order.Unit.Code, version, DataOf(order, step, area));
            if (step.Kind == "order.paid")
            {
                yield return Captured(seed, order, step.At, versions[("payment", SubjectOf(order, "payment.captured"))] = 1);
            }
        }
    }

    /// <summary>What was paid and with what, told by whoever keeps the payments.</summary>
    private static CloudEvent Captured(ulong seed, SimulatedOrder order, DateTimeOffset at, int version) => new(
        $"sim-{seed}-{order.Number}-captured", $"/{order.Unit.Code}/{SourceOf("payment")}", "patella.payment.captured.v1", SubjectOf(order, "payment.captured"), at, order.Unit.Code, version, Payment(order));

    private static object Payment(SimulatedOrder order)
        => new { payment = new { id = $"pay-{order.Number}", order = order.Number, amount = order.Total, method = "wallet", instrument = Instruments.Wallet(order.Consumer).Id } };

    private static string SourceOf(string area) => area switch
    {
        "order" => "orders",
        "refund" => "refunds",
        "payment" => "payments",
        _ => area,
    };

    private static string SubjectOf(SimulatedOrder order, string kind) => kind.Split('.')[0] switch
    {
        "order" => order.Number,
        "refund" => RefundId(order),
        "payment" => $"pay-{order.Number}",
        _ => order.Tracking ?? $"way-{order.Number}",
    };

    private static object DataOf(SimulatedOrder order, OrderStep step, string area) => area switch
    {
        "order" when step.Kind is "order.created" => new { order = Full(order) },
        "order" when step.Kind is "order.shipped" && order.Tracking is not null => new { order = new { number = order.Number }, parcel = Parcel(order) },
        "order" => new { order = new { number = order.Number } },
        "refund" => new { refund = new { id = RefundId(order), order = order.Number, amount = order.Total, reason = "simulated", items = Skus(order) } },
        "payment" => Payment(order),
        _ => new
        {
            parcel = Parcel(order),
            place = step.Place,
            text = TraceTexts.For(step.Kind, order.Consumer.Language, step.Place ?? ""),
        },
    };

    private static object Parcel(SimulatedOrder order) =>
        new { trackingNumber = order.Tracking, carrier = order.Carrier, order = order.Number, items = Skus(order) };

    private static string RefundId(SimulatedOrder order) => $"ref-{order.Number}";

    private static List<string> Skus(SimulatedOrder order) => order.Items.Select(item => item.Sku).ToList();

    private static object Full(SimulatedOrder order) => new
    {
        number = order.Number,
        consumer = new { externalId = order.Consumer.ExternalId, name = order.Consumer.Name, language = order.Consumer.Language, tier = order.Consumer.Tier },
        merchant = new { externalId = order.Merchant.ExternalId, name = order.Merchant.Name },
        unit = order.Unit.Code,
        items = order.Items.Select(item => new { item.Sku, item.ProductId, item.Title, item.Options, item.Quantity, item.Price }),
        total = order.Total,
        placedAt = order.PlacedAt,
        shipBy = order.Unit.Fulfilment == Fulfilment.Parcel ? order.PlacedAt.AddHours(48) : (DateTimeOffset?)null,
        arriveBy = ArriveBy(order),
        address = order.Consumer.Address,
        attributes = Simulated,
    };

    private static DateTimeOffset? ArriveBy(SimulatedOrder order) => order.Unit.Fulfilment switch
    {
        Fulfilment.Parcel => order.PlacedAt.AddDays(5),
        Fulfilment.Rider => order.PlacedAt.AddMinutes(50),
        _ => null,
    };
}

/// <summary>What a carrier or rider writes into the trace.</summary>
internal static class TraceTexts
{
    private static readonly Dictionary<string, Bilingual> Texts = new()
    {
        ["logistics.picked-up"] = new("【{0}】已揽收", "[{0}] Picked up"),
        ["logistics.in-transit"] = new("【{0}】到达转运中心", "[{0}] Arrived at the sorting centre"),
        ["logistics.exception"] = new("【{0}】运输异常，正在核实", "[{0}] Exception in transport, being checked"),
        ["logistics.out-for-delivery"] = new("【{0}】正在派送", "[{0}] Out for delivery"),
        ["logistics.delivered"] = new("【{0}】已送达", "[{0}] Delivered"),
        ["logistics.lost"] = new("【{0}】确认遗失", "[{0}] Confirmed lost"),
        ["logistics.returned"] = new("【{0}】已退回商家", "[{0}] Returned to the merchant"),
        ["delivery.accepted"] = new("商家已接单", "Accepted by the shop"),
        ["delivery.rider-arrived"] = new("骑手已到店", "The rider is at the shop"),
    };

    /// <summary>The trace line in the consumer's page language.</summary>
    public static string For(string kind, string language, string place) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, Texts[kind].For(language), place);
}
