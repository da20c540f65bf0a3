using Patella.Service.Reports.Wall;

namespace Patella.Tests.Service.Reports.Wall;

/// <summary>What an hour is expected to have, out of hours that a test makes up.</summary>
public class UsualTests
{
    private const long Now = 500_000;

    [Fact]
    public void Where_weekends_differ_the_same_hour_of_the_week_is_taken()
    {
        var usual = Usual.Choose(Hours(40 * 24, hour => Weekday(hour) >= 5 ? 300 : 10 + Hour(hour)), Now);
        Assert.Equal("weeks", usual.Forecast.Basis);
    }

    [Fact]
    public void What_was_connected_three_days_ago_is_not_held_against_the_emptiness_before()
    {
        var hours = Hours(40 * 24, hour => Now - hour > 72 ? hour % 50 == 0 ? 1 : 0 : 100 + Hour(hour));
        var usual = Usual.Choose(hours, Now);
        Assert.Equal("days", usual.Forecast.Basis);
        Assert.Equal(100 + Hour(Now), usual.Of(Now, hours));
    }

    [Fact]
    public void Where_all_choices_are_as_good_the_longest_memory_is_taken()
        => Assert.Equal(new WallForecast("weeks", 4), Usual.Choose(Hours(40 * 24, Hour), Now).Forecast);

    [Fact]
    public void A_day_says_something_and_less_says_nothing()
    {
        Assert.Equal(new WallForecast("days", 1), Usual.Choose(Hours(26, _ => 5), Now).Forecast);
        var none = Usual.Choose(Hours(10, _ => 5), Now);
        Assert.Equal(("none", null, null), (none.Forecast.Basis, none.Of(Now, Hours(10, _ => 5)), none.Between(Now, Now + 1, Hours(10, _ => 5))));
        Assert.Equal("none", Usual.Choose(new Dictionary<long, long>(), Now).Forecast.Basis);
    }

    [Fact]
    public void A_part_of_an_hour_is_expected_to_have_its_part()
    {
        var hours = Hours(40 * 24, hour => Hour(hour) == Hour(Now) ? 60 : 0);
        var usual = Usual.Choose(hours, Now);
        Assert.Equal(15, usual.Between(Now - 0.5, Now + 0.25, hours)!.Value, 6);
        Assert.Equal(60, usual.Around(Now + 0.5, hours)!.Value, 6);
        Assert.Equal(30, usual.Around(Now, hours)!.Value, 6);
    }

    private static long Hour(long hour) => hour % 24;

    private static long Weekday(long hour) => hour / 24 % 7;

    private static Dictionary<long, long> Hours(int known, Func<long, long> count)
        => Enumerable.Range(1, known).Select(back => Now - back).Where(hour => count(hour) > 0).ToDictionary(hour => hour, count);
}
