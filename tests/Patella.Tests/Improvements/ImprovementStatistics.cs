using System.Text.Json.Nodes;
using Patella.Kernel.Effects;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Improvements.Obstacles;
using Patella.Service.Improvements.Projects;
using Patella.Service.Improvements.Response;

namespace Patella.Tests.Improvements;

/// <summary>The statistics once more, from the timeline alone.</summary>
internal static class ImprovementStatistics
{
    public static async Task MustRecompute(ResponseScene scene)
    {
        var report = (await scene.Server.Get("/api/v1/improvement-report", scene.Expert)).Json;
        var entries = await All(scene.Store);
        var helped = report["helped"]!;
        var told = entries.Where(entry => entry.Kind == ResponseEvents.Told).ToList();
        var people = entries.Where(entry => entry.Kind is ResponseEvents.Told or ResponseEvents.PutRight).GroupBy(entry => (Read<ResponseFact>(entry).Incident, entry.Person)).ToList();
        Assert.Equal(told.Select(entry => (Read<ResponseFact>(entry).Incident, entry.Person)).Distinct().LongCount(), (long)helped["told"]!);
        Assert.Equal(people.LongCount(person => person.Any(entry => Read<ResponseFact>(entry).Before == true)), (long)helped["helpedBeforeAsking"]!);
        Assert.Equal(people.LongCount(person => person.Any(entry => Read<ResponseFact>(entry) is { Amount: not null } or { Why: "needs-nothing" })), (long)helped["putRight"]!);
        Assert.Equal(entries.LongCount(entry => entry.Kind == ResponseEvents.Opened), (long)helped["responses"]!);
        long Of(string kind) => entries.Where(entry => entry.Kind == kind).Select(entry => Read<ResponseFact>(entry).Incident).Distinct().LongCount();
        Assert.Equal((Of(ResponseEvents.Reopened), people.LongCount()), ((long)helped["reopened"]!, (long)helped["helped"]!));
        Assert.Equal(people.Count == 0 ? null : Math.Round((double)(long)helped["helpedBeforeAsking"]! / people.Count, 4), (double?)helped["share"]);
        var standing = entries.Where(entry => entry.Kind is ResponseEvents.Closed or ResponseEvents.Reopened).GroupBy(entry => Read<ResponseFact>(entry).Incident).LongCount(one => one.Last().Kind == ResponseEvents.Closed);
        Assert.Equal(standing, (long)helped["closed"]!);
        var verdicts = entries.Where(entry => entry.Kind == ImprovementEvents.Measured).Select(Read<ImprovementFact>).GroupBy(fact => fact.Improvement).Select(project => project.Last().Verdict).ToList();
        foreach (var (figure, verdict) in new[] { ("less", EffectVerdict.Less), ("noneShown", EffectVerdict.NoneShown), ("more", EffectVerdict.More) })
        {
            Assert.Equal(verdicts.LongCount(one => one == verdict), report["months"]!.AsArray().Sum(month => (long)month![figure]!));
            Assert.Equal(verdicts.LongCount(one => one == verdict), report["campaigns"]!.AsArray().Sum(campaign => (long)campaign![figure]!));
        }

        long Projects(string kind) => entries.Where(entry => entry.Kind == ImprovementEvents.Prefix + kind).Select(entry => Read<ImprovementFact>(entry).Improvement).Distinct().LongCount();
        foreach (var kind in new[] { "proposed", "accepted", "shipped", "measured" })
        {
            Assert.Equal(Projects(kind), report["months"]!.AsArray().Sum(month => (long)month![kind]!));
            Assert.Equal(Projects(kind), report["campaigns"]!.AsArray().Sum(campaign => (long)campaign![kind]!));
        }

        Assert.Equal(entries.LongCount(entry => entry.Kind == ObstacleEvents.Filed), (long)report["obstacles"]!["filed"]!);
        Assert.Equal(entries.LongCount(entry => entry.Kind == ObstacleEvents.Answered), (long)report["obstacles"]!["answered"]!);
        MustRecompute(report["obstacles"]!, [.. entries.Where(entry => entry.Kind is ObstacleEvents.Filed or ObstacleEvents.Taken or ObstacleEvents.Answered).GroupBy(entry => Read<ObstacleFact>(entry).Obstacle)]);
    }

    private static void MustRecompute(JsonNode told, IReadOnlyList<IGrouping<string, TimelineEntry>> obstacles)
    {
        Assert.Equal(obstacles.LongCount(one => Read<ObstacleFact>(one.First()).Kind == "voice"), (long)told["voices"]!);
        Assert.Equal(obstacles.LongCount(one => one.Last().Kind == ObstacleEvents.Taken), (long)told["taken"]!);
        long? Answered(IGrouping<string, TimelineEntry> one) => one.FirstOrDefault(entry => entry.Kind == ObstacleEvents.Answered)?.At - one.Single(entry => entry.Kind == ObstacleEvents.Filed).At;
        var hours = obstacles.Select(Answered).OfType<long>().Select(wait => wait / 3_600_000_000.0).Order().ToList();
        Assert.Equal(hours.Count == 0 ? null : Math.Round((hours[(hours.Count - 1) / 2] + hours[hours.Count / 2]) / 2, 2), (double?)told["hoursToAnswer"]);
    }

    private static T Read<T>(TimelineEntry entry)
        where T : class => Json.Read<T>(entry.Data)!;

    private static async Task<IReadOnlyList<TimelineEntry>> All(IStore store)
    {
        var all = new List<TimelineEntry>();
        while (await store.ReadTimeline(ResponseScene.Acme, all.Count == 0 ? TimelinePosition.Start : all[^1].Place, 500) is { Count: > 0 } page)
        {
            all.AddRange(page);
        }

        return all;
    }
}
