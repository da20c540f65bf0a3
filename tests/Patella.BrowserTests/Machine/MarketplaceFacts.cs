namespace Patella.BrowserTests.Machine;

/// <summary>Who and what there is in the marketplace of the stories. All of it is made up.</summary>
internal static class MarketplaceFacts
{
    /// <summary>The order of the story: of the unit travel, asked about at the entrance of the unit market.</summary>
    public const string TravelOrder = "TR20260001";
    public const string TravelTitle = "云栖湖畔酒店 湖景大床房 两晚";
    public const string MarketOrder = "MK20260007";
    public const string Carrier = "顺流速运";

    public static object Settings => new
    {
        units = new object[] { Unit("market", "集市", "Market", "market"), Unit("travel", "出行", "Travel", "travel"), Unit("food", "外卖", "Food delivery", "food") },
        staff = new object[]
        {
            Person("agent", "周雨", "agent", "travel"), Person("seller", "陈禾", "agent", "market"), Person("helper", "Mia Berg", "agent", "market", "travel", "food"),
            Person("director", "罗总监", "executive", "market", "travel", "food"),
            Person("supervisor", "何督导", "supervisor", "market", "travel", "food"), Person("finance", "钱会计", "finance", "market"),
            new { id = "carrier", name = "顺流客服", email = Marketplace.Mail("carrier"), password = Marketplace.Password, language = "zh-CN", roles = new[] { "carrier" }, units = Array.Empty<string>(), languages = new[] { "zh-CN" }, capacity = 1, merchant = Carrier },
        },
        knowledgeArticles = new[]
        {
            new { id = "a1", title = "七天无理由退货怎么办理", questions = new[] { "怎么退货", "七天无理由怎么退" }, answer = "签收后七天内打开订单，选择退货，按提示寄回即可。", language = "zh-CN", shared = true },
        },
        calendars = new[] { new { id = "office", name = new Dictionary<string, string> { ["zh-CN"] = "工作日", ["en"] = "Working days" }, zone = "Asia/Shanghai", week = Enumerable.Range(0, 7).Select(day => day < 5 ? new[] { "09:00-12:00", "13:00-18:00" } : []), days = new[] { new { date = "2026-10-01", name = "国庆节", hours = Array.Empty<string>() } } } },
        standards = new object[] { Clause("base-first", "first-reply", null, 5), Clause("food-first", "first-reply", "food", 1), Clause("base-end", "resolution", null, 1_440) },
        cannedReplies = new[] { new { id = "c1", title = "问候", text = "您好，很高兴为您服务。", language = "zh-CN" } },
        consumerKeys = new[] { new { kid = "main", alg = "HS256", secret = ConsumerToken.Secret } },
    };

    /// <param name="now">Orders were placed in the days before.</param>
    public static object[] Events(DateTimeOffset now) =>
    [
        Order("travel", TravelOrder, "buyer-1", "林小满", TravelTitle, 128_000, now.AddHours(-30)), Paid("travel", TravelOrder, now.AddHours(-29)),
        Order("market", MarketOrder, "buyer-1", "林小满", "手冲咖啡壶 600 毫升", 15_900, now.AddDays(-3), now.AddHours(20)), Paid("market", MarketOrder, now.AddDays(-3).AddMinutes(4)),
        Shipped("market", MarketOrder, now.AddDays(-2)),
        Parcel("picked-up", MarketOrder, now.AddDays(-2).AddHours(3), "快递员已揽收", "杭州"), Parcel("in-transit", MarketOrder, now.AddHours(-9), "到达转运中心", "长沙"),
        Order("market", "MK20260011", "buyer-2", "Noor Haddad", "Wool scarf, forest green", 6_900, now.AddDays(-6), now.AddHours(-12)), Paid("market", "MK20260011", now.AddDays(-6).AddMinutes(2)),
        Shipped("market", "MK20260011", now.AddDays(-5)), Parcel("exception", "MK20260011", now.AddDays(-1), "包裹在分拨中心滞留", "武汉"),
        Order("market", "MK20260021", "buyer-4", "沈川", "竹编收纳篮 三件套", 12_800, now.AddDays(-7), now.AddHours(-3)), Paid("market", "MK20260021", now.AddDays(-7).AddMinutes(1)),
        Shipped("market", "MK20260021", now.AddDays(-6)), Parcel("in-transit", "MK20260021", now.AddHours(-30), "离开转运中心", "郑州"),
        Order("travel", "TR20260022", "buyer-4", "沈川", "高铁票 长沙至桂林 二等座", 30_450, now.AddHours(-5)), Paid("travel", "TR20260022", now.AddHours(-5)),
        Order("food", "FD20260003", "buyer-3", "王一诺", "番茄牛腩饭套餐", 4_250, now.AddMinutes(-50)), Paid("food", "FD20260003", now.AddMinutes(-49)),
        Profile("buyer-1", "林小满", "13800005678", now.AddDays(-30)), Profile("buyer-1-old", "林小满", "13800005678", now.AddDays(-300)),
    ];

    /// <summary>The carrier says that the coffee pot's parcel is in trouble.</summary>
    public static object Trouble(DateTimeOffset now) => Parcel("exception", MarketOrder, now, "包裹在转运中心滞留", "长沙");

    private static object Unit(string code, string chinese, string english, string kind)
        => new { id = code, code, name = new Dictionary<string, string> { ["zh-CN"] = chinese, ["en"] = english }, kind };

    private static object Clause(string id, string measure, string? unit, int minutes) => new { id, measure, unit, targetMinutes = minutes, warnPercent = 60, effectiveFrom = "2026-01-01T00:00:00Z" };

    private static object Person(string id, string name, string role, params string[] units)
        => new { id, name, email = Marketplace.Mail(id), password = Marketplace.Password, language = "zh-CN", roles = new[] { role }, units, languages = new[] { "zh-CN", "en" }, capacity = 3 };

    private static object Order(string unit, string number, string consumer, string name, string title, long cents, DateTimeOffset at, DateTimeOffset? arriveBy = null) => Event(unit, "order.created", number, at, new
    {
        order = new
        {
            number, consumer = new { externalId = consumer, name, language = "zh-CN" }, merchant = new { externalId = unit + "-shop", name = unit == "travel" ? "云栖酒店" : "山谷小店" }, unit,
            items = new[] { new { sku = number + "-1", productId = "p-" + number, title, quantity = 1, price = new { amount = cents, currency = "CNY" } } },
            total = new { amount = cents, currency = "CNY" }, placedAt = at, arriveBy,
        },
    });

    private static object Paid(string unit, string number, DateTimeOffset at) => Event(unit, "order.paid", number, at, new { order = new { number } });

    private static object Shipped(string unit, string number, DateTimeOffset at) => Event(unit, "order.shipped", number, at, new { order = new { number } });

    private static object Parcel(string kind, string number, DateTimeOffset at, string text, string place)
        => Event("market", "logistics." + kind, number, at, new { parcel = new { trackingNumber = "SF" + number, carrier = Carrier, order = number }, text, place });

    private static object Profile(string consumer, string name, string phone, DateTimeOffset at)
        => Event("market", "identity.profile", consumer, at, new { consumer = new { externalId = consumer, name, phone, email = consumer + "@mail.example" } });

    private static object Event(string unit, string kind, string number, DateTimeOffset at, object data)
        => new { specversion = "1.0", id = $"{number}-{kind}", source = $"/{unit}/orders", type = $"patella.{kind}.v1", subject = number, time = at, unit, data };
}
