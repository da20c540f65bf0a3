using Patella.Host.Commands;

namespace Patella.Tests.Tidy;

public class DocumentRuleTests
{
    [Fact]
    public void Paths_links_and_commands_named_in_the_documents_exist() => Findings.MustBeNone(DocumentRule.Check(SourceTree.OfRepository, CommandLine.Build()));

    [Theory]
    [InlineData("See [this](docs/missing.md).", "leads nowhere")]
    [InlineData("See `src/Missing/File.cs`.", "does not exist")]
    [InlineData("```\n./run --prot 5080\n```", "no option --prot")]
    [InlineData("Type `./patella dance`.", "no verb dance")]
    [InlineData("Type `./patella serve --dance`.", "no option --dance")]
    [InlineData("```\nCI=true ./test --dance\n```", "does not know --dance")]
    [InlineData("`npm run dance --prefix web/console`", "no script dance")]
    public void A_document_that_names_what_is_not_there_is_found(string text, string words)
        => Findings.MustBeOne(DocumentRule.Check(SourceTree.Of(("README.md", text), ("test", "--full"), ("web/console/package.json", """{ "scripts": { "build": "vite" } }""")), CommandLine.Build()), "README.md", words);

    [Theory]
    [InlineData("[this](other.md#part) and [that](https://example.com/x)")]
    [InlineData("`./run --port 5080 --data DIR --no-demo --time-rate 120`")]
    [InlineData("`./test --full`, `npm run build --prefix web/console`, `src/{Capability}/x.sql`")]
    public void A_document_that_names_what_is_there_is_free(string text)
        => Findings.MustBeNone(DocumentRule.Check(SourceTree.Of(("docs/a.md", text), ("docs/other.md", ""), ("test", "--full"), ("web/console/package.json", """{ "scripts": { "build": "vite" } }""")), CommandLine.Build()));
}
