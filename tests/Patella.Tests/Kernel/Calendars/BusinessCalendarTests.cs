using Patella.Kernel.Calendars;
using static Patella.Tests.Kernel.Calendars.CalendarWorlds;

namespace Patella.Tests.Kernel.Calendars;

public class BusinessCalendarTests
{
    private const int Rounds = 3_000;
    private static readonly Opening Working = new(540, 1_080);
    private static readonly IReadOnlyList<Opening>[] Weekdays = [[Working], [Working], [Working], [Working], [Working], [], []];

    [Fact]
    public void What_is_added_is_what_is_measured() => ForEach((random, calendar, seed) =>
    {
        var (from, open) = (Instant(random), Span(random));
        Assert.True(calendar.OpenBetween(from, calendar.Add(from, open)) == open, $"seed {seed}");
    });

    [Fact]
    public void Adding_reaches_the_earliest_instant() => ForEach((random, calendar, seed) =>
    {
        var (from, open) = (Instant(random), Span(random) + 1);
        Assert.True(calendar.OpenBetween(from, calendar.Add(from, open) - 1) == open - 1, $"seed {seed}");
    });

    [Fact]
    public void Later_or_more_is_never_due_earlier() => ForEach((random, calendar, seed) =>
    {
        var (from, open, later, more) = (Instant(random), Span(random), Span(random), Span(random));
        Assert.True(calendar.Add(from + later, open) >= calendar.Add(from, open), $"seed {seed}");
        Assert.True(calendar.Add(from, open + more) >= calendar.Add(from, open), $"seed {seed}");
    });

    [Fact]
    public void Parts_of_an_interval_add_up_to_it() => ForEach((random, calendar, seed) =>
    {
        long[] marks = [.. new[] { Instant(random), Instant(random), Instant(random) }.Order()];
        Assert.True(calendar.OpenBetween(marks[0], marks[1]) + calendar.OpenBetween(marks[1], marks[2]) == calendar.OpenBetween(marks[0], marks[2]), $"seed {seed}");
    });

    [Fact]
    public void Adding_in_two_steps_is_adding_once() => ForEach((random, calendar, seed) =>
    {
        var (from, first, second) = (Instant(random), Span(random), Span(random) + 1);
        Assert.True(calendar.Add(calendar.Add(from, first), second) == calendar.Add(from, first + second), $"seed {seed}");
    });

    [Fact]
    public void Open_time_is_the_minutes_at_which_the_wall_clock_shows_open_hours()
    {
        foreach (var zone in Zones)
        {
            var random = new Random(17);
            for (var round = 0; round < 12; round++)
            {
                IReadOnlyList<Opening>[] week = [.. Enumerable.Range(0, 7).Select(_ => (IReadOnlyList<Opening>)[new Opening(random.Next(0, 180), random.Next(181, 1_441))])];
                var special = new SpecialDay(new DateOnly(2026, 10, 25), "another day", [new Opening(30, 150)]);
                var from = Instant(random) / Minute * Minute;
                Assert.Equal(ByTheWallClock(zone, week, special, from, 3 * 1_440), BusinessCalendar.Of(zone, week, [special]).OpenBetween(from, from + (3 * 1_440 * Minute)) / Minute);
            }
        }
    }

    [Fact]
    public void An_hour_that_the_clocks_skip_is_never_open_and_one_they_repeat_is_open_twice()
    {
        var night = BusinessCalendar.Of("Europe/Berlin", [.. Enumerable.Repeat<IReadOnlyList<Opening>>([new Opening(60, 240)], 7)], []);
        Assert.Equal(2 * Hour, OnDay(night, 2026, 3, 29));
        Assert.Equal(4 * Hour, OnDay(night, 2026, 10, 25));
        Assert.Equal(3 * Hour, OnDay(night, 2026, 10, 26));
        static long OnDay(BusinessCalendar calendar, int year, int month, int day) => calendar.OpenBetween(Of(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.FromHours(month == 3 ? 1 : 2))), Of(new DateTimeOffset(year, month, day, 22, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_clock_that_begins_on_friday_evening_goes_on_on_monday_and_holidays_are_left_out()
    {
        var office = BusinessCalendar.Of("Asia/Shanghai", Weekdays, [new SpecialDay(new DateOnly(2026, 5, 1), "Labour Day", []), new SpecialDay(new DateOnly(2026, 5, 9), "worked in its stead", [Working])]);
        var shanghai = TimeSpan.FromHours(8);
        Assert.Equal(Of(new(2026, 5, 11, 11, 30, 0, shanghai)), office.Add(Of(new(2026, 5, 8, 17, 0, 0, shanghai)), (long)(12.5 * Hour)));
        Assert.Equal(Of(new(2026, 5, 4, 9, 30, 0, shanghai)), office.Add(Of(new(2026, 4, 30, 17, 30, 0, shanghai)), Hour));
    }

    [Fact]
    public void Minutes_count_around_the_clock_for_food_on_its_way()
        => Assert.Equal(1_000 + (3 * Minute), BusinessCalendar.AroundTheClock.Add(1_000, 3 * Minute));

    [Fact]
    public void A_calendar_covers_another_when_it_is_open_wherever_that_is()
    {
        var office = BusinessCalendar.Of("Asia/Shanghai", Weekdays, []);
        var longer = BusinessCalendar.Of("Asia/Shanghai", [.. Enumerable.Repeat<IReadOnlyList<Opening>>([new Opening(480, 1_200)], 7)], []);
        var (from, until) = (Of(new(2026, 1, 1, 0, 0, 0, default)), Of(new(2027, 1, 1, 0, 0, 0, default)));
        Assert.True(longer.Covers(office, from, until));
        Assert.False(office.Covers(longer, from, until));
        Assert.True(BusinessCalendar.AroundTheClock.Covers(longer, from, until));
        Assert.False(longer.Covers(BusinessCalendar.AroundTheClock, from, until));
        Assert.True(office.Covers(office, from, until));
    }

    [Fact]
    public void A_calendar_that_could_not_be_counted_with_is_refused_and_says_where()
    {
        IReadOnlyList<Opening>[] closed = [[], [], [], [], [], [], []];
        Assert.Contains(CalendarFaults.Of("Asia/Shanghai", closed, []), fault => fault.Place == "week" && fault.Message.Contains("without an open hour", StringComparison.Ordinal));
        Assert.Contains(CalendarFaults.Of("Asia/Shanghai", closed, [new SpecialDay(new DateOnly(2026, 1, 1), "one day", [Opening.WholeDay])]), fault => fault.Place == "week");
        Assert.Contains(CalendarFaults.Of("Middle/Earth", Weekdays, []), fault => fault.Place == "zone");
        Assert.Contains(CalendarFaults.Of("../../etc/passwd", Weekdays, []), fault => fault.Place == "zone");
        Assert.Contains(CalendarFaults.Of("UTC", Weekdays[..6], []), fault => fault.Place == "week");
        Assert.Contains(CalendarFaults.Of("UTC", [[new Opening(600, 500)], .. Weekdays[1..]], []), fault => fault.Place == "week/0");
        Assert.Contains(CalendarFaults.Of("UTC", [[new Opening(500, 600), new Opening(599, 700)], .. Weekdays[1..]], []), fault => fault.Message.Contains("overlap", StringComparison.Ordinal));
        Assert.Contains(CalendarFaults.Of("UTC", Weekdays, [new SpecialDay(new DateOnly(2026, 1, 1), "a", []), new SpecialDay(new DateOnly(2026, 1, 1), "b", [])]), fault => fault.Place == "days/1/date");
        Assert.Empty(CalendarFaults.Of("UTC", [[new Opening(500, 600), new Opening(600, 700)], .. Weekdays[1..]], []));
        Assert.Throws<ArgumentException>(() => BusinessCalendar.Of("UTC", closed, []));
    }

    private static void ForEach(Action<Random, BusinessCalendar, int> check)
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            check(random, CalendarWorlds.Calendar(random), seed);
        }
    }

    /// <summary>The same by asking the runtime what the clock on the wall shows, minute by minute.</summary>
    private static long ByTheWallClock(string zone, IReadOnlyList<Opening>[] week, SpecialDay special, long from, int minutes)
    {
        var table = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return Enumerable.Range(0, minutes).Count(minute =>
        {
            var local = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks((from + (minute * Minute)) * TimeSpan.TicksPerMicrosecond), table);
            var hours = DateOnly.FromDateTime(local.DateTime) == special.Date ? special.Openings : week[((int)local.DayOfWeek + 6) % 7];
            var shown = (local.Hour * 60) + local.Minute;
            return hours.Any(opening => opening.From <= shown && shown < opening.Until);
        });
    }
}
