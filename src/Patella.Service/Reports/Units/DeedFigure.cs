using Patella.Kernel.Measures;
using Patella.Platform.Clocks;

namespace Patella.Service.Reports.Units;

/// <summary>A figure over what a unit had to do.</summary>
/// <param name="Counts">Whether a deed is counted in a span that is looked at from now on; also what the figure opens to.</param>
/// <param name="Value">From the counted ones.</param>
/// <param name="InTime">Of one counted deed; null where there is no time for it.</param>
internal sealed record DeedFigure(string Key, string Group, string Kind, string Better, string Of, Func<Deed, Span, long, bool> Counts, Func<IReadOnlyList<Deed>, UnitValue> Value, Func<Deed, bool>? InTime = null)
{
    public static DeedFigure Count(string key, string group, string better, string of, Func<Deed, Span, long, bool> counts)
        => new(key, group, FigureKinds.Count, better, of, counts, deeds => new UnitValue(deeds.Count, null, deeds.Count, null));

    /// <summary>The share done by when it was due, of what was done or is due.</summary>
    public static DeedFigure Share(string key, string group, string of, Func<Deed, long?> done, Func<Deed, long?> due)
    {
        bool InTime(Deed deed) => done(deed) <= due(deed);
        return new(key, group, FigureKinds.Share, "up", of, (deed, span, now) => Began(deed, span) && (done(deed) is not null || due(deed) < now), deeds =>
        {
            var part = deeds.Count(InTime);
            return new UnitValue(deeds.Count == 0 ? null : Math.Round((double)part / deeds.Count, 4), null, part, deeds.Count);
        }, InTime);
    }

    /// <summary>The exact median of the seconds until it was done, of what was.</summary>
    public static DeedFigure Median(string key, string group, string of, Func<Deed, long?> done, Func<Deed, Span, long, bool>? counts = null)
        => new(key, group, FigureKinds.Seconds, "down", of, (deed, span, now) => done(deed) is not null && (counts ?? ((one, period, _) => Began(one, period)))(deed, span, now), deeds =>
        {
            var wait = Quantile.Median(deeds.Select(deed => done(deed)!.Value - deed.At));
            return new UnitValue(wait is { } span ? Math.Round(span / Microseconds.PerSecond, 1) : null, null, null, deeds.Count);
        });

    public static bool Began(Deed deed, Span span) => deed.At >= span.From && deed.At < span.Until;

    public static bool Ended(Deed deed, Span span) => deed.DoneAt >= span.From && deed.DoneAt < span.Until;
}
