using Patella.Platform.Clocks;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;
using Patella.Service.Orders.Reading;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Tests.Service.Orders;

public class OrderTextsTests
{
    private static readonly string?[] Kinds = ["marketplace", "travel", "food", "tickets", "digital", null];

    private static readonly string[] Six = ["de", "en", "es", "fr", "ja", "zh-CN"];

    [Fact]
    public void Every_text_stands_in_six_languages_with_the_same_places()
    {
        foreach (var texts in new[] { Questions.Texts, StatusSummary.Texts })
        {
            Assert.All(texts.Keys, key => Assert.Equal(Six, texts.LanguagesOf(key).Order(StringComparer.Ordinal)));
            Assert.All(texts.Keys, key => Assert.Single(Six.Select(language => string.Join(' ', Places(texts.In(language, key)))).Distinct()));
        }

        Assert.All(TimelineItems.Titles.Keys, key => Assert.Equal(["en", "zh-CN"], TimelineItems.Titles.LanguagesOf(key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_state_has_questions_and_a_summary_without_open_places_in_every_language()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var order = Order(OrderHistory.Of(seed, 1, 12));
            var now = Microseconds.From(ServiceWorld.Start.AddHours(seed));
            foreach (var language in Six)
            {
                var summary = StatusSummary.Of(order, language, Times(now), Kinds[seed % Kinds.Length]);
                Assert.Contains("N0", summary, StringComparison.Ordinal);
                Assert.DoesNotContain('{', summary);
                Assert.InRange(Questions.Of(order.State, now, language, trade: Trades.Of(Kinds[seed % Kinds.Length])).Count, 1, Questions.MostPerOrder);
            }
        }
    }

    [Fact]
    public void The_summary_tells_exact_facts()
    {
        var order = Order([OrdersWorld.Created("N0", arriveBy: ServiceWorld.Start.AddDays(5)), OrdersWorld.Paid("N0"), OrdersWorld.Parcel("in-transit", "N0", 90, text: "Arrived at the hub", place: "Jiaxing")]);
        var english = StatusSummary.Of(order, "en", Times(Microseconds.From(ServiceWorld.Start.AddHours(2))));
        Assert.Equal("Order N0 (Oolong tea) has been shipped. The parcel (Swift T1) is on its way. Last report: 11 Nov 17:30 UTC+8 Jiaxing Arrived at the hub. It was promised by 16 Nov 16:00 UTC+8 and is on the way to keep that.", english);
        Assert.StartsWith("订单 N0（Oolong tea）已发货。包裹（Swift T1）正在运输途中。", StatusSummary.Of(order, "zh-CN", Times(Microseconds.From(ServiceWorld.Start.AddHours(2)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3900, "CNY", "39.00 CNY")]
    [InlineData(-5, "USD", "-0.05 USD")]
    [InlineData(1200, "JPY", "1200 JPY")]
    [InlineData(1500, "KWD", "1.500 KWD")]
    public void An_amount_has_its_currencys_decimals(long minor, string currency, string text) => Assert.Equal(text, StatusSummary.Amount(new Money(minor, currency)));

    [Fact]
    public void Trouble_is_asked_about_first()
    {
        var late = Order([OrdersWorld.Created("N0", shipBy: ServiceWorld.Start.AddHours(48)), OrdersWorld.Paid("N0")]);
        Assert.Equal("late-shipment", Questions.KeysOf(late.State, Microseconds.From(ServiceWorld.Start.AddHours(50)))[0]);
        var lost = Order([OrdersWorld.Created("N0"), OrdersWorld.Paid("N0"), OrdersWorld.Parcel("lost", "N0", 90)]);
        Assert.Equal("parcel-lost", Questions.KeysOf(lost.State, 0)[0]);
    }

    [Theory]
    [InlineData("travel", "正在确认预订")]
    [InlineData("food", "商家正在准备")]
    [InlineData("tickets", "正在出票")]
    [InlineData("games", "等待发货")]
    [InlineData(null, "等待发货")]
    public void A_trade_has_its_own_words(string? kind, string words)
    {
        var order = Order([OrdersWorld.Created("N0", shipBy: ServiceWorld.Start.AddHours(48)), OrdersWorld.Paid("N0")]);
        var summary = StatusSummary.Of(order, "zh-CN", Times(Microseconds.From(ServiceWorld.Start.AddHours(2))), kind);
        Assert.Contains(words, summary, StringComparison.Ordinal);
        Assert.Equal(words == "等待发货", summary.Contains("发货", StringComparison.Ordinal));
        var questions = Questions.Of(order.State, Microseconds.From(ServiceWorld.Start.AddHours(50)), "zh-CN", trade: Trades.Of(kind));
        Assert.Equal(words == "等待发货", questions.Any(question => question.Text.Contains("发货", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("zh-CN", "11月11日 17:30")]
    [InlineData("ja", "11月11日 17:30 UTC+8")]
    [InlineData("en", "11 Nov 17:30 UTC+8")]
    [InlineData("de", "11. Nov 17:30 UTC+8")]
    public void Times_are_told_on_the_ecosystems_clocks_and_in_the_languages_way(string language, string words)
        => Assert.Equal(words, Times(Microseconds.From(ServiceWorld.Start)).In(language, Microseconds.From(new DateTimeOffset(2026, 11, 11, 9, 30, 0, TimeSpan.Zero))).Replace("Nov.", "Nov", StringComparison.Ordinal));

    [Fact]
    public void Another_year_is_told_and_a_zone_with_summer_time_is_kept()
    {
        var berlin = SpokenTime.Of(new TenantProfile("t", "de", new Look("#000000", "", ""), TimeZone: "Europe/Berlin"), Microseconds.From(ServiceWorld.Start));
        Assert.Equal("1 Jul 2025 14:00 UTC+2", berlin.In("en", Microseconds.From(new DateTimeOffset(2025, 7, 1, 12, 0, 0, TimeSpan.Zero))));
        Assert.Equal("2025年1月1日 13:00 UTC+1", berlin.In("zh-CN", Microseconds.From(new DateTimeOffset(2025, 1, 1, 12, 0, 0, TimeSpan.Zero))));
        var nowhere = SpokenTime.Of(new TenantProfile("t", "en", new Look("#000000", "", "")), 0);
        Assert.Equal("1 Jan 00:00", nowhere.In("en", 0));
    }

    private static SpokenTime Times(long now) => SpokenTime.Of(new TenantProfile("t", "zh-CN", new Look("#000000", "", ""), TimeZone: "Asia/Shanghai"), now);

    private static IEnumerable<string> Places(string text) => System.Text.RegularExpressions.Regex.Matches(text, @"\{\w+\}").Select(match => match.Value).Order(StringComparer.Ordinal);

    private static MirroredOrder Order(IEnumerable<object> events)
    {
        var state = OrderFold.Fold("N0", OrdersWorld.Events([.. events]));
        return new MirroredOrder("id", "N0", null, state.Unit, state.Merchant, 0, 1, state);
    }
}
