namespace Patella.Service.Reports.Wall;

/// <summary>
/// What an hour usually has: the mean of the same hour of earlier weeks or of earlier days, whichever would have told the last 24 whole hours best. A plain mean of roll-ups, so that
/// anybody can check it; which one is said beside the figure. A source that was connected last week would make the mean of four weeks wrong for a month: so nothing is assumed.
/// </summary>
internal sealed class Usual
{
    private const int HoursOfDay = 24;
    private const int HoursOfWeek = 168;

    /// <summary>Hours that are looked back at to choose, and their weeks before.</summary>
    public const int Needed = HoursOfDay + (4 * HoursOfWeek);

    /// <summary>The longest memory first: where two are as good, it is taken.</summary>
    private static readonly WallForecast[] Choices = [new("weeks", 4), new("weeks", 2), new("days", 7), new("days", 3), new("days", 2), new("days", 1)];

    private static readonly WallForecast None = new("none", 0);

    private Usual(WallForecast forecast) => Forecast = forecast;

    public WallForecast Forecast { get; }

    /// <param name="hours">Voices of the last <see cref="Needed"/> hours by hour since 1970; absent: none.</param>
    /// <param name="now">The hour that runs.</param>
    public static Usual Choose(IReadOnlyDictionary<long, long> hours, long now)
    {
        // The first hour of all may be a part of one.
        var known = hours.Count == 0 ? 0 : now - hours.Keys.Min() - 1;
        var past = Enumerable.Range(1, HoursOfDay).Select(back => now - back).ToList();
        return Choices.Where(choice => known >= ReachOf(choice) + HoursOfDay).Select(choice => new Usual(choice))
            .MinBy(usual => past.Sum(hour => Math.Abs(hours.GetValueOrDefault(hour) - usual.Of(hour, hours)!.Value))) ?? (known >= HoursOfDay ? new Usual(new WallForecast("days", 1)) : new Usual(None));
    }

    /// <summary>The hours whose mean is expected of an hour.</summary>
    public IEnumerable<long> HoursFor(long hour) => Enumerable.Range(1, Forecast.Of).Select(back => hour - (back * LengthOf(Forecast)));

    /// <summary>Null while it is too early to say.</summary>
    /// <param name="counts">What each hour had; one that is absent had none.</param>
    public double? Of(long hour, IReadOnlyDictionary<long, long> counts)
        => Forecast.Of == 0 ? null : HoursFor(hour).Average(one => (double)counts.GetValueOrDefault(one));

    /// <summary>What is expected between two moments, hours in fractions, when every hour is even in itself.</summary>
    public double? Between(double from, double until, IReadOnlyDictionary<long, long> counts)
    {
        if (Forecast.Of == 0)
        {
            return null;
        }

        var sum = 0.0;
        for (var hour = (long)Math.Floor(from); hour < until; hour++)
        {
            sum += Of(hour, counts)!.Value * (Math.Min(until, hour + 1) - Math.Max(from, hour));
        }

        return sum;
    }

    /// <summary>What is expected of an hour's length around a moment: between the middles of two hours on a straight line, so that a drawing has no steps.</summary>
    public double? Around(double moment, IReadOnlyDictionary<long, long> counts)
    {
        var before = (long)Math.Floor(moment - 0.5);
        var share = moment - 0.5 - before;
        return Forecast.Of == 0 ? null : (Of(before, counts)!.Value * (1 - share)) + (Of(before + 1, counts)!.Value * share);
    }

    private static int LengthOf(WallForecast forecast) => forecast.Basis == "weeks" ? HoursOfWeek : HoursOfDay;

    private static int ReachOf(WallForecast forecast) => forecast.Of * LengthOf(forecast);
}
