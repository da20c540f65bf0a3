using Patella.Kernel.Text.Knowledge;
using Xunit.Abstractions;

namespace Patella.Tests.Kernel.Text.Knowledge;

public class KnowledgeIndexTests(ITestOutputHelper output)
{
    private const double Known = 0.5;

    private static readonly KnowledgeIndex Index = new(
    [
        new KnowledgeEntry { Id = "shipping-time", Title = "How long does shipping take?", Answer = "Standard shipping takes three to five working days, express one to two." },
        new KnowledgeEntry { Id = "return-window", Title = "How do I return an item?", Answer = "Within 14 days, open the order and choose return; we send a label.", Phrasings = ["can I send something back", "return policy"] },
        new KnowledgeEntry { Id = "invoice", Title = "Where can I get an invoice?", Answer = "Open the order and choose download invoice." },
        new KnowledgeEntry { Id = "points", Title = "How do loyalty points work?", Answer = "Each unit spent gives one point; 100 points are worth one unit." },
        new KnowledgeEntry { Id = "password", Title = "I forgot my password", Answer = "Choose reset password on the sign-in page; a link comes by e-mail.", Phrasings = ["cannot log in"] },
        new KnowledgeEntry { Id = "gift-wrap", Title = "Do you offer gift wrapping?", Answer = "Yes, choose gift wrap at checkout." },
        new KnowledgeEntry { Id = "zh-invoice", Title = "怎么开发票", Answer = "打开订单详情，点击申请发票，电子发票会发到邮箱。", Phrasings = ["发票在哪里下载"] },
        new KnowledgeEntry { Id = "zh-freight", Title = "退货运费谁承担", Answer = "质量问题由商家承担运费，七天无理由退货由买家承担。", Phrasings = ["退货要自己出运费吗"] },
        new KnowledgeEntry { Id = "zh-points", Title = "积分怎么使用", Answer = "结算时可以用积分抵扣，一百积分抵一元。" },
        new KnowledgeEntry { Id = "zh-phone", Title = "怎么更换绑定的手机号", Answer = "在账号与安全中选择更换手机号，通过短信验证即可。", Phrasings = ["换手机号"] },
        new KnowledgeEntry { Id = "zh-delivery", Title = "几天能送到", Answer = "一般三到五天送达，偏远地区七天左右。", Phrasings = ["送货要多久"] },
    ]);

    [Theory]
    [InlineData("how many days until shipping arrives", "shipping-time")]
    [InlineData("I'd like to send an item back", "return-window")]
    [InlineData("need an INVOICE for my purchase", "invoice")]
    [InlineData("what are my loyalty points worth", "points")]
    [InlineData("forgot password", "password")]
    [InlineData("pasword forgotten", "password")]
    [InlineData("can you gift wrap it", "gift-wrap")]
    [InlineData("我要开发票", "zh-invoice")]
    [InlineData("發票怎麼下載", "zh-invoice")]
    [InlineData("退货的运费是我出吗", "zh-freight")]
    [InlineData("积分可以怎么用", "zh-points")]
    [InlineData("想换个绑定手机号码", "zh-phone")]
    [InlineData("送货一般要多久啊", "zh-delivery")]
    public void The_entry_that_answers_comes_first_and_is_known(string question, string expected)
    {
        var hits = Index.Rank(question);
        output.WriteLine(string.Join(", ", hits.Select(h => $"{h.Id} {h.Score:f2}/{h.Confidence:f2}")));
        Assert.Equal(expected, hits[0].Id);
        Assert.True(hits[0].Confidence >= Known, $"{hits[0]}");
    }

    [Theory]
    [InlineData("what is the capital of France")]
    [InlineData("does the blue sofa come with cushions")]
    [InlineData("my parcel was eaten by a dog")]
    [InlineData("今天天气怎么样")]
    [InlineData("这个沙发有蓝色吗")]
    [InlineData("主播什么时候开播")]
    public void What_is_not_there_is_not_known(string question)
    {
        var hits = Index.Rank(question);
        output.WriteLine(string.Join(", ", hits.Select(h => $"{h.Id} {h.Score:f2}/{h.Confidence:f2}")));
        Assert.True(hits.Count == 0 || hits[0].Confidence < Known, $"{hits.FirstOrDefault()}");
    }

    [Fact]
    public void A_phrasing_that_somebody_used_makes_the_entry_known()
    {
        const string question = "wie bekomme ich eine quittung";
        Assert.DoesNotContain(Index.Rank(question), h => h.Confidence >= Known);
        var taught = new KnowledgeIndex([
            new KnowledgeEntry { Id = "invoice", Title = "Where can I get an invoice?", Phrasings = ["wie bekomme ich meine quittung"] },
            new KnowledgeEntry { Id = "points", Title = "How do loyalty points work?" }]);
        Assert.Equal("invoice", taught.Rank(question)[0].Id);
        Assert.True(taught.Rank(question)[0].Confidence >= Known);
    }

    [Fact]
    public void An_entrys_own_title_finds_it_first()
    {
        foreach (var title in new[] { "How do loyalty points work?", "退货运费谁承担", "Do you offer gift wrapping?", "几天能送到" })
            Assert.True(Index.Rank(title)[0].Confidence > 0.9);
    }

    [Fact]
    public void Odd_questions_and_empty_knowledge_give_nothing_and_never_fail()
    {
        Assert.Empty(Index.Rank(null));
        Assert.Empty(Index.Rank("???"));
        Assert.Empty(new KnowledgeIndex([]).Rank("where is my order"));
        Assert.Throws<ArgumentException>(() => new KnowledgeIndex([new() { Id = "a", Title = "x" }, new() { Id = "a", Title = "y" }]));
        foreach (var text in HostileText.Many(seed: 16, count: 3_000))
            Assert.All(Index.Rank(text), h => Assert.True(h.Confidence is >= 0 and <= 1 && h.Score > 0));
    }
}
