namespace Patella.Tests.Tidy;

public class ResourceRuleTests
{
    [Fact]
    public void Chinese_and_English_texts_have_equal_keys_and_placeholders() => Findings.MustBeNone(ResourceRule.Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("""{ "a": "一" }""", """{ "a": "one", "b": "two" }""", "the key b is missing")]
    [InlineData("""{ "a": "一", "b": "二" }""", """{ "a": "one" }""", "the key b is missing")]
    [InlineData("""{ "a": { "x": "{name} 说" } }""", """{ "a": { "x": "says {text}" } }""", "a.x has other placeholders")]
    [InlineData("""{ "a": "" }""", """{ "a": "one" }""", "is empty")]
    public void Texts_that_differ_between_the_languages_are_found(string chinese, string english, string words)
        => Assert.Contains(words, Assert.Single(ResourceRule.Check(SourceTree.Of(("web/console/src/i18n/zh-CN.json", chinese), ("web/console/src/i18n/en.json", english)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("src/Patella.Service/Bots/Texts.en.json")]
    [InlineData("web/console/src/i18n/zh-CN.json")]
    public void A_language_without_its_counterpart_is_found(string path)
        => Findings.MustBeOne(ResourceRule.Check(SourceTree.Of((path, "{}"))), path, "counterpart");
}
