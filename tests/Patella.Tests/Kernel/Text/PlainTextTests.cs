using Patella.Kernel.Text;

namespace Patella.Tests.Kernel.Text;

public class PlainTextTests
{
    [Theory]
    [InlineData("line one\r\nline two\rthree\n\tfour", "line one\nline two\nthree\n\tfour")]
    [InlineData("a\0b\u0007c\u001b[31md", "abc[31md")]
    [InlineData("invoice\u202egpj.exe", "invoicegpj.exe")]
    [InlineData("مرحبا بكم", "مرحبا بكم")]
    [InlineData("א\u200fב", "א\u200fב")]
    [InlineData("👨‍👩‍👧 family", "👨‍👩‍👧 family")]
    [InlineData("\ufeffbom", "bom")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData(null, "")]
    public void What_is_said_stays_and_what_deceives_goes(string? text, string expected) =>
        Assert.Equal(expected, PlainText.Sanitize(text, 100));

    [Fact]
    public void Half_a_character_is_dropped()
    {
        Assert.Equal("half  pair", PlainText.Sanitize("half \ud83d pair", 100));
        Assert.Equal("half  pair", PlainText.Sanitize("half \ude00 pair", 100));
        Assert.Equal("end", PlainText.Sanitize("end\ud83d", 100));
    }

    [Fact]
    public void Text_is_cut_between_characters()
    {
        Assert.Equal("ab", PlainText.Sanitize("ab😀", 3));
        Assert.Equal("ab😀", PlainText.Sanitize("ab😀c", 4));
        Assert.Equal("ab", PlainText.Cut("ab😀", 3));
        Assert.Equal("", PlainText.Sanitize("😀", 0));
    }

    [Fact]
    public void A_megabyte_is_cut_to_its_limit() => Assert.Equal(4_000, PlainText.Sanitize(new string('x', 1 << 20), 4_000).Length);

    [Fact]
    public void Any_text_is_clean_within_its_limit_and_stays_as_it_is_when_cleaned_again()
    {
        foreach (var text in HostileText.Many(seed: 11, count: 20_000))
        {
            var clean = PlainText.Sanitize(text, 64);
            Assert.True(clean.Length <= 64);
            Assert.DoesNotContain(clean, c => c is not ('\n' or '\t') && char.IsControl(c));
            Assert.DoesNotContain(clean, c => c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069');
            Assert.Equal(clean, PlainText.Sanitize(clean, 64));
            _ = clean.Normalize();
        }
    }
}
