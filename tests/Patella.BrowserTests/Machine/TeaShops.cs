using System.Globalization;

namespace Patella.BrowserTests.Machine;

/// <summary>Two tea shops of one category with people, orders, questions, refunds and ratings of the last days: the first earns the badge while it is alone, and loses it when the second does better.</summary>
public static class TeaShops
{
    public const string First = "tea-a";
    public const string FirstName = "山间茶铺";
    public const string Second = "tea-b";
    public const string Keeper = "shopkeeper";
    public const string Promotion = "spring";
    private const int Orders = 40;
    private const int Refunds = 15;
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    /// <summary>The shops, who keeps the first one, what the first one sold ten days ago, two good nights, and a promotion to come.</summary>
    public static async Task Open(Marketplace marketplace)
    {
        await marketplace.Send(HttpMethod.Post, "/api/v1/settings/import", marketplace.Administrator, new
        {
            merchants = new[] { new { id = "id-" + First, externalId = First, name = FirstName, unit = "market", category = "tea" }, new { id = "id-" + Second, externalId = Second, name = "竹下茶铺", unit = "market", category = "tea" } },
            staff = new[] { new { id = Keeper, name = "吴掌柜", email = Marketplace.Mail(Keeper), password = Marketplace.Password, language = "zh-CN", roles = new[] { "merchant" }, units = Array.Empty<string>(), languages = new[] { "zh-CN" }, capacity = 1, merchant = First } },
        });
        await Tell(marketplace, Enumerable.Range(0, Orders).SelectMany(number => Sold(First, number, 10, collectedAfter: 9, refundMinutes: 30, goods: number < 25 ? 4 : 5)));
        await Night(marketplace, 2);
        await Night(marketplace, 1);
        await marketplace.Send(HttpMethod.Post, "/api/v1/promotions", marketplace.Administrator, new { id = Promotion, title = "春茶节", cutOff = DateTimeOffset.UtcNow.AddDays(3) });
    }

    /// <summary>The second shop sends sooner, pays back sooner and has better ratings; the platform rules against the first one five times. Then the night of today.</summary>
    public static async Task FallBehind(Marketplace marketplace)
    {
        await Tell(marketplace, Enumerable.Range(0, Orders).SelectMany(number => Sold(Second, number, 2, collectedAfter: 5, refundMinutes: 10, goods: 5)).Concat(Enumerable.Range(20, 5).Select(number => Ruling(number, "merchant", null))));
        await Night(marketplace, 0);
    }

    /// <summary>Parcels, ratings and rulings of the first shop had been told wrongly.</summary>
    public static Task Correct(Marketplace marketplace) => Tell(marketplace, Enumerable.Range(0, Orders)
        .SelectMany(number => new[] { Collected(First, number, 10, 4, true), Rated(First, number, 10, 9, 5, true) }).Concat(Enumerable.Range(20, 5).Select(number => Ruling(number, "carrier", "ruling-tea-a-" + Text(number)))));

    private static Task Tell(Marketplace marketplace, IEnumerable<object> events) => marketplace.Send(HttpMethod.Post, "/api/v1/events", marketplace.EventsKey, events.ToArray());

    /// <summary>Asks for a night and waits until it is scored.</summary>
    private static async Task Night(Marketplace marketplace, int daysAgo)
    {
        var night = DateTimeOffset.UtcNow.ToOffset(Zone).AddDays(-daysAgo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await marketplace.Send(HttpMethod.Post, "/api/v1/scorecards/nights", marketplace.Administrator, new { night });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await again.WaitForNextTickAsync(patience.Token))
        {
            var nights = await marketplace.Send(HttpMethod.Get, "/api/v1/scorecards/nights", marketplace.Administrator);
            var state = (string?)nights["items"]!.AsArray().Single(one => (string)one!["night"]! == night)!["state"];
            Assert.NotEqual("failed", state);
            if (state == "done")
            {
                return;
            }
        }
    }

    private static IEnumerable<object> Sold(string shop, int number, int daysAgo, double collectedAfter, double refundMinutes, int goods)
    {
        var (name, at) = (Number(shop, number), Noon(daysAgo).AddMinutes(number));
        var price = new { amount = 8_800, currency = "CNY" };
        yield return Event("order.created", name, "orders", at, new
        {
            order = new
            {
                number = name, consumer = new { externalId = $"tea-buyer-{Text(number)}", name = "茶客", language = "zh-CN" }, merchant = new { externalId = shop, name = shop == First ? FirstName : "竹下茶铺" }, unit = "market",
                items = new[] { new { sku = "tea-1", productId = "tea", title = "明前龙井 一百克", quantity = 1, price } }, total = price, placedAt = at, shipBy = at.AddHours(48),
            },
        });
        yield return Event("order.paid", name, "orders", at, new { order = new { number = name } });
        yield return Collected(shop, number, daysAgo, collectedAfter, false);
        yield return Rated(shop, number, daysAgo, collectedAfter, goods, false);
        yield return Event("consult.answered", "ask-" + name, "consults", at.AddSeconds(40), new { consult = new { id = "ask-" + name, merchant = shop, askedAt = at, by = "person" } });
        if (number < Refunds)
        {
            var refund = new { id = "refund-" + name, order = name, amount = price, reason = "不想要了" };
            yield return Event("refund.created", "refund-" + name, "refunds", at.AddHours(collectedAfter + 1), new { refund });
            yield return Event("refund.succeeded", "refund-" + name, "refunds", at.AddHours(collectedAfter + 1).AddMinutes(refundMinutes), new { refund });
        }
    }

    private static object Collected(string shop, int number, int daysAgo, double hours, bool again) => Event(
        "logistics.picked-up", Number(shop, number), "logistics", Noon(daysAgo).AddMinutes(number).AddHours(hours), new { parcel = new { trackingNumber = "T" + Number(shop, number), carrier = "顺流速运", order = Number(shop, number) } }, again);

    private static object Rated(string shop, int number, int daysAgo, double hours, int goods, bool again) => Event(
        "order.rated", Number(shop, number), "orders", Noon(daysAgo).AddMinutes(number).AddHours(hours + 0.5), new { order = new { number = Number(shop, number) }, rating = new { goods, service = 5, logistics = 5 } }, again);

    private static object Ruling(int number, string liable, string? corrects) => new
    {
        specversion = "1.0", id = corrects is null ? "ruling-tea-a-" + Text(number) : corrects + "-again", source = "/market/rulings", type = "patella.refund.judged.v1", subject = "ruling-" + Number(First, number), time = Noon(2), unit = "market", corrects,
        data = new { refund = new { id = "ruling-" + Number(First, number), order = Number(First, number), liable } },
    };

    private static object Event(string kind, string subject, string source, DateTimeOffset at, object data, bool again = false) => new
    {
        specversion = "1.0", id = $"{subject}-{kind}{(again ? "-again" : "")}", source = "/market/" + source, type = $"patella.{kind}.v1", subject, time = at, unit = "market", data, corrects = again ? $"{subject}-{kind}" : null,
    };

    private static string Number(string shop, int number) => $"TEA{(shop == First ? 'A' : 'B')}{Text(number)}";

    private static string Text(int number) => number.ToString("000", CultureInfo.InvariantCulture);

    private static DateTimeOffset Noon(int daysAgo) => new DateTimeOffset(DateTimeOffset.UtcNow.ToOffset(Zone).Date, Zone).AddDays(-daysAgo).AddHours(12).ToUniversalTime();
}
