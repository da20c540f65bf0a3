namespace Patella.Tests.Tidy;

public class ProblemTextRuleTests
{
    private const string Types = """
        namespace Patella.Service.Edge;
        [System.Runtime.CompilerServices.InterpolatedStringHandler]
        public sealed class ProblemText(int length, int count)
        {
            public static implicit operator ProblemText(string text) => new(0, 0);
            public void AppendLiteral(string text) { }
            public void AppendFormatted<T>(T value, string? format = null) { }
        }
        public static class Say { public static void It(ProblemText text) { } }
        """;

    [Fact]
    public void Every_sentence_about_what_is_wrong_has_both_languages() => Findings.MustBeNone(ProblemTextRule.Check(SourceTree.OfRepository));

    [Fact]
    public void The_rule_sees_the_sentences_of_the_repository()
        => Assert.Contains(ProblemTextRule.Sentences(SourceTree.OfRepository), sentence => sentence.Template == "{0} is not here, or not yours.");

    [Theory]
    [InlineData("Say.It(\"New.\");", "{}", "lacks the Chinese of: New.")]
    [InlineData("Say.It($\"At most {count:N0}.\");", "{}", "lacks the Chinese of: At most {0:N0}.")]
    [InlineData("Say.It(count > 1 ? \"Many.\" : \"One.\");", """{ "Many.": "多。" }""", "lacks the Chinese of: One.")]
    [InlineData("Say.It($\"At most {count}.\");", """{ "At most {0}.": "最多。" }""", "other places")]
    [InlineData("Say.It((ProblemText)$\"Only {count}.\");", "{}", "lacks the Chinese of: Only {0}.")]
    [InlineData("Say.It(\"At most \" + count);", "{}", "put together before")]
    [InlineData("", """{ "Old.": "旧。" }""", "nothing says: Old.")]
    public void A_sentence_without_its_Chinese_is_found(string code, string texts, string words)
        => Assert.Contains(words, Assert.Single(ProblemTextRule.Check(Tree(code, texts))).Message, StringComparison.Ordinal);

    [Fact]
    public void Sentences_with_their_Chinese_pass()
        => Findings.MustBeNone(ProblemTextRule.Check(Tree("Say.It(\"Yes.\"); Say.It($\"At most {count:N0} {{x}}.\");", """{ "Yes.": "是。", "At most {0:N0} {{x}}.": "最多 {0:N0} {{x}}。" }""")));

    private static SourceTree Tree(string code, string texts) => SourceTree.Of(
        ("src/Patella.Service/Edge/ProblemText.cs", Types),
        ("src/Patella.Service/Bots/X.cs", $"using Patella.Service.Edge; namespace Patella.Service.Bots; class X {{ void Do(int count) {{ {code} }} }}"),
        ("src/Patella.Service/Bots/Texts/problems.json", texts));
}
