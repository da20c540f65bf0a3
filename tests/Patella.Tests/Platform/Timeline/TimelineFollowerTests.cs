using Microsoft.Extensions.Logging.Abstractions;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Xunit.Abstractions;

namespace Patella.Tests.Platform.Timeline;

public class TimelineFollowerTests(ITestOutputHelper output)
{
    [Theory]
    [OnSqlite(1), OnSqlite(2), OnPostgres(1), OnPostgres(2)]
    public async Task Every_entry_takes_effect_exactly_once_and_in_order_whatever_dies_in_between(StoreKind kind, int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var fixture = await StoreFixture.Create(kind);
        var reader = new DyingReader(seed);
        var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Write(fixture, writer, new Random((seed * 10) + writer))));
        while (!writers.IsCompleted)
        {
            await using var owners = Start(fixture, reader, batch: random.Next(1, 40));
            await Task.Delay(random.Next(10, 150));
        }

        await writers;
        reader.Dies = false;
        await using (Start(fixture, reader, batch: 100))
        {
            await Waiting.Until(async () => (await Effects(fixture)).Count == 240, "every entry took effect");
        }

        Assert.All(await Effects(fixture), effect => Assert.Equal(1, effect.Times));
        Assert.Empty(await fixture.Store.Read(fixture.Tenant, read => read.Many<string>("select entry from sample_effect where tenant = @tenant and reader = 'disorder'")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_cursor_that_was_moved_behind_the_readers_back_stops_it(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var (first, second) = (new TimelinePosition(1, 1), new TimelinePosition(1, 2));
        await fixture.Store.Write(fixture.Tenant, transaction => TimelineCursor.Move(transaction, "reader", TimelinePosition.Start, first));
        await Assert.ThrowsAsync<VersionConflictException>(() => fixture.Store.Write(fixture.Tenant, transaction => TimelineCursor.Move(transaction, "reader", TimelinePosition.Start, second)));
        await fixture.Store.Write(fixture.Tenant, transaction => TimelineCursor.Move(transaction, "reader", first, second));
        await Assert.ThrowsAsync<VersionConflictException>(() => fixture.Store.Write(fixture.Tenant, transaction => TimelineCursor.Move(transaction, "reader", first, second)));
        Assert.Equal(second, await fixture.Store.Read(fixture.Tenant, read => TimelineCursor.Find(read, "reader")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_live_listener_gets_every_entry_after_it_subscribed_and_none_before(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Write(fixture.Tenant, transaction => transaction.Append(SampleTable.Entry("before")));

        // Transactions of other tests on the same server hold back what may be read.
        await Waiting.Until(async () => (await fixture.Store.ReadTimeline(fixture.Tenant, TimelinePosition.Start, 10)).Count == 1, "the entry before is readable");
        await using var tails = new TimelineTails(fixture.Store, fixture.Bus, NullLogger<TimelineTails>.Instance);
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var broken = tails.Subscribe(fixture.Tenant, _ => throw new InvalidOperationException("a broken listener"));
        using var listening = tails.Subscribe(fixture.Tenant, entries => entries.ToList().ForEach(entry => heard.Enqueue(entry.Id)));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => fixture.Store.Write(fixture.Tenant, transaction => transaction.Append(SampleTable.Entry($"{number}")))));
        await Waiting.Until(() => heard.Count >= 50, "all entries");
        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}").Order(), heard.Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Entries_of_no_concern_are_passed_without_a_transaction_and_the_next_of_concern_takes_effect_once(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var reader = new PickyReader();
        await using (Start(fixture, reader, batch: 7))
        {
            for (var number = 0; number < 30; number++)
            {
                var id = $"{(number % 10 == 9 ? "wanted" : "other")}{number}";
                await fixture.Store.Write(fixture.Tenant, transaction => transaction.Append(SampleTable.Entry(id)));
            }

            await Waiting.Until(() => reader.Seen.Count == 3, "three were wanted");
        }

        Assert.Equal(["wanted9", "wanted19", "wanted29"], reader.Seen);
    }

    private static async Task Write(StoreFixture fixture, int writer, Random random)
    {
        for (var number = 0; number < 60; number++)
        {
            await fixture.Store.Write(fixture.Tenant, async transaction =>
            {
                await transaction.Append(SampleTable.Entry($"{writer}.{number:000}", $"conversation-{writer}", number + 1));
                if (random.Next(4) == 0)
                {
                    await Task.Delay(random.Next(1, 20));
                }
            });
        }
    }

    private static EmbeddedOwners Start(StoreFixture fixture, ITimelineReader reader, int batch)
    {
        var owners = new EmbeddedOwners(NullLogger<EmbeddedOwners>.Instance);
        owners.Contend(TimelineFollower.Partition(fixture.Tenant, reader.Name), new TimelineFollower(fixture.Tenant, reader, fixture.Store, fixture.Bus, batch));
        return owners;
    }

    private static Task<IReadOnlyList<(string Entry, long Times)>> Effects(StoreFixture fixture)
        => fixture.Store.Read(fixture.Tenant, read => read.Many<(string Entry, long Times)>("select entry, times from sample_effect where tenant = @tenant and reader = 'reader'"));

    /// <summary>Wants few of the entries and notes those.</summary>
    private sealed class PickyReader : ITimelineReader
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Seen { get; } = new();

        public string Name => "picky";

        public bool Concerns(TimelineEntry entry) => entry.Id.StartsWith("wanted", StringComparison.Ordinal);

        public Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
        {
            Assert.Contains(entries, Concerns);
            entries.Where(Concerns).ToList().ForEach(entry => Seen.Enqueue(entry.Id));
            return Task.CompletedTask;
        }
    }

    /// <summary>Counts each entry and checks that sequences come in order; dies before, amid or after its work, as a killed process does.</summary>
    private sealed class DyingReader(int seed) : ITimelineReader
    {
        private readonly Random _random = new(seed);

        public bool Dies { get; set; } = true;

        public string Name => "reader";

        public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
        {
            var death = Dies && _random.Next(3) == 0 ? _random.Next(entries.Count + 1) : -1;
            for (var index = 0; index <= entries.Count; index++)
            {
                if (index == death)
                {
                    throw new InvalidOperationException("died");
                }

                if (index < entries.Count)
                {
                    await Count(transaction, entries[index]);
                }
            }
        }

        private static async Task Count(ITransaction transaction, TimelineEntry entry)
        {
            await transaction.Execute(
                """
                insert into sample_effect (tenant, reader, entry, times) values (@tenant, 'reader', @Id, 1)
                on conflict (tenant, reader, entry) do update set times = sample_effect.times + 1
                """, new { entry.Id });
            var last = (await SampleTable.Find(transaction, entry.Conversation!))?.Value ?? 0;
            if (last + 1 != entry.Sequence)
            {
                await transaction.Execute("insert into sample_effect (tenant, reader, entry, times) values (@tenant, 'disorder', @Id, 1)", new { entry.Id });
            }

            await SampleTable.Put(transaction, entry.Conversation!, entry.Sequence!.Value);
        }
    }
}
