using Patella.Platform.Storage;
using Patella.Platform.Timeline;

namespace Patella.Tests.Platform.Timeline;

public sealed class TimelineWindowTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_window_gives_what_the_whole_list_would_give_or_says_that_it_does_not_know(int seed)
    {
        var random = new Random(seed);
        var all = new List<TimelineEntry>();
        var window = new TimelineWindow(TimelinePosition.Start);
        for (var round = 0; round < 60; round++)
        {
            var fresh = Enumerable.Range(all.Count + 1, random.Next(0, 400)).Select(number => SampleTable.Entry($"{number}") with { Tx = number / 7, Position = number }).ToList();
            all.AddRange(fresh);
            window.Add(fresh);
            for (var look = 0; look < 20; look++)
            {
                var after = random.Next(0, all.Count + 1) is var at and > 0 ? all[at - 1].Place : TimelinePosition.Start;
                var limit = random.Next(1, 600);
                var found = window.After(after, limit);
                var expected = all.Where(entry => entry.Place > after).Take(limit).Select(entry => entry.Id);
                Assert.True(found is null ? all.Count > TimelineWindow.EntryLimit : found.Select(entry => entry.Id).SequenceEqual(expected));
            }
        }

        Assert.NotNull(window.After(all[^TimelineWindow.EntryLimit].Place, 1));
    }

    [Fact]
    public void Long_texts_make_the_window_shorter()
    {
        var window = new TimelineWindow(TimelinePosition.Start);
        var text = new string('x', TimelineWindow.CharacterLimit / 4);
        window.Add(Enumerable.Range(1, 10).Select(number => SampleTable.Entry($"{number}") with { Position = number, Text = text }).ToList());
        Assert.Null(window.After(new TimelinePosition(0, 5), 10));
        Assert.Equal(4, window.After(new TimelinePosition(0, 6), 10)!.Count);
    }

    [Fact]
    public async Task Readers_that_wait_together_read_the_store_once_and_a_late_one_reads_for_itself()
    {
        var rows = Enumerable.Range(1, 3_000).Select(number => SampleTable.Entry($"{number}") with { Position = number }).ToList();
        var (reads, newest, gate) = (0, 10, new TaskCompletionSource());
        var timeline = new SharedTimeline(async (after, limit, _) =>
        {
            Interlocked.Increment(ref reads);
            await gate.Task;
            return rows.Take(newest).Where(entry => entry.Place > after).Take(limit).ToList();
        });
        var readers = Enumerable.Range(0, 20).Select(_ => timeline.After(TimelinePosition.Start, 500, CancellationToken.None)).ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(readers), found => Assert.Equal(10, found.Count));
        Assert.InRange(reads, 1, 2);
        newest = 3_000;
        Assert.Equal(500, (await timeline.After(rows[9].Place, 500, CancellationToken.None)).Count);
        Assert.Equal("2501", (await timeline.After(rows[2_499].Place, 500, CancellationToken.None))[0].Id);
        Assert.Equal("1", (await timeline.After(TimelinePosition.Start, 500, CancellationToken.None))[0].Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Entries_changed_by_hand_are_read_as_they_are_now(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await transaction.Append(SampleTable.Entry("one") with { OrderRef = "order" });
            await transaction.LinkPerson("order", "person");
        });
        await Waiting.Until(async () => (await fixture.Store.ReadTimeline(fixture.Tenant, TimelinePosition.Start, 10)) is [{ Person: "person" }], "the person is known");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_entry_is_appended_once_for_a_client_id_and_a_group_that_was_rolled_back_leaves_no_entry_in_memory(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var entry = SampleTable.Entry("one") with { Conversation = "talk", Sequence = 1, ClientId = "mine" };
        Assert.True(await fixture.Store.Write(fixture.Tenant, transaction => transaction.AppendOnce(entry)));
        Assert.False(await fixture.Store.Write(fixture.Tenant, transaction => transaction.AppendOnce(entry with { Id = "two", Sequence = 2 })));
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Store.Write(fixture.Tenant, async transaction =>
        {
            await transaction.Append(SampleTable.Entry("lost"));
            throw new InvalidOperationException("thought better of it");
        }));
        await fixture.Store.Write(fixture.Tenant, transaction => transaction.Append(SampleTable.Entry("three")));
        await Waiting.Until(async () => (await fixture.Store.ReadTimeline(fixture.Tenant, TimelinePosition.Start, 10)).Select(one => one.Id).SequenceEqual(["one", "three"]), "both entries are readable");
    }
}
