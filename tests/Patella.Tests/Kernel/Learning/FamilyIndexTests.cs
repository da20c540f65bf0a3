using System.Text;
using Patella.Kernel.Learning;
using Patella.Kernel.Learning.BuiltIn;

namespace Patella.Tests.Kernel.Learning;

public class FamilyIndexTests
{
    private const string Pasted = "大家不要买这家店的东西，收到货是坏的，找客服三天都没有人回复，退款也不给退，太气人了，一定要曝光他们！";

    [Fact]
    public void A_paste_with_small_edits_is_one_family_and_says_how_many_it_has()
    {
        var families = new FamilyIndex(1024);
        var first = See(families, Pasted, 0);
        Assert.Equal(1, first.Multiplicity);
        string[] edited = [Pasted + "！！", "求扩散" + Pasted, Pasted.Replace("三天", "五天", StringComparison.Ordinal), Pasted.Replace("太气人了", "气死我了", StringComparison.Ordinal), Pasted];
        for (var i = 0; i < edited.Length; i++)
        {
            Assert.Equal((first.Family, i + 2), See(families, edited[i], i));
        }
    }

    [Fact]
    public void Other_commas_and_signs_are_the_same_words()
    {
        var families = new FamilyIndex(1024);
        var first = See(families, "转给大家看看：他们家的东西全是仿的，已经有好多人上当了，别买", 0);
        Assert.Equal((first.Family, 2), See(families, "转给大家看看！他们家的东西，全是仿的！已经有好多人上当了！！别买🙏", 0));
    }

    [Fact]
    public void Different_complaints_about_the_same_are_different_families()
    {
        var texts = BuiltInVoices.Draw(5, 1).Where(text => text.Text.Length >= 24).Select(text => text.Text).Distinct().ToList();
        var families = new FamilyIndex(8192);
        var found = texts.Select(text => See(families, text, 0).Family).ToList();
        Assert.True(texts.Count > 100, $"{texts.Count} texts");
        Assert.True(found.Distinct().Count() >= 0.98 * texts.Count, $"{found.Distinct().Count()} families of {texts.Count} texts");
    }

    [Fact]
    public void A_short_text_has_no_family() => Assert.Equal((0UL, 1), See(new FamilyIndex(16), "差评差评", 0));

    [Fact]
    public void What_is_older_than_the_window_no_longer_counts()
    {
        var families = new FamilyIndex(1024, 60);
        Assert.Equal([1, 2, 1], new[] { See(families, Pasted, 0), See(families, Pasted, 10), See(families, Pasted, 200) }.Select(seen => seen.Multiplicity));
    }

    [Fact]
    public void A_flood_goes_on_being_one_family_while_a_million_other_texts_pass()
    {
        var families = new FamilyIndex(1024);
        var first = See(families, Pasted, 0).Family;
        for (var i = 0; i < 50_000; i++)
        {
            See(families, $"{(char)(0x4e00 + (i % 5000))}{(char)(0x5e00 + (i / 7 % 5000))}{(char)(0x6e00 + (i / 3 % 5000))}很普通的一句话没有什么特别的{i}", 0);
            if (i % 500 == 0)
            {
                Assert.Equal(first, See(families, Pasted, 0).Family);
            }
        }
    }

    private static (ulong Family, int Multiplicity) See(FamilyIndex families, string text, long minute)
    {
        var symbols = new ushort[VoiceSymbols.Most];
        return families.See(symbols.AsSpan(0, VoiceSymbols.Normalise(Encoding.UTF8.GetBytes(text), symbols)), minute);
    }
}
