using System.Globalization;
using Patella.Platform.Clocks;

namespace Patella.Service.Tenants;

/// <summary>
/// Moments as they are told to people: on the ecosystem's own clocks and in the language's own way. Whoever reads another language than the ecosystem's
/// may live elsewhere, so for them the offset from UTC is told too.
/// </summary>
/// <param name="Zone">Whose clocks.</param>
/// <param name="HomeLanguage">The ecosystem's language (BCP 47).</param>
/// <param name="Now">Business time, UTC microseconds; the year is told only when it is another one.</param>
public sealed record SpokenTime(TimeZoneInfo Zone, string HomeLanguage, long Now)
{
    /// <summary>Where the ecosystem has not said: China's clocks for a Chinese one, else UTC.</summary>
    private const string ChinasClocks = "Asia/Shanghai";

    public static SpokenTime Of(TenantProfile profile, long now)
        => new(FindZone(profile.TimeZone ?? (FamilyOf(profile.DefaultLanguage) == "zh" ? ChinasClocks : "UTC")) ?? TimeZoneInfo.Utc, profile.DefaultLanguage, now);

    /// <summary>The zone of an IANA name; null when there is none.</summary>
    public static TimeZoneInfo? FindZone(string? name)
        => name is { Length: > 0 and <= 60 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <param name="at">UTC microseconds.</param>
    /// <param name="language">BCP 47.</param>
    public string In(string language, long at)
    {
        var local = TimeZoneInfo.ConvertTime(Microseconds.ToTime(at), Zone);
        var sameYear = local.Year == TimeZoneInfo.ConvertTime(Microseconds.ToTime(Now), Zone).Year;
        var family = FamilyOf(language);
        var text = family is "zh" or "ja"
            ? local.ToString(sameYear ? "M月d日 HH:mm" : "yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture)
            : local.ToString(sameYear ? $"{DayMonth(family)} HH:mm" : $"{DayMonth(family)} yyyy HH:mm", CultureOf(family));
        return family == FamilyOf(HomeLanguage) ? text : $"{text} {OffsetOf(local)}";
    }

    private static string DayMonth(string family) => family == "de" ? "d. MMM" : "d MMM";

    private static CultureInfo CultureOf(string family) => family is "de" or "fr" or "es" ? CultureInfo.GetCultureInfo(family) : CultureInfo.InvariantCulture;

    private static string OffsetOf(DateTimeOffset local)
    {
        var offset = local.Offset;
        return offset == TimeSpan.Zero ? "UTC" : $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours)}{(offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}")}";
    }

    private static string FamilyOf(string language) => language.Split('-', '_')[0].ToLowerInvariant();
}
