namespace Patella.Kernel.Calendars;

/// <summary>What is wrong with a calendar, and where: <c>zone</c>, <c>week/0</c>, <c>days/3/date</c>.</summary>
public sealed record CalendarFault(string Place, string Message);

/// <summary>Checks the parts of a calendar before one is made of them. What passes can always be counted with.</summary>
public static class CalendarFaults
{
    /// <summary>Fewer open minutes a week and a target of days would be due in years.</summary>
    public const int LeastMinutesOfWeek = 60;

    public const int MostOpeningsOfDay = 12;
    public const int MostDays = 1_000;

    public static IReadOnlyList<CalendarFault> Of(string? zone, IReadOnlyList<IReadOnlyList<Opening>>? week, IReadOnlyList<SpecialDay>? days)
        => [.. Zone(zone), .. Week(week), .. Days(days ?? [])];

    private static IEnumerable<CalendarFault> Zone(string? zone)
    {
        if (zone is null || ZoneOffsets.Find(zone) is null)
        {
            yield return new CalendarFault("zone", "Must be a time zone's IANA name, such as Asia/Shanghai.");
        }
    }

    private static IEnumerable<CalendarFault> Week(IReadOnlyList<IReadOnlyList<Opening>>? week)
    {
        if (week is not { Count: 7 })
        {
            yield return new CalendarFault("week", "Must be seven lists of openings, Monday first; a closed day is an empty list.");
            yield break;
        }

        foreach (var fault in week.SelectMany((openings, index) => Openings(openings, $"week/{index}")))
        {
            yield return fault;
        }

        if (week.Sum(openings => openings?.Sum(opening => Math.Max(0, opening.Until - opening.From)) ?? 0) < LeastMinutesOfWeek)
        {
            yield return new CalendarFault("week", "A calendar without an open hour a week would stop every clock for ever. Give it at least one.");
        }
    }

    private static IEnumerable<CalendarFault> Days(IReadOnlyList<SpecialDay> days)
    {
        if (days.Count > MostDays)
        {
            yield return new CalendarFault("days", $"May be at most {MostDays}; leave out those long past.");
        }

        var seen = new HashSet<DateOnly>();
        foreach (var (index, day) in days.Index())
        {
            if (!seen.Add(day.Date))
            {
                yield return new CalendarFault($"days/{index}/date", $"{day.Date:yyyy-MM-dd} is named twice.");
            }

            if (day.Date.Year is < 1970 or > 2200)
            {
                yield return new CalendarFault($"days/{index}/date", "Must be between 1970 and 2200.");
            }

            foreach (var fault in Openings(day.Openings, $"days/{index}/openings"))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<CalendarFault> Openings(IReadOnlyList<Opening>? openings, string place)
    {
        if (openings is null || openings.Count > MostOpeningsOfDay)
        {
            yield return new CalendarFault(place, $"Must be a list of at most {MostOpeningsOfDay} openings.");
            yield break;
        }

        if (openings.Any(opening => !opening.IsValid))
        {
            yield return new CalendarFault(place, "An opening ends after it begins, between 00:00 and 24:00; hours over midnight are two openings.");
        }

        if (openings.OrderBy(opening => opening.From).Zip(openings.OrderBy(opening => opening.From).Skip(1)).Any(pair => pair.Second.From < pair.First.Until))
        {
            yield return new CalendarFault(place, "Two openings overlap.");
        }
    }
}
