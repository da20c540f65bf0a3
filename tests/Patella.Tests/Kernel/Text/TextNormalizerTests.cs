using Patella.Kernel.Text;

namespace Patella.Tests.Kernel.Text;

public class TextNormalizerTests
{
    [Theory]
    [InlineData("  Where   IS\tmy\r\norder ", "where is my order")]
    [InlineData("ＯＲＤＥＲ　１２３", "order 123")]
    [InlineData("ｶﾞｿﾘﾝ", "ガソリン")]
    [InlineData("Straße", "strasse")]
    [InlineData("ΟΔΟΣ", "οδοσ")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("re\u200bfund\u202e", "refund")]
    [InlineData("ﬁne ①", "fine 1")]
    [InlineData("¿Dónde?", "¿dónde?")]
    [InlineData(null, "")]
    public void Writings_of_the_same_words_become_one(string? text, string expected) =>
        Assert.Equal(expected, TextNormalizer.Normalize(text));

    [Theory]
    [InlineData("¿Dónde está Müllers Œuvre, Łódź?", "¿donde esta mullers oeuvre, lodz?")]
    [InlineData("ещё мой", "еще мой")]
    [InlineData("أَيْنَ طَلَبِيَّة", "اين طلبيه")]
    [InlineData("訂單還沒發貨", "订单还没发货")]
    [InlineData("がぎぐ 각", "がぎぐ 각")]
    public void Folding_drops_the_marks_people_leave_out_and_no_others(string text, string expected) =>
        Assert.Equal(expected, TextNormalizer.Fold(text));

    [Fact]
    public void Half_characters_and_no_characters_vanish() => Assert.Equal("abc", TextNormalizer.Normalize("\ud800a\uffffb\ufdd0c\udc00"));

    [Fact]
    public void Any_text_normalizes_within_its_limit_and_again_to_itself()
    {
        foreach (var text in HostileText.Many(seed: 12, count: 20_000))
        {
            var normal = TextNormalizer.Normalize(text, 50);
            Assert.True(normal.Length <= 50);
            Assert.Equal(normal, TextNormalizer.Normalize(normal, 50));
            Assert.DoesNotContain(normal, char.IsControl);
            Assert.True(TextNormalizer.Fold(text, 50).Length <= 50);
        }
    }
}
