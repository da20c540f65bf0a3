using System.Globalization;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations.Desk;

/// <summary>Times of day as the tenant's people know them.</summary>
internal static class TenantHours
{
    private const int MorningHour = 9;
    private const int EveningHour = 18;

    /// <summary>The zone of the tenant, as times are told to its consumers.</summary>
    public static TimeZoneInfo ZoneOf(TenantProfile profile) => SpokenTime.Of(profile, 0).Zone;

    public static string Show(DateTimeOffset at, TenantProfile profile, string language)
    {
        var local = TimeZoneInfo.ConvertTime(at, ZoneOf(profile));
        return language.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
            ? local.ToString("M月d日 HH:mm", CultureInfo.InvariantCulture)
            : local.ToString("d MMM HH:mm", CultureInfo.InvariantCulture);
    }

    public static IReadOnlyList<SnoozePreset> Presets(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var presets = new List<SnoozePreset> { new("in-an-hour", now.AddHours(1)) };
        if (local.Hour < EveningHour)
        {
            presets.Add(new("this-evening", At(local.Date, EveningHour, zone)));
        }

        presets.Add(new("tomorrow", At(local.Date.AddDays(1), MorningHour, zone)));
        presets.Add(new("next-week", At(local.Date.AddDays((((int)DayOfWeek.Monday - (int)local.DayOfWeek + 6) % 7) + 1), MorningHour, zone)));
        return presets;
    }

    /// <summary>That hour of that day; one that the clock jumps over is an hour later.</summary>
    private static DateTimeOffset At(DateTime date, int hour, TimeZoneInfo zone)
    {
        var local = DateTime.SpecifyKind(date.AddHours(hour), DateTimeKind.Unspecified);
        local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
