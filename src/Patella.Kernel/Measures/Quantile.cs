namespace Patella.Kernel.Measures;

/// <summary>
/// The one definition of a median and of any other quantile in reports: of n values in order, the value at place (n - 1) times the share, straight between its two neighbours where
/// it lies between them (Hyndman and Fan, 1996, definition 7). So the median of an even number is the mean of the two in the middle.
/// </summary>
public static class Quantile
{
    /// <summary>The median; null of nothing.</summary>
    public static double? Median(IEnumerable<double> values) => Of(values, 0.5);

    /// <summary>The median; null of nothing.</summary>
    public static double? Median(IEnumerable<long> values) => Of(values, 0.5);

    /// <inheritdoc cref="Of(IEnumerable{double}, double)"/>
    public static double? Of(IEnumerable<long> values, double share) => Of(values.Select(value => (double)value), share);

    /// <summary>The value below which a share lies; null of nothing.</summary>
    /// <param name="values">In any order.</param>
    /// <param name="share">0 to 1.</param>
    public static double? Of(IEnumerable<double> values, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var ordered = values.Order().ToList();
        if (ordered.Count == 0)
        {
            return null;
        }

        var place = (ordered.Count - 1) * share;
        var below = ordered[(int)Math.Floor(place)];
        return below + ((ordered[(int)Math.Ceiling(place)] - below) * (place - Math.Floor(place)));
    }
}
