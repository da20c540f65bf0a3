using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Parties.Privacy;
using Patella.Service.Voices;
using Patella.Service.Voices.Reading;
using Patella.Tests.Platform;

namespace Patella.Tests.Voices;

/// <summary>What a person said goes, wherever it stands; that somebody said something stays.</summary>
public class ErasureTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_words_of_a_person_go_out_of_blocks_log_and_tail_and_labels_and_counts_stay(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind, services => services.AddSingleton<PersonStore>().AddSingleton<VoiceData>(), "Parties");
        var tenant = world.World.Tenant;
        for (var round = 0; round < 3; round++)
        {
            // Two rounds are sealed, the third is in the tail, the fourth is not even understood.
            await world.Voices.Append(tenant, Voices(world, round));
            await world.Run();
        }

        await world.Voices.Append(tenant, Voices(world, 3));
        var (before, sums) = (await Lines(world), await world.Sums());
        var data = world.World.Get<VoiceData>();
        var subject = new PersonSubject(tenant, ["person-1"]);
        subject.Orders.Add("order-of-1");
        Assert.InRange(await data.Erase(world.World.Store, subject), 4 * 20, 8 * 20);
        Assert.Equal(0, await data.Erase(world.World.Store, subject));

        Assert.Equal(before, await Lines(world));
        VoicesWorld.MustBeSame(sums, await world.Sums());
        await world.Run();
        var found = (await world.World.Get<VoiceDesk>().List(world.World.Staff(Permission.ListenToVoices | Permission.Reveal), ReadingTests.Of(world), null, 200, CancellationToken.None)).Value.Items;
        Assert.Equal(160, found.Count);
        Assert.Equal(80, found.Count(voice => voice.Text.Length == 0 && voice.Customer is null && voice.Order is null));
        Assert.Equal(80, found.Count(voice => voice.Text.StartsWith("late, said by", StringComparison.Ordinal)));
        // What was erased before it was understood is understood as nothing.
        Assert.Equal(140, found.Count(voice => voice.Reason == "parcel-late"));
        await MustBeNowhere(world, "said by person-1 secretly");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_kept_long_enough_is_let_go_a_tier_after_the_other(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        var tenant = world.World.Tenant;
        await world.Voices.Append(tenant, [.. Enumerable.Range(0, 60).Select(number => world.Say("v" + number, "late"))]);
        await world.Voices.Append(tenant, [.. Enumerable.Range(0, 40).Select(number => world.Say("w" + number, "late"))]);
        await world.Run();
        await world.World.Write(transaction => transaction.Execute("insert into voice_rules (tenant, text_days, minute_days, hour_days, block_days, saved_at, saved_by) values (@tenant, 10, 5, 20, 30, 0, 'test')"));
        var day = 0;
        foreach (var (until, minutes, hours, days, texts, voices) in new[] { (1, true, true, true, 100, 100), (6, false, true, true, 100, 100), (11, false, true, true, 0, 100), (21, false, false, true, 0, 100), (32, false, false, true, 0, 0) })
        {
            for (; day < until; day++)
            {
                world.World.Clock.Now += TimeSpan.FromDays(1);
                await world.Run();
            }

            var sums = await world.Sums();
            Assert.Equal((minutes, hours, days), (sums.Any(cell => cell.Grain == 0), sums.Any(cell => cell.Grain == 1), sums.Any(cell => cell.Grain == 2)));
            var heard = await world.Heard();
            Assert.Equal(voices, heard.Count);
            Assert.Equal(texts, (await world.Labelled.Texts(tenant, [.. heard.Select(voice => voice.Position)])).Count(voice => voice.Text.Length > 0));
        }
    }

    private static List<Voice> Voices(VoicesWorld world, int round)
        => [.. Enumerable.Range(0, 40).Select(number => (number % 4) switch
        {
            0 => world.Say($"{round}-{number}", "late, said by person-1 secretly", customer: "person-1"),
            1 => world.Say($"{round}-{number}", "late, said by person-1 secretly", customer: null, order: "order-of-1"),
            _ => world.Say($"{round}-{number}", "late, said by somebody", customer: "person-2", order: "order-of-2"),
        })];

    private static async Task<IReadOnlyList<string>> Lines(VoicesWorld world) => [.. (await world.Heard()).Select(voice => $"{voice.Position} {voice.Reason} {voice.Customer} {voice.Family} {voice.At}")];

    private static async Task MustBeNowhere(VoicesWorld world, string words)
    {
        var needle = System.Text.Encoding.UTF8.GetBytes(words);
        foreach (var record in await world.Log.Read(world.World.Tenant, VoiceLog.Topic, 0, 10_000))
        {
            Assert.True(record.Payload.Span.IndexOf(needle) < 0, "the log still has it");
        }

        foreach (var file in Directory.EnumerateFiles(world.World.Fixture.Folder, "*.log", SearchOption.AllDirectories))
        {
            using var stream = File.Open(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.True(bytes.AsSpan().IndexOf(needle) < 0, $"{file} still has it");
        }

        foreach (var piece in await world.World.Fixture.OpenSegments().List(world.World.Tenant))
        {
            if (piece.Key.Contains("words", StringComparison.Ordinal))
            {
                await using var stream = (await world.World.Fixture.OpenSegments().Get(world.World.Tenant, piece.Key))!;
                var bytes = new byte[stream.Length];
                await stream.ReadExactlyAsync(bytes);
                Assert.DoesNotContain(Patella.Service.Voices.Blocks.WordsCodec.ReadAll(bytes), one => one.Text?.Contains("person-1", StringComparison.Ordinal) == true || one.Customer == "person-1");
            }
        }
    }
}
