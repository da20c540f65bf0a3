using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Systems;

namespace Patella.Service.Andon.Pulls;

/// <summary>
/// A system that took the call about a pull, or says that it mended it, has acknowledged the pull, and no more: that it was changed is told with evidence by somebody, and
/// the yes is the puller's. Told twice or late it changes nothing.
/// </summary>
internal sealed class PullFollower(PullStory story, PullSystems systems) : ITimelineReader
{
    private const string Subject = PullSystems.Subject + "/";

    public string Name => PullTimers.Name;

    public bool Concerns(TimelineEntry entry) => entry.Kind is SystemEvents.Acknowledged or SystemEvents.Fixed;

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(Concerns))
        {
            if (Json.Read<SystemFact>(entry.Data) is { System: { } system, Subject: { } subject } && subject.StartsWith(Subject, StringComparison.Ordinal))
            {
                await Acknowledge(transaction, subject[Subject.Length..], system, entry);
            }
        }
    }

    private async Task Acknowledge(ITransaction transaction, string id, string system, TimelineEntry entry)
    {
        if (await PullRows.Find(transaction, id) is not { } seen)
        {
            return;
        }

        await PullRows.HoldTarget(transaction, seen.Kind, seen.Target);
        var pull = (await PullRows.Lock(transaction, id))!;
        var by = PullSystems.IdOf(system);
        if (!pull.Lives || PullRules.Decide(pull, new PullCommand.Acknowledge(), new PullActor(by, Answers: true, Experience: false, Business: true), entry.At).Value is not { } step)
        {
            return;
        }

        var after = await PullRows.Save(transaction, PullRules.Apply(pull, step));
        await story.Go(transaction, after, step, new Said(by, by, await systems.NameOf(transaction, by), null));
    }
}
