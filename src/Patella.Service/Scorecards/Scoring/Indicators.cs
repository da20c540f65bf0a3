using Patella.Service.Scorecards.Counting;

namespace Patella.Service.Scorecards.Scoring;

/// <summary>One indicator of the score: a sum divided by another, over a window.</summary>
/// <param name="Unit">share, seconds or stars: how its value is shown.</param>
/// <param name="Measures">The facts behind it.</param>
internal sealed record Indicator(string Key, string Dimension, int Numerator, int Denominator, bool MoreIsBetter, string Unit, IReadOnlyList<long> Measures)
{
    /// <summary>Its value in millionths, rounded down: equal sums give equal values, on any machine.</summary>
    public long ValueOf(long[] sums) => (long)((Int128)sums[Numerator] * 1_000_000 / sums[Denominator]);

    public bool IsOfRatings => Denominator >= DaySums.FirstOfRatings;
}

/// <summary>The indicators in the order in which they are stored. Append only.</summary>
internal static class Indicators
{
    /// <summary>Days of the window, and of that of the ratings; both end two days before the night.</summary>
    public const int Window = 30;
    public const int RatingsWindow = 180;
    public const int Lag = 2;

    public static readonly IReadOnlyList<Indicator> All =
    [
        new("reply", "consult", DaySums.Quick, DaySums.Rounds, true, "share", [Measures.Round]),
        new("prompt", "logistics", DaySums.Prompt, DaySums.Due, true, "share", [Measures.Prompt]),
        new("shipping", "logistics", DaySums.ShipSeconds, DaySums.Shipped, false, "seconds", [Measures.Shipping]),
        new("refund", "after-sale", DaySums.RefundSeconds, DaySums.Refunds, false, "seconds", [Measures.Refund]),
        new("help", "dispute", DaySums.Helped, DaySums.Paid, false, "share", [Measures.Help]),
        new("dispute", "dispute", DaySums.Disputes, DaySums.Paid, false, "share", [Measures.Ruling]),
        new("goods", "product", DaySums.Goods, DaySums.Rated, true, "stars", [Measures.Rating]),
        new("service", "product", DaySums.Service, DaySums.Rated, true, "stars", [Measures.Rating]),
        new("logistics", "product", DaySums.Logistics, DaySums.Rated, true, "stars", [Measures.Rating]),
    ];

    public static readonly IReadOnlyList<string> Dimensions = [.. All.Select(indicator => indicator.Dimension).Distinct()];

    public static int IndexOf(string key) => All.ToList().FindIndex(indicator => indicator.Key == key);
}

/// <summary>What a shop reached in one indicator.</summary>
/// <param name="Value">Millionths; 0 without a base.</param>
/// <param name="Rank">Place among the shops of its category that have enough data, from 1; ties share a place. 0 when it is not ranked.</param>
/// <param name="Place">Hundredths of a percent of these shops that are better.</param>
/// <param name="Weight">Hundredths of a percent.</param>
internal sealed record Reached(long Numerator, long Base, long Value, long Rank, long Of, long Place, long Points, bool Enough, long Weight)
{
    public long[] ToNumbers() => [Numerator, Base, Value, Rank, Of, Place, Points, Enough ? 1 : 0, Weight];

    public static Reached From(long[] numbers) => new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7] == 1, numbers[8]);
}

/// <summary>A shop's sums of a night's windows.</summary>
internal sealed record ShopSums(string Merchant, string Category, long[] Sums);

/// <summary>How a shop stood the night before.</summary>
internal sealed record Standing(long? Total, bool Badge);

/// <summary>A shop's score.</summary>
/// <param name="Total">Thousandths; null when no indicator has enough data.</param>
/// <param name="Because">Why it has or has not the badge: a word of the table.</param>
internal sealed record ShopScore(string Merchant, string Category, long? Total, bool Badge, string Because, IReadOnlyList<Reached> Figures);

/// <summary>What the shops of a category reached: sorted values an indicator, and the rulings and orders of all.</summary>
internal sealed record CategoryField(string Category, long Shops, long Disputes, long Paid, IReadOnlyList<long[]> Values);

/// <summary>What is wrong with a table or with what it is asked about; nothing was changed.</summary>
public sealed class ScoringException(string place, string message) : Exception($"{place}: {message}")
{
    public string Place => place;
}
