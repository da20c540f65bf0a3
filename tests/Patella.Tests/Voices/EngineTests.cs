using Patella.Platform.Storage;
using Patella.Service.Voices;
using Patella.Service.Voices.Engine;
using Patella.Tests.Platform;
using Patella.Tests.Service;

namespace Patella.Tests.Voices;

/// <summary>Voices between the log, the labels, the sums and the blocks.</summary>
public class EngineTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_said_is_understood_counted_and_can_be_read_again(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        await world.Voices.Append(world.World.Tenant, [world.Say("1", "my parcel is late", merchant: "m-1"), world.Say("2", "good tea", minute: 70, merchant: "m-2", carrier: "swift", region: "east")]);
        await world.Run();

        var heard = await world.Heard();
        Assert.Equal(["parcel-late", ""], heard.Select(voice => voice.Reason));
        Assert.Equal([null, "good tea"], heard.Select(voice => voice.Text));
        Assert.Equal("Parcel late", (await world.Labelled.Texts(world.World.Tenant, [heard[0].Position])).Single().ReasonTitle);
        VoicesWorld.MustBeSame(VoicesWorld.Count(heard), await world.Sums());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_voice_that_is_sent_again_counts_once_however_late_it_comes(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        var tenant = world.World.Tenant;
        await world.Voices.Append(tenant, [world.Say("1", "late"), world.Say("1", "late"), world.Say("1", "late", source: VoiceSources.Survey)]);
        await world.Run();
        for (var round = 0; round < 4; round++)
        {
            await world.Voices.Append(tenant, [.. Enumerable.Range(0, 40).Select(number => world.Say($"{round}-{number}", "broken", minute: round))]);
            await world.Run();
        }

        await world.Voices.Append(tenant, [world.Say("1", "late"), world.Say("3-0", "broken", minute: 99)]);
        await world.Run();
        Assert.Equal(162, (await world.Heard()).Count);
        VoicesWorld.MustBeSame(VoicesWorld.Count(await world.Heard()), await world.Sums());
        Assert.True(await world.World.Read(reader => reader.One<long>("select count(*) from voice_block where tenant = @tenant")) >= 2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whatever_dies_between_two_steps_no_voice_is_lost_and_none_counts_twice(StoreKind kind)
    {
        const int seed = 20_261_123;
        var random = new Random(seed);
        await using var world = await VoicesWorld.Create(kind);
        var sent = new HashSet<string>();
        EngineRun? run = null;
        EngineRun? stale = null;
        var deaths = 0;
        var dies = EngineStep.BeforeLabels;
        for (var step = 0; step < (kind == StoreKind.Sqlite ? 150 : 80); step++)
        {
            var voices = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Random(world, random)).ToList();
            sent.UnionWith(voices.Select(voice => voice.Id));
            await world.Voices.Append(world.World.Tenant, voices);
            world.World.Clock.Now += TimeSpan.FromSeconds(random.Next(40));
            dies = (EngineStep)random.Next(1, 30);
            try
            {
                // Now and then an older engine is still at work beside the new one.
                if (stale is not null && random.Next(3) == 0)
                {
                    await Work(stale);
                }

                run ??= await world.Begin(at => Die(at, dies));
                await Work(run);
            }
            catch (Exception death) when (death is DeadException or EngineRacedException)
            {
                deaths++;
                (stale, run) = (run, null);
            }
        }

        await world.Run();
        var heard = await world.Heard();
        Assert.True(sent.Count == heard.Count, $"seed {seed}: {sent.Count} sent, {heard.Count} heard");
        Assert.Equal(heard.OrderBy(voice => voice.Position).Select(voice => voice.Position), heard.Select(voice => voice.Position));
        VoicesWorld.MustBeSame(VoicesWorld.Count(heard), await world.Sums());
        Assert.True(deaths > 10, $"seed {seed}: only {deaths} deaths");
        // No piece is left that no block names.
        var named = await world.World.Read(async reader => (await reader.Many<string>("select columns_key from voice_block where tenant = @tenant")).Concat(await reader.Many<string>("select words_key from voice_block where tenant = @tenant")).Order(StringComparer.Ordinal).ToList());
        Assert.Equal(named, (await world.World.Fixture.OpenSegments().List(world.World.Tenant)).Select(piece => piece.Key));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_stream_is_the_same_from_the_log_and_from_the_blocks(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        var random = new Random(3);
        var before = new List<string>();
        var run = await world.Begin();
        for (var step = 0; step < 60; step++)
        {
            await world.Voices.Append(world.World.Tenant, [.. Enumerable.Range(0, 9).Select(_ => Random(world, random))]);
            await world.Voices.Control(world.World.Tenant, "verdict", new { step });
            await Work(run);
            before.AddRange((await world.Stream()).Select(Line).Skip(before.Count));
        }

        Assert.Equal(before, (await world.Stream(7)).Select(Line));
        Assert.Equal(60, before.Count(line => line.Contains("verdict", StringComparison.Ordinal)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_model_is_in_force_from_its_record_on_also_for_the_next_life_of_the_engine(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        await world.Voices.Append(world.World.Tenant, [world.Say("1", "late")]);
        await world.Voices.Control(world.World.Tenant, VoiceControls.Model, new { model = 2 });
        await world.Voices.Append(world.World.Tenant, [world.Say("2", "late")]);
        await world.Run();
        await world.Voices.Append(world.World.Tenant, [world.Say("3", "late")]);
        await world.Run();
        Assert.Equal(["parcel-late", "parcel-late-2", "parcel-late-2"], (await world.Heard()).Select(voice => voice.Reason));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Minutes_are_told_once_there_is_a_voice_and_never_backwards(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        await world.Run();
        Assert.Empty(await world.Stream());
        await world.Voices.Append(world.World.Tenant, [world.Say("1", "late")]);
        for (var minute = 0; minute < 5; minute++)
        {
            await world.Run();
            world.World.Clock.Now += TimeSpan.FromSeconds(61);
        }

        await world.Run();
        var minutes = (await world.Stream()).Select(entry => entry.Control).OfType<VoiceControl>().Select(control => control.Data).ToList();
        Assert.Equal(6, minutes.Count);
        Assert.Equal(minutes.Order(StringComparer.Ordinal), minutes);
        Assert.Equal(minutes.Distinct(), minutes);
    }

    private static string Line(LabelledEntry entry) => entry.Voice is { } voice
        ? $"{voice.Position} {voice.At} {voice.Stage}/{voice.Reason} {voice.Sentiment} {voice.Urgency} {voice.Customer} {voice.Family}x{voice.Multiplicity} {string.Join('|', voice.Dimensions)} {voice.Text}"
        : $"{entry.Control}";

    private static Voice Random(VoicesWorld world, Random random) => world.Say(
        "v-" + random.Next(3_000), new[] { "it is late", "broken again", "good", "now now", "late and broken" }[random.Next(5)], random.Next(-3_000, 5), merchant: random.Next(3) == 0 ? null : "m-" + random.Next(6),
        customer: "c-" + random.Next(9), carrier: random.Next(2) == 0 ? "swift" : null, region: random.Next(2) == 0 ? "r-" + random.Next(3) : null);

    private static async Task Work(EngineRun run)
    {
        while (await run.Work(_ => Task.CompletedTask, CancellationToken.None))
        {
        }
    }

    private static void Die(EngineStep at, EngineStep dies)
    {
        if (at == dies)
        {
            throw new DeadException();
        }
    }

    private sealed class DeadException : Exception;
}
