using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Reports;

/// <summary>Contacts for each order placed, over a day or an hour.</summary>
/// <param name="At">Start of the day or hour in the zone: 2026-11-11 or 2026-11-11T08.</param>
/// <param name="Rate">Contacts by orders; absent without an order.</param>
/// <param name="Before">The same place of the period before.</param>
public sealed record ContactRatePoint(string At, long Orders, long Contacts, double? Rate, double? Before);

/// <summary>The same of one unit.</summary>
public sealed record UnitContactRate(string Unit, string Name, long Orders, long Contacts, double? Rate, double? Before);

/// <summary>The lead metric: how often somebody had to turn to us for each order placed. Lower is better.</summary>
/// <param name="AsOf">Until when the period has happened: its end, or now.</param>
/// <param name="Before">The rate of the stretch before, as long.</param>
public sealed record ContactRateView(
    string From, string To, string Zone, DateTimeOffset AsOf, string By, long Orders, long Contacts, double? Rate, double? Before, IReadOnlyList<ContactRatePoint> Points, IReadOnlyList<UnitContactRate> Units);

/// <summary>Contact rates from the sums that the reports keep anyway.</summary>
internal static class ContactRates
{
    public const string ByHour = "hour";
    public const string ByDay = "day";

    /// <summary>Days that are shown by the hour at most.</summary>
    public const int MostDaysByHour = 14;

    private static readonly Figure Rated = FigureBook.Find("contact-rate")!;

    /// <param name="units">All units in their order, with names.</param>
    /// <param name="by">hour or day; null chooses.</param>
    public static async Task<ContactRateView> Read(IReader reader, ReportFilter filter, IReadOnlyList<BusinessUnit> units, string? by, string language)
    {
        var shown = units.Where(unit => filter.Unit is null || unit.Code == filter.Unit).ToList();
        List<string> keys = [filter.UnitKey, .. shown.Select(unit => unit.Code).Where(code => code != filter.UnitKey)];
        var (now, before) = (await Overviews.ByUnit(reader, filter, filter.Period, keys), await Overviews.ByUnit(reader, filter, filter.Before, keys));
        var trend = await Trends.Read(reader, filter, Rated, by is null ? null : by == ByHour);
        var (orders, contacts) = Of(now, filter.UnitKey);
        var points = trend.Points.Select((point, index) => new ContactRatePoint(point.At, point.Whole ?? 0, point.Part ?? 0, Rate(point.Part ?? 0, point.Whole ?? 0), Once(trend.Before[index])));
        return new ContactRateView(
            Day(filter.First), Day(filter.Last), filter.Zone.Id, Microseconds.ToTime(filter.AsOf), trend.Step, orders, contacts, Rate(contacts, orders), RateOf(before, filter.UnitKey), [.. points],
            [.. shown.Select(unit => Unit(unit, now, before, language)).Where(line => line.Orders + line.Contacts > 0).OrderByDescending(line => line.Rate ?? -1).ThenBy(line => line.Unit, StringComparer.Ordinal)]);
    }

    private static UnitContactRate Unit(BusinessUnit unit, SortedDictionary<string, long[]> now, SortedDictionary<string, long[]> before, string language)
    {
        var (orders, contacts) = Of(now, unit.Code);
        return new UnitContactRate(unit.Code, unit.Name.In(language), orders, contacts, Rate(contacts, orders), RateOf(before, unit.Code));
    }

    private static (long Orders, long Contacts) Of(SortedDictionary<string, long[]> sums, string unit)
        => sums.TryGetValue(unit, out var known) ? (known[(int)Sum.Orders], known[(int)Sum.Offered]) : (0, 0);

    private static double? RateOf(SortedDictionary<string, long[]> sums, string unit) => Of(sums, unit) is var (orders, contacts) ? Rate(contacts, orders) : null;

    private static double? Rate(long contacts, long orders) => orders == 0 ? null : Math.Round((double)contacts / orders, 4);

    /// <summary>The figure of the reports is told for a hundred orders.</summary>
    private static double? Once(double? ofHundred) => ofHundred is { } value ? Math.Round(value / 100, 4) : null;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
