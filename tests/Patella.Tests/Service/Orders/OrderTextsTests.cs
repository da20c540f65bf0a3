using Patella.Platform.Clocks;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;
using Patella.Service.Orders.Reading;
using Patella.Service.Parties;

namespace Patella.Tests.Service.Orders;

public class OrderTextsTests
{
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
                var summary = StatusSummary.Of(order, language, now);
                Assert.Contains("N0", summary, StringComparison.Ordinal);
                Assert.DoesNotContain('{', summary);
                Assert.InRange(Questions.Of(order.State, now, language).Count, 1, Questions.MostPerOrder);
            }
        }
    }

    [Fact]
    public void The_summary_tells_exact_facts()
    {
        var order = Order([OrdersWorld.Created("N0", arriveBy: ServiceWorld.Start.AddDays(5)), OrdersWorld.Paid("N0"), OrdersWorld.Parcel("in-transit", "N0", 90, text: "Arrived at the hub", place: "Jiaxing")]);
        var english = StatusSummary.Of(order, "en", Microseconds.From(ServiceWorld.Start.AddHours(2)));
        Assert.Equal("Order N0 (Oolong tea) has been shipped. The parcel (Swift T1) is on its way. Last report: 2026-11-11 09:30 UTC Jiaxing Arrived at the hub. It was promised by 2026-11-16 08:00 UTC and is on the way to keep that.", english);
        Assert.StartsWith("订单 N0（Oolong tea）已发货。包裹（Swift T1）正在运输途中。", StatusSummary.Of(order, "zh-CN", Microseconds.From(ServiceWorld.Start.AddHours(2))), StringComparison.Ordinal);
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

    private static IEnumerable<string> Places(string text) => System.Text.RegularExpressions.Regex.Matches(text, @"\{\w+\}").Select(match => match.Value).Order(StringComparer.Ordinal);

    private static MirroredOrder Order(IEnumerable<object> events)
    {
        var state = OrderFold.Fold("N0", OrdersWorld.Events([.. events]));
        return new MirroredOrder("id", "N0", null, state.Unit, state.Merchant, 0, 1, state);
    }
}
