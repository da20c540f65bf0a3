using Patella.Platform.Clocks;

namespace Patella.Service.Listening.Targets;

/// <summary>A quarter of the calendar in a tenant's zone; the moments are UTC microseconds.</summary>
/// <param name="Name">Such as 2026-Q4.</param>
/// <param name="LastMonth">When its last month begins: then whoever is behind is reminded.</param>
internal readonly record struct Quarter(string Name, long From, long LastMonth, long Until)
{
    public static Quarter Of(long at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(Microseconds.ToTime(at), zone);
        var (year, number) = (local.Year, (local.Month - 1) / 3);
        var first = new DateTime(year, (number * 3) + 1, 1);
        return new Quarter($"{year}-Q{number + 1}", Start(first, zone), Start(first.AddMonths(2), zone), Start(first.AddMonths(3), zone));
    }

    /// <summary>The first moment of a local day; one that the clock jumps over begins an hour later.</summary>
    private static long Start(DateTime date, TimeZoneInfo zone)
    {
        var local = zone.IsInvalidTime(date) ? date.AddHours(1) : date;
        return Microseconds.From(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }
}
