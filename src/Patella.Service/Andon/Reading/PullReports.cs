using System.Globalization;
using Patella.Kernel.Measures;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Andon.Pulls;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Andon.Reading;

/// <summary>How pulls fared. The figures are those of the pulls that began in the span; there are some thousand a year, so they are counted at each question.</summary>
internal sealed class PullReports(IStore store, TenantStore tenants, BusinessTime business)
{
    public const int MostPulls = 50_000;
    private const long Day = 86_400L * Microseconds.PerSecond;
    private const int MostDays = 400;
    private const int MostRecognised = 20;

    public async Task<Outcome<PullReport>> Read(Caller caller, DateTimeOffset? from, DateTimeOffset? until)
    {
        var end = until is { } given ? Microseconds.From(given) : business.Now + 1;
        var begin = from is { } asked ? Microseconds.From(asked) : end - (30 * Day);
        return end <= begin || end - begin > MostDays * Day
            ? Problem.Invalid("until", $"Must be after 'from', at most {MostDays} days.")
            : await store.Read(caller.Tenant, async reader => Of(
                await reader.Many<Pull>(PullRows.Sql["Between"], new { from = begin, until = end, limit = MostPulls }), SpokenTime.Of(await tenants.Profile(reader), business.Now).Zone, business.Now, begin, end));
    }

    /// <summary>The report of these pulls; days are those of the zone.</summary>
    public static PullReport Of(IReadOnlyList<Pull> pulls, TimeZoneInfo zone, long now, long from, long until)
    {
        string Local(Pull pull, string format) => TimeZoneInfo.ConvertTime(Microseconds.ToTime(pull.PulledAt), zone).ToString(format, CultureInfo.InvariantCulture);
        IReadOnlyList<PullSpan> Spans(string format) => [.. pulls.GroupBy(pull => Local(pull, format)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new PullSpan(group.Key, group.Count()))];
        IReadOnlyList<PullFigures> Parts(Func<Pull, string> by) => [.. pulls.GroupBy(by).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Figures(group.Key, [.. group], now))];

        // Recognition counts what became better; it never counts what did not, and nobody's next pull depends on it.
        var recognised = pulls.Where(pull => pull.Outcome == PullOutcomes.Changed).GroupBy(pull => pull.Puller).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostRecognised);
        return new PullReport(
            Microseconds.ToTime(from), Microseconds.ToTime(until), Figures("", pulls, now), Spans("yyyy-MM-dd"), Spans("yyyy-MM"), Parts(pull => pull.Kind), Parts(pull => pull.Unit ?? ""),
            [.. recognised.Select(group => new PullMerit(new PullPerson(group.Key, group.Last().PullerName), group.Count()))]);
    }

    private static PullFigures Figures(string key, IReadOnlyList<Pull> pulls, long now)
    {
        // What was taken back within seconds was never in anybody's hands.
        var held = pulls.Where(pull => pull.State != PullStates.Withdrawn).ToList();
        return new PullFigures(
            key, pulls.Count,
            MedianMinutes(held.Where(pull => pull.AcknowledgedAt is not null).Select(pull => pull.AcknowledgedAt!.Value - pull.PulledAt)),
            MedianMinutes(held.Where(pull => pull.DecidedAt is not null).Select(pull => pull.DecidedAt!.Value - pull.PulledAt)),
            InTime(held, pull => pull.AcknowledgedAt, pull => pull.PulledAt + PullRules.Acknowledging, now), InTime(held, pull => pull.DecidedAt, pull => pull.PulledAt + PullRules.Deciding, now),
            held.Count(pull => pull.Lives), pulls.Count(pull => pull.Outcome == PullOutcomes.Changed), pulls.Count(pull => pull.Outcome == PullOutcomes.Rejected), pulls.Count(pull => pull.Outcome == PullOutcomes.Withdrawn));
    }

    private static double? InTime(IReadOnlyList<Pull> pulls, Func<Pull, long?> done, Func<Pull, long> due, long now)
    {
        var known = pulls.Where(pull => done(pull) is not null || due(pull) < now).ToList();
        return known.Count == 0 ? null : Math.Round((double)known.Count(pull => done(pull) is { } at && at <= due(pull)) / known.Count, 4);
    }

    private static double? MedianMinutes(IEnumerable<long> spans)
        => Quantile.Median(spans) is { } median ? Math.Round(median / (60 * Microseconds.PerSecond), 2) : null;
}
