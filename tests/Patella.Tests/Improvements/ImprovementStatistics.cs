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
        long Projects(string kind) => entries.Where(entry => entry.Kind == ImprovementEvents.Prefix + kind).Select(entry => Read<ImprovementFact>(entry).Improvement).Distinct().LongCount();
        foreach (var kind in new[] { "proposed", "accepted", "shipped", "measured" })
        {
            Assert.Equal(Projects(kind), report["months"]!.AsArray().Sum(month => (long)month![kind]!));
            Assert.Equal(Projects(kind), report["campaigns"]!.AsArray().Sum(campaign => (long)campaign![kind]!));
        }

        Assert.Equal(entries.LongCount(entry => entry.Kind == ObstacleEvents.Filed), (long)report["obstacles"]!["filed"]!);
        Assert.Equal(entries.LongCount(entry => entry.Kind == ObstacleEvents.Answered), (long)report["obstacles"]!["answered"]!);
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
