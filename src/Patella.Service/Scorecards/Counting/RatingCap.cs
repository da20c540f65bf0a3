namespace Patella.Service.Scorecards.Counting;

/// <summary>Of one consumer's ratings of one shop at most three count in a calendar month: the first ones.</summary>
internal static class RatingCap
{
    public const int Most = 3;

    /// <param name="ratings">All ratings of one consumer for one shop.</param>
    public static IEnumerable<ScoreFact> Apply(IEnumerable<ScoreFact> ratings, ShopDays days)
        => ratings.GroupBy(fact => days.MonthOf(fact.At)).SelectMany(month => month.OrderBy(fact => fact.At).ThenBy(fact => fact.Owner, StringComparer.Ordinal)
            .Select((fact, index) => index < Most ? fact with { Counted = 1, Flaw = null } : fact with { Counted = 0, Flaw = "fourth-of-the-month" }));
}
