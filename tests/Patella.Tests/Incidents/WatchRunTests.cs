using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Incidents;
using Patella.Service.Incidents.Engine;
using Patella.Service.Incidents.Watching;
using Patella.Tests.Platform;
using Patella.Tests.Service;

namespace Patella.Tests.Incidents;

/// <summary>The watch between the stream and the store.</summary>
public class WatchRunTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Whatever_dies_at_any_step_the_incidents_are_the_same_and_none_is_told_twice(StoreKind kind)
    {
        var straight = await Incidents(kind, (world, parts) => Work(world, parts));
        Assert.Single(straight);
        var deaths = 0;
        var random = new Random(41);
        var torn = await Incidents(kind, async (world, parts) =>
        {
            parts.SnapshotEvery = 1_500;
            parts.At = _ =>
            {
                if (random.Next(7) == 0)
                {
                    deaths++;
                    throw new IOException("the power is gone");
                }
            };
            while (true)
            {
                try
                {
                    await Work(world, parts);
                    return;
                }
                catch (IOException)
                {
                    // The next life begins from what is in the store.
                }
            }
        });
        Assert.True(deaths > 2, $"{deaths} deaths");
        Assert.Equal(straight, torn);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_timeline_is_told_each_thing_once_whatever_dies_in_between(StoreKind kind)
    {
        IReadOnlyList<string> straight = [], torn = [];
        var said = new[] { new IncidentControl("verdict", 1, true, null, 0, "ann", "a note of hers"), new IncidentControl("reopen", 1, false, null, 0, "ann", "again"), new IncidentControl("close", 1, false, null, 0, "ann", "done") };
        await Incidents(kind, async (world, parts) =>
        {
            await Work(world, parts);
            straight = await Told(world);
        }, said);
        var deaths = 0;
        var random = new Random(43);
        await Incidents(kind, async (world, parts) =>
        {
            parts.SnapshotEvery = 1_500;
            parts.At = _ =>
            {
                if (random.Next(7) == 0)
                {
                    deaths++;
                    throw new IOException("the power is gone");
                }
            };
            while (await Dies(() => Work(world, parts)))
            {
            }

            torn = await Told(world);
        }, said);
        Assert.True(deaths > 2, $"{deaths} deaths");
        Assert.Equal(straight, torn);
        Assert.Equal([IncidentEvents.Raised, IncidentEvents.Closed, IncidentEvents.Judged, IncidentEvents.Reopened, IncidentEvents.Closed], straight.Select(line => line.Split(' ')[0]).Where(what => what != IncidentEvents.Worsened));
        Assert.InRange(straight.Count(line => line.StartsWith(IncidentEvents.Worsened, StringComparison.Ordinal)), 0, 3);
        Assert.DoesNotContain(straight, line => line.Contains("a note of hers", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_watches_beside_each_other_commit_each_entry_once(StoreKind kind)
    {
        var straight = await Incidents(kind, (world, parts) => Work(world, parts));
        var both = await Incidents(kind, async (world, parts) =>
        {
            var stale = await WatchRun.Start(world.Tenant, parts, CancellationToken.None);
            await stale.Work(_ => Task.CompletedTask, CancellationToken.None);
            await Work(world, parts);
            await Assert.ThrowsAsync<InvalidOperationException>(() => stale.Work(_ => Task.CompletedTask, CancellationToken.None));
        });
        Assert.Equal(straight, both);
    }

    [Fact]
    public async Task What_people_say_is_part_of_the_stream_and_said_twice_it_changes_nothing()
    {
        var once = await Incidents(StoreKind.Sqlite, (world, parts) => Work(world, parts), new IncidentControl("verdict", 1, true, IncidentKind.Coordination, 0, "ann", null));
        var twice = await Incidents(StoreKind.Sqlite, (world, parts) => Work(world, parts),
            new IncidentControl("verdict", 1, true, IncidentKind.Coordination, 0, "ann", null), new IncidentControl("verdict", 1, true, IncidentKind.Coordination, 0, "ann", null), new IncidentControl("merge", 1, false, null, 77, "ann", null));
        Assert.Contains("\"Verdict\":true", Assert.Single(once), StringComparison.Ordinal);
        Assert.Equal(once, twice);
    }

    private static async Task<IReadOnlyList<string>> Incidents(StoreKind kind, Func<ServiceWorld, WatchParts, Task> run, params IncidentControl[] said)
    {
        await using var world = await ServiceWorld.Create(kind, _ => { }, "Incidents");
        var voices = FakeVoices.Of(new WatchedStream(31) { Rate = 8, More = (minute, stream) => minute is >= 400 and < 460 ? Enumerable.Range(0, 3).Select(_ => stream.Voice(minute, "broken", merchant: "m12")) : [] }.Minutes(600));
        foreach (var word in said)
        {
            voices.Say(word);
        }

        await run(world, new WatchParts(world.Store, voices, world.Fixture.OpenSegments(), world.Fixture.Bus, world.Get<MachineTime>(), world.Get<IIdentifiers>()));
        var row = await world.Read(reader => reader.One<WatchRow>(IncidentStore.Sql["FindWatch"]));
        Assert.Equal(voices.Last, row!.Position);
        return await world.Read(reader => reader.Many<string>("select body from incident where tenant = @tenant order by number"));
    }

    private static async Task<IReadOnlyList<string>> Told(ServiceWorld world) => [.. (await world.Timeline()).Select(entry => $"{entry.Kind} {entry.At} {entry.AuthorId} {entry.Data}")];

    private static async Task<bool> Dies(Func<Task> life)
    {
        try
        {
            await life();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task Work(ServiceWorld world, WatchParts parts)
    {
        var run = await WatchRun.Start(world.Tenant, parts, CancellationToken.None);
        while (await run.Work(_ => Task.CompletedTask, CancellationToken.None))
        {
        }
    }
}
