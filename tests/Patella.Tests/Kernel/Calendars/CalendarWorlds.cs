using Patella.Kernel.Calendars;

namespace Patella.Tests.Kernel.Calendars;

/// <summary>Calendars and instants to count with, made from a seed: near the days on which zones change their clocks.</summary>
internal static class CalendarWorlds
{
    public const long Second = 1_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;

    /// <summary>North and south, half hours, a change at midnight, a change of half an hour, and zones that never change.</summary>
    public static readonly string[] Zones =
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Africa/Cairo", "Asia/Shanghai", "Asia/Kolkata", "Pacific/Auckland", "UTC",
    ];

    public static BusinessCalendar Calendar(Random random)
    {
        if (random.Next(12) == 0)
        {
            return BusinessCalendar.AroundTheClock;
        }

        var week = Enumerable.Range(0, 7).Select(_ => Day(random)).ToList();
        week[random.Next(7)] = [new Opening(540, 1_080)];
        var days = Enumerable.Range(0, random.Next(6)).Select(_ => new DateOnly(2026, 1, 1).AddDays(random.Next(500))).Distinct()
            .Select(date => new SpecialDay(date, "day", random.Next(2) == 0 ? [] : Day(random))).ToList();
        return BusinessCalendar.Of(Zones[random.Next(Zones.Length)], week, days);
    }

    /// <summary>An instant of 2026, half of the time within two days of a change of the clocks somewhere.</summary>
    public static long Instant(Random random)
    {
        DateTimeOffset[] changes = [new(2026, 3, 29, 1, 0, 0, default), new(2026, 10, 25, 1, 0, 0, default), new(2026, 3, 8, 7, 0, 0, default), new(2026, 11, 1, 6, 0, 0, default), new(2026, 4, 4, 15, 0, 0, default), new(2026, 4, 23, 22, 0, 0, default)];
        var near = random.Next(2) == 0 ? changes[random.Next(changes.Length)].AddHours(random.Next(-48, 48)) : new DateTimeOffset(2026, 1, 2, 0, 0, 0, default).AddHours(random.Next(360 * 24));
        return Of(near) + random.NextInt64(Hour);
    }

    public static long Of(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static long Span(Random random) => random.Next(3) switch { 0 => random.NextInt64(10 * Minute), 1 => random.NextInt64(12 * Hour), _ => random.NextInt64(240 * Hour) };

    private static IReadOnlyList<Opening> Day(Random random)
    {
        var marks = Enumerable.Range(0, 2 * random.Next(4)).Select(_ => random.Next(Opening.MinutesOfDay + 1)).Distinct().Order().ToList();
        return [.. marks.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new Opening(pair[0], pair[1]))];
    }
}
