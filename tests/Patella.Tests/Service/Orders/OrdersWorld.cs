using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Orders;
using Patella.Service.Orders.Intake;
using Patella.Service.Orders.Mirror;
using Patella.Service.Parties;
using Patella.Service.Remedies;
using Patella.Service.Search;
using Patella.Service.Tenants;

namespace Patella.Tests.Service.Orders;

/// <summary>The order mirror on an empty store.</summary>
internal static class OrdersWorld
{
    public static Task<ServiceWorld> Create(StoreKind kind) => ServiceWorld.Create(
        kind, services => services.AddSingleton<TenantStore>().AddSingleton<StaffStore>().AddAudit().AddParties().AddSearch().AddLedger().AddRemedies().AddOrders(),
        "Tenants", "Access", "Audit", "Parties", "Search", "Ledger", "Remedies", "Orders");

    public static Task<IntakeResult> Send(this ServiceWorld world, params object[] events)
        => world.Write(transaction => world.Get<EventIntake>().Accept(transaction, Events(events)));

    public static Task<MirroredOrder?> Order(this ServiceWorld world, string number) => world.Read(reader => world.Get<OrderMirror>().FindOrder(reader, number));

    public static IReadOnlyList<MirrorEvent> Events(params object[] events) => Read(events).Value;

    public static Outcome<IReadOnlyList<MirrorEvent>> Read(object call) => Envelope.ReadCall(Encoding.UTF8.GetBytes(call as string ?? JsonSerializer.Serialize(call, Json.Options)));

    /// <summary>One event of the envelope, at some minutes after the start.</summary>
    public static object Event(string kind, string id, double minute, object data, string? subject = null, long? version = null, string source = "/market/orders", string? unit = "market")
        => new
        {
            specversion = "1.0", id, source, type = $"patella.{kind}.v1", subject, time = ServiceWorld.Start.AddMinutes(minute), unit, subjectversion = version, data,
        };

    public static object Created(string number, double minute = 0, string consumer = "c-1", string merchant = "m-1", DateTimeOffset? shipBy = null, DateTimeOffset? arriveBy = null, string? id = null)
        => Event("order.created", id ?? $"{number}-created", minute, new
        {
            order = new
            {
                number, consumer = new { externalId = consumer, name = "Li Hua", language = "zh-CN" }, merchant = new { externalId = merchant, name = "Tea house" }, unit = "market",
                items = new[] { new { sku = "s-1", productId = "p-1", title = "Oolong tea", quantity = 2, price = new { amount = 3900, currency = "CNY" } } },
                total = new { amount = 7800, currency = "CNY" }, placedAt = ServiceWorld.Start.AddMinutes(minute), shipBy, arriveBy,
                address = new { country = "China", province = "Zhejiang", city = "Hangzhou", street = "1 Lake Road", phone = "13800001234" },
            },
        }, number);

    public static object Paid(string number, double minute = 1) => Event("order.paid", $"{number}-paid", minute, new { order = new { number } }, number);

    public static object Shipped(string number, double minute = 60) => Event("order.shipped", $"{number}-shipped", minute, new { order = new { number } }, number);

    public static object Parcel(string kind, string number, double minute, string? tracking = "T1", string? text = null, string? place = null)
        => Event($"logistics.{kind}", $"{number}-{kind}-{minute}", minute, new { parcel = new { trackingNumber = tracking, carrier = "Swift", order = number }, text, place }, tracking, source: "/logistics");

    public static object Refund(string kind, string number, double minute, long amount = 7800, DateTimeOffset? dueBy = null)
        => Event($"refund.{kind}", $"{number}-{kind}", minute, new { refund = new { id = "r-" + number, order = number, amount = new { amount, currency = "CNY" }, dueBy } }, "r-" + number, source: "/refunds");
}
