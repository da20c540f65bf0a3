using Patella.Service.Search;

namespace Patella.Tests.Service.Search;

public class ExcerptTests
{
    [Theory]
    [InlineData("开头很长很长的一段话，说了许多别的事情，然后才说到紫砂壶裂了一道缝，还要继续说下去。", "紫砂壶", "紫砂壶")]
    [InlineData("The parcel is LATE again", "late", "LATE")]
    [InlineData("紫砂的壶", "紫砂壶", "紫砂")]
    public void The_words_of_the_query_are_marked_where_they_stand(string text, string query, string marked)
    {
        var (excerpt, marks) = Excerpts.Cut(text, query);
        Assert.Contains(marks, mark => excerpt.Substring(mark.Start, mark.Length) == marked);
    }

    [Fact]
    public void Marks_lie_inside_the_excerpt_and_never_overlap_whatever_the_text()
    {
        var random = new Random(7);
        string Piece(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(5) switch { 0 => "壶", 1 => "a", 2 => " ", 3 => "😀", _ => "裂" }));
        for (var round = 0; round < 2_000; round++)
        {
            var (excerpt, marks) = Excerpts.Cut(Piece(random.Next(0, 400)), Piece(random.Next(1, 6)));
            var end = 0;
            foreach (var mark in marks)
            {
                Assert.True(mark.Start >= end && mark.Length > 0 && mark.Start + mark.Length <= excerpt.Length, $"round {round}");
                end = mark.Start + mark.Length;
            }

            Assert.False(excerpt.Length > 0 && (char.IsLowSurrogate(excerpt[0]) || char.IsHighSurrogate(excerpt[^1])), $"half a character in round {round}");
        }
    }

    [Fact]
    public void A_query_without_a_word_marks_nothing()
    {
        var (excerpt, marks) = Excerpts.Cut("anything", "!?  ");
        Assert.Equal("anything", excerpt);
        Assert.Empty(marks);
    }
}
