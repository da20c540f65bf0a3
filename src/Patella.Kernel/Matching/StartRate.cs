namespace Patella.Kernel.Matching;

/// <summary>
/// Service starts per time, the recent ones counting more: every start adds one to a sum that fades with the window's
/// time constant; the sum over the window is the rate. A young average is corrected for the time it has not seen.
/// </summary>
internal struct StartRate
{
    private double _sum;
    private long _first;
    private long _last;

    internal void Record(long now, long window)
    {
        if (_sum == 0) _first = _last = now;
        _sum = _sum * Fade(now - _last, window) + 1;
        _last = Math.Max(_last, now);
    }

    /// <summary>Mean microseconds between starts; null before two starts were seen.</summary>
    internal readonly long? Interval(long now, long window)
    {
        if (_sum == 0 || _last <= _first) return null;
        var seen = 1 - Fade(now - _first, window);
        // The first start opens the observation and is not an event inside it.
        var events = _sum * Fade(now - _last, window) - Fade(now - _first, window);
        if (events <= 1e-9 || seen <= 0) return null;
        var interval = window * seen / events;
        return interval < long.MaxValue / 4 ? (long)interval : null;
    }

    private static double Fade(long elapsed, long window) => elapsed <= 0 ? 1 : Math.Exp(-(double)elapsed / window);
}
