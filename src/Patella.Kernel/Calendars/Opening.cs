namespace Patella.Kernel.Calendars;

/// <summary>Open from one minute of the local day to another: 0 &lt;= From &lt; Until &lt;= 1,440. What goes on after midnight is a second opening, of the next day.</summary>
public readonly record struct Opening(int From, int Until)
{
    public const int MinutesOfDay = 1_440;

    public static readonly Opening WholeDay = new(0, MinutesOfDay);

    public bool IsValid => From >= 0 && From < Until && Until <= MinutesOfDay;
}

/// <summary>A day unlike its weekday: a holiday (no openings) or a day that is open in its own way.</summary>
/// <param name="Name">Why, in the tenant's own words.</param>
public sealed record SpecialDay(DateOnly Date, string Name, IReadOnlyList<Opening> Openings)
{
    public bool IsClosed => Openings.Count == 0;
}

/// <summary>A stretch of open time in UTC microseconds, the end not included.</summary>
public readonly record struct OpenSpan(long From, long Until)
{
    public long Length => Until - From;
}
