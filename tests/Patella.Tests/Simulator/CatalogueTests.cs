using Patella.Simulator.Ecosystem;

namespace Patella.Tests.Simulator;

public class CatalogueTests
{
    [Fact]
    public void Every_knowledge_topic_is_written_in_both_languages_with_a_phrasing_of_its_own()
    {
        var topics = KnowledgeCatalogue.All.GroupBy(article => article.Key).ToList();
        Assert.True(KnowledgeCatalogue.All.Count >= 60);
        Assert.All(topics, topic => Assert.Equal([Languages.Chinese, Languages.English], topic.Select(article => article.Language)));
        Assert.All(KnowledgeCatalogue.All, article => Assert.True(
            article.Text.Length > 20 && article.Phrasings.Count > 0 && !article.Phrasings.Contains(article.Title), article.Title));
    }

    [Fact]
    public void Every_unit_has_knowledge_products_and_a_dialogue_in_Chinese_and_English()
    {
        foreach (var unit in UnitCatalogue.All)
        {
            Assert.True(ProductCatalogue.ByUnit[unit.Code].Count() >= 6, unit.Code);
            Assert.Contains(KnowledgeCatalogue.All, article => article.Unit == unit.Code);
            var languages = unit.International ? Languages.All : [Languages.Chinese, Languages.English];
            Assert.All(languages, language => Assert.True(DialogueCatalogue.For(unit.Code, language).Count > 0, $"{unit.Code} {language}"));
        }
    }

    [Fact]
    public void Catalogues_name_only_units_that_exist()
    {
        var codes = UnitCatalogue.All.Select(unit => unit.Code).ToHashSet();
        Assert.All(ProductCatalogue.ByUnit, kinds => Assert.Contains(kinds.Key, codes));
        Assert.All(KnowledgeCatalogue.All, article => Assert.True(article.Unit is null || codes.Contains(article.Unit)));
        Assert.All(DialogueCatalogue.All, dialogue => Assert.All(dialogue.Units, unit => Assert.Contains(unit, codes)));
    }

    [Fact]
    public void Dialogues_are_opened_by_the_consumer_and_answered_by_the_agent()
    {
        Assert.All(DialogueCatalogue.All, dialogue => Assert.True(dialogue.Lines[0].ByConsumer && dialogue.AgentTexts.Any(), dialogue.Topic));
        Assert.All(DialogueCatalogue.All, dialogue => Assert.Same(dialogue, DialogueCatalogue.Understand(dialogue.Lines[0].Text)));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("person")]
    [InlineData("not-helped")]
    [InlineData("thanks")]
    [InlineData("agent-answer")]
    public void Every_language_has_lines_of_its_own(string purpose)
    {
        var english = LineCatalogue.For(purpose, Languages.English);
        Assert.All(Languages.All.Where(language => language != Languages.English), language =>
            Assert.Empty(LineCatalogue.For(purpose, language).Intersect(english)));
    }
}
