using Patella.Kernel.Text;

namespace Patella.Tests.Kernel.Text;

public class SpellingIndexTests
{
    [Theory]
    [InlineData("refnd", "refund")]
    [InlineData("refunnd", "refund")]
    [InlineData("rehund", "refund")]
    [InlineData("erfund", "refund")]
    [InlineData("adress", "address")]
    [InlineData("delivey", "delivery")]
    public void A_word_one_keystroke_away_is_found(string typed, string meant) => Assert.Contains(meant, Index().Near(typed));

    [Theory]
    [InlineData("refdn")]
    [InlineData("rfd")]
    [InlineData("")]
    [InlineData("parcelparcelparcelparcelparcel")]
    public void Nothing_is_found_farther_away(string typed) => Assert.Empty(Index().Near(typed));

    [Fact]
    public void Every_single_slip_is_found_and_every_find_is_a_single_slip()
    {
        var random = new Random(5);
        string[] words = ["refund", "address", "delivery", "parcel", "cancel", "coupon", "letter"];
        for (var i = 0; i < 20_000; i++)
        {
            var word = words[random.Next(words.Length)];
            var at = random.Next(word.Length);
            var letter = (char)('a' + random.Next(26));
            var typed = random.Next(4) switch
            {
                0 => word.Remove(at, 1),
                1 => word.Insert(at, letter.ToString()),
                2 => word.Remove(at, 1).Insert(at, letter.ToString()),
                _ => at == 0 ? word : word[..(at - 1)] + word[at] + word[at - 1] + word[(at + 1)..],
            };
            if (typed != word) Assert.Contains(word, Index().Near(typed));
        }
    }

    private static SpellingIndex Index()
    {
        var index = new SpellingIndex();
        foreach (var word in new[] { "refund", "address", "delivery", "parcel", "cancel", "coupon", "letter" }) index.Add(word);
        return index;
    }
}
