using Patella.Kernel.Text.Reasons;
using Patella.Service.Bots;
using Patella.Service.Knowledge;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;
using Patella.Tests.Service.Orders;

namespace Patella.Tests.Service.Bots;

public class BotRulesTests
{
    private static readonly MirroredOrder Scarf = Order("MK1", "market", "Wool scarf, forest green");
    private static readonly MirroredOrder Hotel = Order("TR1", "travel", "云栖湖畔酒店 湖景大床房 两晚");
    private static readonly MirroredOrder Kettle = Order("MK2", "market", "手冲咖啡壶 600 毫升");

    [Theory]
    [InlineData("怎么退货", BotAct.GiveArticle)]
    [InlineData("How do I return something?", BotAct.GiveArticle)]
    public void A_general_how_to_is_answered_without_moving_to_the_unit_of_the_only_order(string text, BotAct act)
    {
        var decision = Decide(text, [Hotel], articles: [Article(exact: false, confidence: 0.6)]);
        Assert.Equal((act, (string?)null), (decision.Act, decision.Order?.Id));
        Assert.Null(Decide(text, [Hotel]).Order);
    }

    [Fact]
    public void What_is_said_of_ones_own_still_belongs_to_the_only_order()
        => Assert.Equal((BotAct.HandOver, "TR1"), (Decide("我要退货", [Hotel]).Act, Decide("我要退货", [Hotel]).Order?.Number));

    [Fact]
    public void An_article_that_is_asked_for_word_by_word_beats_the_guess()
    {
        var decision = Decide("优惠券用不了怎么办", [], articles: [Article(exact: true, confidence: 0.4)]);
        Assert.Equal(BotAct.GiveArticle, decision.Act);
        Assert.Equal(BotAct.HandOver, Decide("优惠券用不了怎么办", [], articles: [Article(exact: false, confidence: 0.4)]).Act);
        Assert.Equal(BotAct.HandOver, Decide("转人工", [], articles: [Article(exact: true, confidence: 1)]).Act);
        Assert.Equal(BotAct.TellStatus, Decide("我的包裹到哪里了？", [Scarf], articles: [Article(exact: true, confidence: 1)]).Act);
    }

    [Theory]
    [InlineData("Where is my scarf? It should have been here yesterday.", "MK1")]
    [InlineData("where are my scarfs", "MK1")]
    [InlineData("我的咖啡壶到哪了", "MK2")]
    [InlineData("大床房怎么还没确认", "TR1")]
    [InlineData("Where is my parcel?", null)]
    [InlineData("我的订单到哪了", null)]
    [InlineData("scarface", null)]
    public void An_order_is_found_by_what_was_bought(string text, string? number)
        => Assert.Equal(number, ItemMention.Find(text, [Hotel, Kettle, Scarf])?.Order.Number);

    [Fact]
    public void Whoever_has_bought_nothing_names_nothing() => Assert.Null(ItemMention.Find("我要找人工", []));

    [Theory]
    [InlineData("Where is my scarf? It should have been here yesterday.")]
    [InlineData("我的围巾到哪了")]
    public void Asking_for_the_thing_is_asking_for_its_order(string text)
    {
        var scarf = Order("MK3", "market", "Wool scarf 羊毛围巾");
        var found = ItemMention.Find(text, [Hotel, scarf])!;
        Assert.Contains(ReasonClassifier.Guess(found.Text).Reason, new[] { Reason.OrderStatus, Reason.ParcelStatus });
    }

    [Theory]
    [InlineData("Does it come in blue, thanks")]
    [InlineData("Is it machine washable? Thanks")]
    [InlineData("可以开发票吗，谢谢")]
    [InlineData("Puedo pagar con tarjeta, gracias")]
    public void A_question_with_thanks_is_a_question(string text) => Assert.NotEqual(Reason.Thanks, ReasonClassifier.Guess(text).Reason);

    [Theory]
    [InlineData("Thanks a lot, that was all")]
    [InlineData("谢谢，知道了")]
    [InlineData("ok thank you!")]
    public void Thanks_alone_are_thanks(string text) => Assert.Equal(Reason.Thanks, ReasonClassifier.Guess(text).Reason);

    [Theory]
    [InlineData("收到的围巾是坏的，破了一个洞", true)]
    [InlineData("My scarf arrived damaged", true)]
    [InlineData("收到的围巾是坏的，破了一个洞", false)]
    public void What_came_broken_and_is_shown_is_given_back_and_never_asked_to_be_shown_again(string text, bool photo)
    {
        var decided = BotRules.Decide(new BotFacts(ReasonClassifier.Guess(text), [Scarf], Scarf, [Article(true, 0.99)], 0, Photo: photo));
        Assert.Equal(photo ? BotAct.GiveBack : BotAct.GiveArticle, decided.Act);
    }

    [Fact]
    public void A_photo_of_nobody_knows_which_order_gives_nothing_back()
        => Assert.NotEqual(BotAct.GiveBack, BotRules.Decide(new BotFacts(ReasonClassifier.Guess("收到的东西是坏的"), [Scarf], null, [], 0, Photo: true)).Act);

    private static BotDecision Decide(string text, IReadOnlyList<MirroredOrder> orders, IReadOnlyList<KnowledgeAnswer>? articles = null)
        => BotRules.Decide(new BotFacts(ReasonClassifier.Guess(text), orders, null, articles ?? [], 0, QuestionForms.IsHowTo(text)));

    private static KnowledgeAnswer Article(bool exact, double confidence)
        => new(new Article("a", "title", [], "answer", "zh-CN", null, true, null, null, null, 1, 0), 1, confidence, exact);

    private static MirroredOrder Order(string number, string unit, string title)
        => new(number, number, null, unit, null, 0, 1, new OrderState(number) { Unit = unit, Items = [new OrderItem("s", "p", title, null, 1, null, null)] });
}
