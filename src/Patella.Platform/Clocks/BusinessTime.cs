namespace Patella.Platform.Clocks;

/// <summary>Where business time stands: at machine time <paramref name="Machine"/> it was <paramref name="Business"/> (both UTC microseconds), and it runs <paramref name="Rate"/> times as fast.</summary>
public sealed record ClockAnchor(long Machine, long Business, double Rate)
{
    public long At(long machine) => Business + (long)((machine - Machine) * Rate);
}

/// <summary>
/// Business time: deadlines, standards, calendars, statistics. A demonstration may run it faster than the machine
/// (rate 0.001 to 10,000) and a simulation may step it; it never runs backwards: when the machine's clock is set back, or an anchor
/// of another process lies behind, it stands still until it is caught up with.
/// </summary>
public sealed class BusinessTime : TimeProvider
{
    private readonly TimeProvider _machine;
    private volatile ClockAnchor _anchor;
    private long _newest;

    public BusinessTime(TimeProvider machine, ClockAnchor? anchor = null)
    {
        _machine = machine;
        var now = machine.Now();
        _anchor = anchor ?? new ClockAnchor(now, now, 1);
        _newest = long.MinValue;
    }

    public ClockAnchor Anchor => _anchor;

    public double Rate => _anchor.Rate;

    /// <summary>Now in UTC microseconds of business time.</summary>
    public long Now
    {
        get
        {
            var now = _anchor.At(_machine.Now());
            var newest = Volatile.Read(ref _newest);
            while (now > newest)
            {
                var seen = Interlocked.CompareExchange(ref _newest, now, newest);
                if (seen == newest)
                {
                    return now;
                }

                newest = seen;
            }

            return newest;
        }
    }

    public override DateTimeOffset GetUtcNow() => Microseconds.ToTime(Now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => new ScaledTimer(this, _machine.CreateTimer(callback, state, ToMachine(dueTime), ToMachine(period)));

    /// <summary>How long the machine has to wait for a span of business time.</summary>
    public TimeSpan ToMachine(TimeSpan business)
        => business <= TimeSpan.Zero || business == Timeout.InfiniteTimeSpan ? business : TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, (long)(business.Ticks / Rate)));

    /// <summary>Takes over an anchor that another process or an earlier run wrote down.</summary>
    public void Adopt(ClockAnchor anchor) => _anchor = anchor;

    /// <summary>The anchor that changes the rate from this instant on without a jump. Persist it, then <see cref="Adopt"/> it.</summary>
    public ClockAnchor WithRate(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 0.001);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 10_000);
        return new ClockAnchor(_machine.Now(), Now, rate);
    }

    /// <summary>The anchor that moves business time on from this instant, at the same rate. Persist it, then <see cref="Adopt"/> it.</summary>
    public ClockAnchor MovedOn(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        return new ClockAnchor(_machine.Now(), Now + Microseconds.From(span), Rate);
    }

    /// <summary>A timer whose later changes are business spans as well.</summary>
    private sealed class ScaledTimer(BusinessTime clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.ToMachine(dueTime), clock.ToMachine(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
