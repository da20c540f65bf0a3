using System.Globalization;

namespace Patella.Simulator.Ecosystem;

/// <summary>
/// What the demonstration ecosystem promises: one base for all units, stricter clauses where the trade wants them (food in minutes, travel in hours),
/// and the calendars they count on. In force since before its history begins, so that the history is measured by it.
/// </summary>
public static class StandardsCatalogue
{
    private const string None = "-";
    private const string Zone = "Asia/Shanghai";
    private const int WeekDays = 7;
    private static readonly string[] Office = ["09:00-18:00"];
    private static readonly string[] ServiceDay = ["08:00-24:00"];

    /// <summary>The calendars, as the settings document takes them.</summary>
    public static IEnumerable<object> Calendars =>
    [
        Calendar("service-day", "服务时间 8–24 点", "Service day 08–24", [.. Enumerable.Repeat(ServiceDay, WeekDays)], []),
        Calendar("office-cn", "中国大陆工作日", "Working days, mainland China", [.. Enumerable.Range(0, WeekDays).Select(day => day < 5 ? Office : [])],
            [.. EmbeddedText.Rows("holidays.txt", 3).Select(cells => (object)new { date = cells[0], name = cells[1], hours = cells[2] == None ? [] : new[] { cells[2] } })]),
    ];

    /// <summary>The clauses, as the settings document takes them.</summary>
    /// <param name="since">From when on they hold.</param>
    public static IEnumerable<object> Clauses(DateTimeOffset since) => EmbeddedText.Rows("standards.txt", 7).Select(cells => (object)new
    {
        id = cells[0],
        measure = cells[1],
        unit = cells[2] == None ? null : cells[2],
        tier = cells[3] == None ? null : cells[3],
        targetMinutes = int.Parse(cells[4], CultureInfo.InvariantCulture),
        warnPercent = int.Parse(cells[5], CultureInfo.InvariantCulture),
        calendar = cells[6],
        effectiveFrom = since,
    });

    private static object Calendar(string id, string chinese, string english, string[][] week, object[] days)
        => new { id, name = new Dictionary<string, string> { [Languages.Chinese] = chinese, [Languages.English] = english }, zone = Zone, week, days };
}
