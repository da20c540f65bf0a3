namespace Patella.Kernel.Detection;

/// <summary>
/// One series of values: a median for each hour of the day as baseline, the excess in units of a count's own scatter, and an alert when it is well beyond the largest
/// excess the series has shown, which fades. So a series that is often wild has to be wilder. One setting for all series; it learns from the series alone.
/// </summary>
public sealed class SeriesDetector
{
    /// <summary>Times the largest excess so far from which it is news.</summary>
    private const double News = 1.4;

    private const double HalfLifeSeconds = 21 * 86_400;
    private const long SlotSeconds = 7 * 86_400, WarmSeconds = 86_400;
    private const int WarmPoints = 50, FewestOfSlot = 12, RecentPoints = 864, SlotPoints = 1_000;
    private readonly Queue<(long At, double Value)>[] _hours = [.. Enumerable.Range(0, 24).Select(_ => new Queue<(long, double)>())];
    private readonly Queue<double> _recent = new();
    private double _largest;
    private long _first = long.MinValue, _last;
    private int _count;

    /// <summary>Takes the next value.</summary>
    /// <param name="at">Seconds since 1970, growing; one that goes back is taken as of the last.</param>
    /// <returns>The score of an alert at this value, 1 and more; null when it is nothing.</returns>
    public double? Add(long at, double value)
    {
        _first = _first == long.MinValue ? at : _first;
        at = Math.Max(at, _last);
        var hour = _hours[(int)(at / 3_600 % 24)];
        var baseline = Baseline(hour, at, value);
        var excess = (value - baseline) / Math.Sqrt(Math.Abs(baseline) + 4);
        _largest *= _last == 0 ? 1 : Math.Pow(0.5, (at - _last) / HalfLifeSeconds);
        var warm = at - _first >= WarmSeconds && _count >= WarmPoints;
        var score = warm && _largest > 0 && excess > News * _largest ? excess / (News * _largest) : (double?)null;
        _largest = Math.Max(_largest, excess);
        (_last, _count) = (at, _count + 1);
        hour.Enqueue((at, value));
        _recent.Enqueue(value);
        if (_recent.Count > RecentPoints)
        {
            _recent.Dequeue();
        }

        return score;
    }

    private double Baseline(Queue<(long At, double Value)> hour, long at, double value)
    {
        while (hour.Count > SlotPoints || (hour.TryPeek(out var oldest) && at - oldest.At > SlotSeconds + 3_600))
        {
            hour.Dequeue();
        }

        return hour.Count >= FewestOfSlot ? Median(hour.Select(point => point.Value)) : _recent.Count > 0 ? Median(_recent) : value;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
