using Patella.Platform.Clocks;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;
using Patella.Service.Scorecards.Counting;

namespace Patella.Benchmarks.Lighthouse;

/// <summary>Shops that are a pure function of their number: each order is planned once, from which either its raw events follow or, by plain arithmetic beside the product's, what it counts for.</summary>
internal sealed class BenchShops(int shops, long events)
{
    /// <summary>Events of one order: placed, paid, collected, delivered, finished, rated.</summary>
    public const int EventsAnOrder = 6;

    private const long Hour = 3_600L * Microseconds.PerSecond;
    private const int Days = 30;
    private const int Categories = 600;
    private static readonly long FirstDay = new DateOnly(2026, 6, 1).DayNumber;
    private static readonly long Start = Microseconds.From(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    public int Count => shops;

    /// <summary>The night that looks at days 3 to 32.</summary>
    public static long Night => FirstDay + 34;

    public int OrdersOf(int shop) => (int)(((shop + 1) * events / EventsAnOrder / shops) - (shop * events / EventsAnOrder / shops));

    public static string Name(int shop) => $"s{shop:D8}";

    public static string Category(int shop) => $"c{shop % Categories:D4}";

    /// <summary>What a shop's orders count for by day, added up as a person would.</summary>
    public Dictionary<long, long[]> Sums(int shop)
    {
        var days = new Dictionary<long, long[]>();
        long[] Day(long at) => days.TryGetValue(FirstDay + ((at - Start) / (24 * Hour)), out var known) ? known : days[FirstDay + ((at - Start) / (24 * Hour))] = new long[DaySums.Count];
        for (var number = 0; number < OrdersOf(shop); number++)
        {
            var plan = Planned(shop, number);
            var paid = Day(plan.Paid);
            paid[DaySums.Paid]++;
            paid[DaySums.Due]++;
            paid[DaySums.Prompt] += plan.Hours <= 48 ? 1 : 0;
            var shipped = Day(plan.Paid + (plan.Hours * Hour));
            shipped[DaySums.Shipped]++;
            shipped[DaySums.ShipSeconds] += plan.Hours * 3_600;
            var rated = Day(plan.Paid + ((plan.Hours + 30) * Hour));
            (rated[DaySums.Rated], rated[DaySums.Goods]) = (rated[DaySums.Rated] + 1, rated[DaySums.Goods] + plan.Goods);
            (rated[DaySums.Service], rated[DaySums.Logistics]) = (rated[DaySums.Service] + plan.Service, rated[DaySums.Logistics] + plan.Logistics);
        }

        return days;
    }

    /// <summary>The raw events of one order, mixed up, now and then told twice.</summary>
    public static List<MirrorEvent> Events(int shop, int number)
    {
        var plan = Planned(shop, number);
        var name = $"{shop}-{number}";
        MirrorEvent One(string kind, long at) => new() { Id = name + kind, Source = "/bench", Type = kind, Kind = kind, Subject = name, At = at, EntityKind = EntityKind.Order, EntityKey = name, Raw = "" };
        var parcel = new ParcelFacts(name, name, "swift", []);
        var collected = plan.Paid + (plan.Hours * Hour);
        List<MirrorEvent> told =
        [
            One("order.rated", collected + (30 * Hour)) with { Order = Facts(name), Rating = new OrderRating(0, plan.Goods, plan.Service, plan.Logistics) },
            One("logistics.delivered", collected + (20 * Hour)) with { Parcel = parcel },
            One("order.created", plan.Paid - Microseconds.PerSecond) with { Order = Facts(name) with { Merchant = new MerchantFacts(Name(shop), null), ShipBy = plan.Paid + (48 * Hour) } },
            One("order.finished", collected + (29 * Hour)) with { Order = Facts(name) },
            One("logistics.picked-up", collected) with { Parcel = parcel },
            One("order.paid", plan.Paid) with { Order = Facts(name) },
        ];
        if (number % 16 == 3)
        {
            told.Add(told[number % EventsAnOrder]);
        }

        return told;
    }

    /// <summary>A shop's window counted again from its raw events by the product's own fold.</summary>
    public long[] Recount(int shop, long from, long until)
    {
        var sums = new long[DaySums.Count];
        var days = new ShopDays(TimeZoneInfo.Utc);
        for (var number = 0; number < OrdersOf(shop); number++)
        {
            var state = OrderFold.Fold($"{shop}-{number}", Events(shop, number));
            var order = new MirroredOrder(state.Number, state.Number, $"p{number}", "market", state.Merchant, 0, 0, state);
            foreach (var fact in OrderCounts.Of(order, days))
            {
                if (fact.Day <= until && (fact.Day >= from || fact.Measure == Measures.Rating))
                {
                    fact.AddTo(sums, 1);
                }
            }
        }

        return sums;
    }

    private static OrderFacts Facts(string number) => new(number, null, null, null, null, null, null, null, null, null, null, null);

    private static Plan Planned(int shop, int number)
    {
        var bits = Mix(((ulong)shop << 20) + (ulong)number);
        int Next(int below)
        {
            bits = Mix(bits);
            return (int)(bits % (ulong)below);
        }

        var quality = (int)(Mix((ulong)shop) % 24);
        return new Plan(Start + (number % Days * 24 * Hour) + (Next(60_000) * Microseconds.PerSecond), 2 + quality + Next(40), 3 + Next(3), 3 + Next(3), 3 + Next(3));
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private readonly record struct Plan(long Paid, int Hours, int Goods, int Service, int Logistics);
}
