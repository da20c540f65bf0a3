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
}
