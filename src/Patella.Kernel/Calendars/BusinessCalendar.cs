namespace Patella.Kernel.Calendars;

/// <summary>
/// When somebody is there: weekly hours in a time zone, holidays, and days that are open in their own way. An instant is open when the wall clock of the zone
/// shows an open time on its local day: an hour that the clocks skip is never open, an hour that they repeat is open twice. Immutable, pure, exact to the microsecond.
/// </summary>
public sealed class BusinessCalendar
{
    private const long Minute = 60 * ZoneOffsets.Second;
    private const int DaysOfWeek = 7;

    /// <summary>1970-01-01 was a Thursday; weeks begin on Monday.</summary>
    private const int WeekdayOfEpoch = 3;

    private readonly ZoneOffsets? _zone;
    private readonly Opening[][] _week = [];
    private readonly Dictionary<long, Opening[]> _special = [];

    private BusinessCalendar()
    {
    }

    private BusinessCalendar(ZoneOffsets zone, IEnumerable<IReadOnlyList<Opening>> week, IEnumerable<SpecialDay> days)
    {
        _zone = zone;
        _week = [.. week.Select(Sorted)];
        _special = days.ToDictionary(day => day.Date.DayNumber - (long)new DateOnly(1970, 1, 1).DayNumber, day => Sorted(day.Openings));
    }

    /// <summary>Open at every instant: business time is time.</summary>
    public static BusinessCalendar AroundTheClock { get; } = new();

    public bool IsAroundTheClock => _zone is null;

    /// <summary>A calendar of checked parts.</summary>
    /// <param name="week">Seven lists of openings, Monday first.</param>
    /// <exception cref="ArgumentException">The parts have a fault: see <see cref="CalendarFaults"/>.</exception>
    public static BusinessCalendar Of(string zone, IReadOnlyList<IReadOnlyList<Opening>> week, IReadOnlyList<SpecialDay> days)
        => CalendarFaults.Of(zone, week, days).FirstOrDefault() is { } fault
            ? throw new ArgumentException($"{fault.Place}: {fault.Message}")
            : new BusinessCalendar(ZoneOffsets.Find(zone)!, week, days);

    public bool IsOpen(long instant) => IsAroundTheClock || Spans(instant).First().From == instant;

    /// <summary>Open microseconds from one instant to another; 0 when the second is not after the first.</summary>
    public long OpenBetween(long from, long until)
    {
        if (until <= from || IsAroundTheClock)
        {
            return Math.Max(0, until - from);
        }

        var sum = 0L;
        foreach (var span in Spans(from))
        {
            if (span.From >= until)
            {
                break;
            }

            sum += Math.Min(span.Until, until) - span.From;
        }

        return sum;
    }

    /// <summary>The earliest instant by which so much open time has gone by. For 0 that is <paramref name="from"/> itself.</summary>
    /// <param name="open">Open microseconds, not negative.</param>
    public long Add(long from, long open)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(open);
        if (open == 0 || IsAroundTheClock)
        {
            return from + open;
        }

        foreach (var span in Spans(from))
        {
            if (span.Length >= open)
            {
                return span.From + open;
            }

            open -= span.Length;
        }

        throw new InvalidOperationException("Spans of a calendar never end.");
    }

    /// <summary>Open stretches from an instant on, in order, without end (until the calendars' last year).</summary>
    public IEnumerable<OpenSpan> Spans(long from)
    {
        if (_zone is null)
        {
            yield return new OpenSpan(from, long.MaxValue);
            yield break;
        }

        while (true)
        {
            var stretch = _zone.At(from);
            for (var day = (from + stretch.Offset) / ZoneOffsets.Day; (day * ZoneOffsets.Day) - stretch.Offset < stretch.Until; day++)
            {
                foreach (var opening in HoursOf(day))
                {
                    var midnight = (day * ZoneOffsets.Day) - stretch.Offset;
                    var span = new OpenSpan(Math.Max(midnight + (opening.From * Minute), from), Math.Min(midnight + (opening.Until * Minute), stretch.Until));
                    if (span.Length > 0)
                    {
                        yield return span;
                    }
                }
            }

            from = stretch.Until;
        }
    }

    /// <summary>Whether it is open wherever the other one is, between two instants.</summary>
    public bool Covers(BusinessCalendar other, long from, long until)
        => IsAroundTheClock || (!other.IsAroundTheClock && other.Spans(from).TakeWhile(span => span.From < until).All(span => OpenBetween(span.From, span.Until) == span.Length));

    private static Opening[] Sorted(IReadOnlyList<Opening> openings) => [.. openings.OrderBy(opening => opening.From)];

    private Opening[] HoursOf(long day) => _special.TryGetValue(day, out var own) ? own : _week[(day + WeekdayOfEpoch) % DaysOfWeek];
}
