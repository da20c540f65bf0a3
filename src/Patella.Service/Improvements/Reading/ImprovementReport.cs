using System.Globalization;
using Patella.Kernel.Effects;
using Patella.Kernel.Measures;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Improvements.Obstacles;
using Patella.Service.Improvements.Projects;
using Patella.Service.Improvements.Response;

namespace Patella.Service.Improvements.Reading;

/// <summary>Projects of one month, or of one campaign.</summary>
/// <param name="Key">Month of the proposal in UTC, as 2026-11; or the campaign, empty without one.</param>
/// <param name="Less">Measured, with fewer voices shown.</param>
/// <param name="NoneShown">Measured, and no effect shown.</param>
public sealed record ProjectSums(string Key, long Proposed, long Accepted, long Shipped, long Measured, long Less, long NoneShown, long More);

/// <param name="HoursToAnswer">Median of those answered; null while there is none.</param>
public sealed record ObstacleSums(long Filed, long Voices, long Taken, long Answered, double? HoursToAnswer);

/// <param name="Share">Of those told or put right, the share helped before they asked; null while there is none.</param>
public sealed record HelpedSums(long Responses, long Closed, long Reopened, long Affected, long Spoke, long Told, long PutRight, long Helped, long HelpedBeforeAsking, double? Share);

/// <summary>GET /improvement-report.</summary>
public sealed record ImprovementReportView(DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<ProjectSums> Months, IReadOnlyList<ProjectSums> Campaigns, ObstacleSums Obstacles, HelpedSums Helped);

/// <summary>How many projects, obstacles and people helped before they asked; for higher capabilities too.</summary>
public sealed class ImprovementFigures
{
    private const int MostMeasured = 500;

    /// <summary>People helped by responses that were opened from a moment until another one, UTC microseconds.</summary>
    public async Task<HelpedSums> Helped(IReader reader, long from, long until)
    {
        var responses = (await reader.One<ResponseSums>(ResponseRows.Sql["SumsOfResponses"], new { from, until }))!;
        var people = (await reader.One<PeopleSums>(ResponseRows.Sql["SumsOfAffected"], new { from, until }))!;
        return new HelpedSums(
            responses.Opened, responses.Closed, responses.Reopened, people.Known, people.Spoke, people.Told, people.PutRight, people.Helped, people.Ahead, people.Helped == 0 ? null : Math.Round((double)people.Ahead / people.Helped, 4));
    }

    /// <summary>Projects whose effect was measured from a moment until another one, UTC microseconds, newest first; at most 500.</summary>
    public async Task<IReadOnlyList<MeasuredProject>> Measured(IReader reader, long from, long until)
        => [.. (await reader.Many<ProjectRow>(ProjectRows.Sql["MeasuredBetween"], new { from, until, limit = MostMeasured })).Select(MeasuredProject.Of)];

    internal async Task<ImprovementReportView> Read(IReader reader, long from, long until)
    {
        var projects = await reader.Many<ProjectRow>(ProjectRows.Sql["Told"], new { from, until });
        var proposed = projects.Where(project => project.ProposedAt >= from).ToList();
        return new ImprovementReportView(
            Microseconds.ToTime(from), Microseconds.ToTime(until),
            [.. proposed.GroupBy(project => Microseconds.ToTime(project.ProposedAt).ToString("yyyy-MM", CultureInfo.InvariantCulture)).OrderBy(month => month.Key, StringComparer.Ordinal).Select(month => Sum(month.Key, month))],
            [.. proposed.GroupBy(project => project.Campaign ?? "").OrderBy(campaign => campaign.Key, StringComparer.Ordinal).Select(campaign => Sum(campaign.Key, campaign))],
            Sum(await reader.Many<ObstacleRow>(ObstacleRows.Sql["Told"], new { from, until })), await Helped(reader, from, until));
    }

    private static ProjectSums Sum(string key, IEnumerable<ProjectRow> projects)
    {
        var all = projects.ToList();
        long With(EffectVerdict verdict) => all.LongCount(project => project.Verdict == verdict.ToString());
        return new ProjectSums(
            key, all.Count, all.LongCount(project => project.AcceptedAt is not null), all.LongCount(project => project.ShippedAt is not null), all.LongCount(project => project.MeasuredAt is not null),
            With(EffectVerdict.Less), With(EffectVerdict.NoneShown), With(EffectVerdict.More));
    }

    private static ObstacleSums Sum(IReadOnlyList<ObstacleRow> obstacles)
    {
        var hours = obstacles.Where(one => one.AnsweredAt is not null).Select(one => (one.AnsweredAt!.Value - one.FiledAt) / (3_600.0 * Microseconds.PerSecond)).ToList();
        return new ObstacleSums(
            obstacles.Count, obstacles.LongCount(one => one.Kind == "voice"), obstacles.LongCount(one => one.State == "taken"), hours.Count,
            Quantile.Median(hours) is { } median ? Math.Round(median, 2) : null);
    }

    private sealed record ResponseSums
    {
        public long Opened { get; init; }

        public long Closed { get; init; }

        public long Reopened { get; init; }
    }

    private sealed record PeopleSums
    {
        public long Known { get; init; }

        public long Spoke { get; init; }

        public long Told { get; init; }

        public long PutRight { get; init; }

        public long Helped { get; init; }

        public long Ahead { get; init; }
    }
}
