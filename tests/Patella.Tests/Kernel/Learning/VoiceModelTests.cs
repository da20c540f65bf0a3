using System.Text;
using Patella.Kernel.Learning;
using Patella.Kernel.Learning.BuiltIn;
using Patella.Kernel.Learning.Training;

namespace Patella.Tests.Kernel.Learning;

public class VoiceModelTests
{
    [Theory]
    [InlineData("领的优惠券一直提示不可用", "promotion", "coupon-fails", LanguageCode.Chinese)]
    [InlineData("快递三天没动了怎么回事", "deliver", "parcel-stuck", LanguageCode.Chinese)]
    [InlineData("my coupon is rejected at checkout", "promotion", "coupon-fails", LanguageCode.English)]
    [InlineData("my parcel has not moved for days", "deliver", "parcel-stuck", LanguageCode.English)]
    public void The_built_in_model_tells_the_reason_of_plain_complaints(string text, string stage, string reason, byte language)
    {
        var model = BuiltInVoices.Model;
        var understood = new VoiceReader(model, new FamilyIndex(1024)).Read(Encoding.UTF8.GetBytes(text), 0);
        Assert.Equal((stage, reason, language, -1), (model.Reasons.StageCode(understood.Stage), model.Reasons.ReasonCode(understood.Reason), understood.Language, understood.Sentiment));
    }

    [Fact]
    public void Training_twice_gives_the_same_bytes_and_loading_them_the_same_answers()
    {
        var texts = BuiltInVoices.Draw(7, 3);
        var model = VoiceTrainer.Train(BuiltInTree.Table, texts);
        var bytes = model.Save();
        Assert.Equal(bytes, VoiceTrainer.Train(BuiltInTree.Table, texts).Save());
        var loaded = VoiceModel.Load(bytes);
        Assert.Equal(model.Hash, loaded.Hash);
        var (left, right) = (new VoiceReader(model, new FamilyIndex(1024)), new VoiceReader(loaded, new FamilyIndex(1024)));
        foreach (var text in texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text.Text);
            Assert.Equal(left.Read(utf8, 0), right.Read(utf8, 0));
        }
    }

    [Fact]
    public void A_model_of_before_there_were_features_of_edges_is_read_with_those_it_was_learnt_from()
    {
        var texts = BuiltInVoices.Draw(7, 3);
        var older = VoiceTrainer.Train(BuiltInTree.Table, texts, new TrainingOptions { Grams = GramSet.Runs });
        var bytes = older.Save();
        Assert.Equal("PVM1"u8.ToArray(), bytes[..4]);
        var loaded = VoiceModel.Load(bytes);
        Assert.Equal((GramSet.Runs, older.Hash), (loaded.Grams, loaded.Hash));
        var reader = new VoiceReader(loaded, new FamilyIndex(1024));
        var right = texts.Count(text => loaded.Reasons.ReasonCode(reader.Read(Encoding.UTF8.GetBytes(text.Text), 0).Reason) == text.Reason);
        Assert.True(right >= 0.97 * texts.Count, $"{right} of {texts.Count}");
    }

    [Theory]
    [InlineData("质量不是很好", 1)]
    [InlineData("质量很好", 0)]
    [InlineData("不", 0)]
    [InlineData("", 0)]
    public void What_is_said_not_to_be_is_told_apart_from_what_is(string text, int negated)
    {
        var symbols = new ushort[VoiceSymbols.Most];
        var (some, plain) = (new uint[VoiceGrams.Most], new uint[VoiceGrams.Most]);
        var length = VoiceSymbols.Normalise(Encoding.UTF8.GetBytes(text), symbols);
        var count = VoiceGrams.First(GramSet.Edges, symbols.AsSpan(0, length), some);
        var without = VoiceGrams.First(GramSet.Edges, symbols.AsSpan(0, length).ToArray().Select(symbol => symbol == '不' ? (ushort)'，' : symbol).ToArray(), plain);
        Assert.Equal(negated == 1, count > without);
    }

    [Fact]
    public void No_text_has_more_features_than_there_is_room_for()
    {
        var features = new uint[VoiceGrams.Most];
        foreach (var symbols in (string[])["不没", "a ", "a", "不好吃", "不，没", "好"])
        {
            var longest = string.Concat(Enumerable.Repeat(symbols, VoiceSymbols.Most)).AsSpan(0, VoiceSymbols.Most).ToArray().Select(one => (ushort)one).ToArray();
            foreach (var set in Enum.GetValues<GramSet>())
            {
                var count = VoiceGrams.First(set, longest, features);
                Assert.InRange(count + VoiceGrams.Second(set, longest, features.AsSpan(count)), 1, VoiceGrams.Most);
            }
        }
    }

    [Theory]
    [InlineData("coupon-fails")]
    [InlineData("price-changed")]
    [InlineData("parcel-stuck")]
    [InlineData("parcel-late")]
    [InlineData("parcel-lost")]
    [InlineData("rider-late")]
    [InlineData("broken")]
    [InlineData("fake")]
    [InlineData("not-as-described")]
    [InlineData("taste")]
    [InlineData("payment-fails")]
    [InlineData("charged-twice")]
    [InlineData("refund-late")]
    [InlineData("app-crash")]
    [InlineData("cannot-sign-in")]
    [InlineData("no-answer")]
    [InlineData("praise")]
    [InlineData("wish")]
    public void Sentences_of_a_reason_drawn_anew_are_told_that_reason(string reason)
    {
        var reader = new VoiceReader(BuiltInVoices.Model, new FamilyIndex(1024));
        var texts = BuiltInVoices.Draw(99, 6).Where(text => text.Reason == reason).ToList();
        var right = texts.Count(text => BuiltInVoices.Model.Reasons.ReasonCode(reader.Read(Encoding.UTF8.GetBytes(text.Text), 0).Reason) == reason);
        Assert.True(texts.Count > 20 && right >= 0.95 * texts.Count, $"{right} of {texts.Count}");
    }

    [Theory]
    [InlineData("今天晚上的月亮真圆，大家都早点睡吧")]
    [InlineData("the orchestra rehearses on tuesday evenings in the old church")]
    [InlineData("量子力学里的波函数坍缩应该怎么理解")]
    public void What_has_nothing_to_do_with_a_marketplace_is_not_in_the_tree(string text)
        => Assert.Equal(0, new VoiceReader(BuiltInVoices.Model, new FamilyIndex(16)).Read(Encoding.UTF8.GetBytes(text), 0).Reason);

    [Fact]
    public void Bytes_that_are_no_model_are_refused_and_never_half_taken()
    {
        var bytes = VoiceTrainer.Train(BuiltInTree.Table, BuiltInVoices.Draw(7, 1), new TrainingOptions { Epochs = 1, SecondBits = 0 }).Save();
        var random = new Random(9);
        Assert.Throws<FormatException>(() => VoiceModel.Load([]));
        Assert.Throws<FormatException>(() => VoiceModel.Load(bytes.AsSpan(0, bytes.Length / 2)));
        for (var turn = 0; turn < 50; turn++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<FormatException>(() => VoiceModel.Load(damaged));
        }
    }

    [Fact]
    public void A_text_of_a_reason_the_tree_does_not_have_is_not_learnt_from()
        => Assert.Throws<ArgumentException>(() => VoiceTrainer.Train(BuiltInTree.Table, [new LabelledText("好", "no-such-reason")]));

    [Fact]
    public void Ranked_reasons_begin_with_the_one_that_is_told()
    {
        var reader = new VoiceReader(BuiltInVoices.Model, new FamilyIndex(16));
        Span<RankedReason> ranked = stackalloc RankedReason[5];
        Assert.Equal(5, reader.Rank("优惠券用不了怎么办"u8, ranked));
        Assert.Equal("coupon-fails", BuiltInVoices.Model.Reasons.ReasonCode(ranked[0].Reason));
        Assert.True(ranked[0].Score >= ranked[1].Score && ranked[1].Score >= ranked[4].Score);
    }
}
