namespace Patella.Platform.Clocks;

/// <summary>Time as the store keeps it: microseconds since 1970-01-01T00:00:00Z, as a 64-bit integer.</summary>
public static class Microseconds
{
    public const long PerSecond = 1_000_000;

    public static long From(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static long From(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static long Now(this TimeProvider clock) => From(clock.GetUtcNow());
}

/// <summary>Machine time: leases, sockets, retries, rate limits, offers to a person. Always real.</summary>
public sealed class MachineTime(TimeProvider provider)
{
    public TimeProvider Provider { get; } = provider;

    public long Now => Provider.Now();
}
