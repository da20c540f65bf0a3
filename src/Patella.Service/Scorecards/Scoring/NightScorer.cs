namespace Patella.Service.Scorecards.Scoring;

/// <summary>
/// Scores of a night from the sums of all shops. Pure, and in whole numbers throughout: the same sums give the same scores to the last bit, whatever order the shops come in.
/// </summary>
internal static class NightScorer
{
    /// <param name="shops">Each shop once.</param>
    /// <param name="standing">How a shop stood the night before.</param>
    /// <exception cref="ScoringException">A shop is named twice, or the table gives what it may not.</exception>
    public static (IReadOnlyList<ShopScore> Scores, IReadOnlyList<CategoryField> Fields) Score(IReadOnlyList<ShopSums> shops, ScoreTable table, Func<string, Standing?> standing)
    {
        CheckEachOnce(shops);
        var scores = new List<ShopScore>(shops.Count);
        var fields = new List<CategoryField>();
        foreach (var category in shops.GroupBy(shop => shop.Category).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var members = category.ToArray();
            var field = FieldOf(category.Key, members, table);
            fields.Add(field);
            foreach (var shop in members)
            {
                scores.Add(Score(shop, field, table, standing(shop.Merchant)));
            }
        }

        return (scores, fields);
    }

    /// <summary>One shop among the others as they stand in the field; <paramref name="earlier"/> are the values it has in the field itself, to be left out.</summary>
    public static ShopScore Score(ShopSums shop, CategoryField field, ScoreTable table, Standing? standing, IReadOnlyList<Reached>? earlier = null)
    {
        var figures = new Reached[Indicators.All.Count];
        var (sum, known) = (0L, false);
        for (var index = 0; index < figures.Length; index++)
        {
            figures[index] = Reach(index, shop.Sums, field.Values[index], table, earlier?[index]);
            sum += figures[index].Points * figures[index].Weight;
            known |= figures[index].Enough;
        }

        // Points times hundredths of a percent: 10,000 of them are one point, 10 a thousandth.
        long? total = known ? (sum + 5) / 10 : null;
        var (badge, because) = table.BadgeOf(total, standing?.Total, standing?.Badge ?? false);
        return new ShopScore(shop.Merchant, shop.Category, total, badge, because, figures);
    }

    private static Reached Reach(int index, long[] sums, long[] field, ScoreTable table, Reached? earlier)
    {
        var indicator = Indicators.All[index];
        var (numerator, count) = (sums[indicator.Numerator], sums[indicator.Denominator]);
        var value = count > 0 ? indicator.ValueOf(sums) : 0;
        if (!table.IsEnough(index, count))
        {
            return new Reached(numerator, count, value, 0, 0, 0, table.NeutralPoints, false, table.WeightOf[index]);
        }

        var own = earlier is { Enough: true } ? 1 : 0;
        var others = field.Length - own;
        var better = indicator.MoreIsBetter ? field.Length - FirstAbove(field, value) : FirstNotBelow(field, value);
        if (own == 1 && (indicator.MoreIsBetter ? earlier!.Value > value : earlier!.Value < value))
        {
            better--;
        }

        // Within a night's run the shop stands in the field itself; a corrected one takes its own place there.
        var all = earlier is null ? field.Length : others + 1;
        var place = better * 10_000L / all;
        return new Reached(numerator, count, value, better + 1, all, place, table.PointsAt(place), true, table.WeightOf[index]);
    }

    private static CategoryField FieldOf(string category, ShopSums[] members, ScoreTable table)
    {
        var values = new long[Indicators.All.Count][];
        for (var index = 0; index < values.Length; index++)
        {
            var indicator = Indicators.All[index];
            var reached = new List<long>(members.Length);
            foreach (var shop in members)
            {
                if (table.IsEnough(index, shop.Sums[indicator.Denominator]))
                {
                    reached.Add(indicator.ValueOf(shop.Sums));
                }
            }

            reached.Sort();
            values[index] = [.. reached];
        }

        return new CategoryField(category, members.Length, members.Sum(shop => shop.Sums[Counting.DaySums.Disputes]), members.Sum(shop => shop.Sums[Counting.DaySums.Paid]), values);
    }

    private static void CheckEachOnce(IReadOnlyList<ShopSums> shops)
    {
        var categories = new Dictionary<string, string>(shops.Count, StringComparer.Ordinal);
        foreach (var shop in shops.Where(shop => !categories.TryAdd(shop.Merchant, shop.Category)))
        {
            throw new ScoringException($"shop {shop.Merchant}", categories[shop.Merchant] == shop.Category
                ? $"is named twice in the category '{shop.Category}'"
                : $"is in two categories, '{categories[shop.Merchant]}' and '{shop.Category}'");
        }
    }

    /// <summary>How many values are below.</summary>
    private static int FirstNotBelow(long[] sorted, long value) => Search(sorted, other => other < value);

    /// <summary>How many are not above.</summary>
    private static int FirstAbove(long[] sorted, long value) => Search(sorted, other => other <= value);

    private static int Search(long[] sorted, Func<long, bool> isLeft)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = isLeft(sorted[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
