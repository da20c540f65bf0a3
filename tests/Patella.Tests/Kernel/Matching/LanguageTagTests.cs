using Patella.Kernel.Matching;

namespace Patella.Tests.Kernel.Matching;

public class LanguageTagTests
{
    [Theory]
    [InlineData("zh-Hans-CN", "zh")]
    [InlineData("EN_us", "en")]
    [InlineData("yue", "yue")]
    [InlineData("", "und")]
    [InlineData(null, "und")]
    [InlineData("x", "und")]
    [InlineData("'; drop table", "und")]
    [InlineData("-en", "und")]
    public void A_tag_is_reduced_to_its_primary_subtag(string? tag, string expected) => Assert.Equal(expected, LanguageTag.Primary(tag));
}
