namespace Patella.Simulator.Festival;

/// <summary>Percentiles by the nearest-rank method: always a value that was measured.</summary>
public static class Percentiles
{
    /// <summary>The smallest value that at least <paramref name="percent"/> % of the values do not exceed; 0 for no values.</summary>
    /// <param name="ascending">Values in ascending order.</param>
    /// <param name="percent">Above 0 and up to 100.</param>
    public static double Of(IReadOnlyList<double> ascending, double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        if (ascending.Count == 0)
        {
            return 0;
        }
        var rank = (int)Math.Ceiling(percent / 100 * ascending.Count);
        return ascending[Math.Max(rank, 1) - 1];
    }
}
