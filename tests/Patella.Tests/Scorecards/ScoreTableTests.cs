using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Xml;
using Patella.Service.Policies;
using Patella.Service.Policies.Checks;
using Patella.Service.Policies.Guarding;
using Patella.Service.Scorecards.Counting;
using Patella.Service.Scorecards.Scoring;

namespace Patella.Tests.Scorecards;

/// <summary>Tables and questions that cannot be used are refused with their place, and scoring is a pure function of sums.</summary>
public class ScoreTableTests
{
    private static string Text => ScoreTables.Built(ScoreTables.ScoreKey);

    private static ScoreTable Read(string text) => new(DmnProgram.Compile(DmnReader.Read(text)), "lighthouse-score:7");

    [Theory]
    [InlineData(ScoreTables.ScoreKey)]
    [InlineData(ScoreTables.PromotionKey)]
    public void The_built_in_tables_pass_the_check_that_a_published_one_must(string key)
    {
        var kind = ScoreTables.Kinds.Single(one => one.Key == key);
        var findings = PolicyCheck.Of(PolicyProgram.Once(kind.Dmn), kind, PolicyWords.Read(kind.Words));
        Assert.Empty(findings.Where(finding => finding.Severity == Finding.Error).Select(finding => $"{finding.Kind} {finding.Place} {finding.Detail} {string.Join(' ', finding.Witness ?? [])}"));
    }

    [Fact]
    public void Weights_that_do_not_sum_to_a_hundred_name_the_place()
    {
        var wrong = Assert.Throws<ScoringException>(() => Read(Text.Replace("<text>7.5</text>", "<text>8</text>", StringComparison.Ordinal)));
        Assert.Equal("lighthouse-score:7, weights: the weights sum to 100.5, and must sum to 100", wrong.Message);
    }

    [Theory]
    [InlineData("<text>\"refund\"</text>", "<text>\"refunds\"</text>", "lighthouse-score:7, weights, \"refund\": no row fits")]
    [InlineData("<text>&lt; 20</text>", "<text>&lt; </text>", "lighthouse-score:7, ")]
    [InlineData("name=\"badge\" label=\"The badge\"", "name=\"mark\" label=\"The badge\"", "lighthouse-score:7: has no decision 'badge'")]
    public void A_table_that_cannot_be_used_names_the_place(string part, string instead, string message)
        => Assert.StartsWith(message, Assert.Throws<ScoringException>(() => Read(Text.Replace(part, instead, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Fact]
    public void Points_that_are_none_name_the_question()
    {
        var table = Read(Text.Replace("<text>[80..95)</text>", "<text>[80..90)</text>", StringComparison.Ordinal));
        Assert.Equal("lighthouse-score:7, points: gives no whole number from 0 to 5 for enough = true, place = 92", Assert.Throws<ScoringException>(() => table.PointsAt(9_200)).Message);
    }

    [Fact]
    public void A_shop_in_two_categories_is_named()
    {
        var shops = new[] { Sums("m-1", "tea", 1), Sums("m-2", "tea", 2), Sums("m-1", "cups", 1) };
        Assert.Equal("shop m-1: is in two categories, 'tea' and 'cups'", Assert.Throws<ScoringException>(() => NightScorer.Score(shops, Read(Text), _ => null)).Message);
    }

    [Fact]
    public void Ranks_do_not_depend_on_the_order_of_shops_and_ties_share_one()
    {
        var random = new Random(5);
        var shops = Enumerable.Range(0, 200).Select(number => Sums($"m-{number}", number % 3 == 0 ? "tea" : "cups", random.Next(1, 8))).ToArray();
        var first = NightScorer.Score(shops, Read(Text), _ => null).Scores.ToDictionary(score => score.Merchant);
        random.Shuffle(shops);
        foreach (var score in NightScorer.Score(shops, Read(Text), _ => null).Scores)
        {
            Assert.Equal(first[score.Merchant].Figures, score.Figures);
        }

        foreach (var category in first.Values.GroupBy(score => score.Category))
        {
            var shipping = category.Select(score => score.Figures[Indicators.IndexOf("shipping")]).ToList();
            Assert.All(shipping, one => Assert.Equal(1 + shipping.Count(other => other.Value < one.Value), one.Rank));
        }
    }

    [Fact]
    public void A_shop_scored_again_alone_stands_where_it_stood_in_the_whole_night()
    {
        var random = new Random(6);
        var shops = Enumerable.Range(0, 60).Select(number => Sums($"m-{number}", "tea", random.Next(1, 9))).ToArray();
        var (scores, fields) = NightScorer.Score(shops, Read(Text), _ => null);
        foreach (var (shop, score) in shops.Zip(scores))
        {
            Assert.Equal(score.Figures, NightScorer.Score(shop, fields[0], Read(Text), null, score.Figures).Figures);
            var changed = Sums(shop.Merchant, "tea", random.Next(1, 9));
            var whole = NightScorer.Score([.. shops.Where(other => other != shop), changed], Read(Text), _ => null).Scores.Single(other => other.Merchant == shop.Merchant);
            Assert.Equal(whole.Figures, NightScorer.Score(changed, fields[0], Read(Text), null, score.Figures).Figures);
        }
    }

    private static ShopSums Sums(string merchant, string category, int hours)
    {
        var sums = new long[DaySums.Count];
        (sums[DaySums.Shipped], sums[DaySums.ShipSeconds], sums[DaySums.Paid], sums[DaySums.Helped]) = (30, 30 * hours * 3_600, 40, hours);
        return new ShopSums(merchant, category, sums);
    }
}
