using Patella.Platform.Clocks;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Counting;

/// <summary>Days and minutes on the ecosystem's own clocks. A day is its number from 0001-01-01.</summary>
internal sealed class ShopDays(TimeZoneInfo zone)
{
    /// <summary>Shops answer questions between these minutes of the day; outside of them a question's wait is not counted.</summary>
    public const int OpensAt = 8 * 60;
    public const int ClosesAt = 23 * 60;

    public static ShopDays Of(TenantProfile profile) => new(SpokenTime.Of(profile, 0).Zone);

    public long DayOf(long at) => Local(at).Ticks / TimeSpan.TicksPerDay;

    public int MinuteOf(long at) => (int)Local(at).TimeOfDay.TotalMinutes;

    /// <summary>A number that is the same for all moments of one calendar month.</summary>
    public long MonthOf(long at)
    {
        var local = Local(at);
        return (local.Year * 12L) + local.Month;
    }

    /// <summary>The instant at which a clock in the ecosystem shows this time of a day; the next one that exists when clocks are put forward then.</summary>
    public long At(long day, TimeSpan time)
    {
        var local = new DateTime((day * TimeSpan.TicksPerDay) + time.Ticks, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        return Microseconds.From(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    public static string Text(long day) => DateOnly.FromDayNumber((int)day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private DateTime Local(long at) => TimeZoneInfo.ConvertTime(Microseconds.ToTime(at), zone).DateTime;
}
