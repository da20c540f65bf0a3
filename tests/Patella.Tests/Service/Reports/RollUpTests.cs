using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Reports;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Reports;

/// <summary>The sums of the slots against a recount, over generated histories.</summary>
public class RollUpTests
{
    private static readonly string[] Units = ["market", "travel"];
    private static readonly string[] Languages = ["en", "zh-CN"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Sums_equal_a_recount_after_any_order_batches_deaths_and_replays(StoreKind kind)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            await using var reports = await ReportsWorld.Create(kind);
            var random = new Random(seed);
            var history = await Generate(reports, random, 40);
            var shuffled = history.ToArray();
            random.Shuffle(shuffled);
            foreach (var part in shuffled.Chunk(70))
            {
                await reports.Append(part);
                await reports.Follow(() => random.Next(1, 40), () => random.Next(6) == 0);
            }

            var lines = await reports.Lines();
            Assert.Equal(ReportsWorld.Recount(lines), await reports.Slots());
            Compare(Naive(history), lines);

            var before = await reports.Slots();
            await reports.World.Write(transaction => ReportStore.Forget(transaction, ReportFollower.ReaderName));
            Assert.Empty(await reports.Slots());
            await reports.Follow(() => random.Next(100, 400));
            Assert.Equal(before, await reports.Slots());
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_late_entry_goes_to_the_day_it_belongs_to(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        var now = reports.World.Now;
        await reports.Row("late");
        await reports.Append(reports.Says("late", 2, now));
        await reports.Follow();
        Assert.Equal(1, ReportsWorld.Of(await reports.Overview("2026-11-11", "2026-11-11"), "offered"));
        await reports.Append(reports.Says("late", 1, now - (30 * ReportsWorld.Hour)));
        await reports.Follow();
        Assert.Equal(0, ReportsWorld.Of(await reports.Overview("2026-11-11", "2026-11-11"), "offered"));
        Assert.Equal(1, ReportsWorld.Of(await reports.Overview("2026-11-10", "2026-11-10"), "offered"));
    }

    /// <summary>Whole conversations as their entries would be written, in their true order.</summary>
    internal static async Task<List<TimelineEntry>> Generate(ReportsWorld reports, Random random, int conversations, int hours = 200)
    {
        var all = new List<TimelineEntry>();
        for (var number = 0; number < conversations; number++)
        {
            var (id, person, order, unit) = ($"c{number:D3}", $"p{random.Next(12)}", random.Next(2) == 0 ? $"o{random.Next(10)}" : null, Units[random.Next(2)]);
            await reports.Row(id, Units[random.Next(2)], Languages[random.Next(2)]);
            var (at, sequence) = (reports.World.Now - (random.NextInt64(hours) * ReportsWorld.Hour) - random.NextInt64(ReportsWorld.Hour), 0L);
            foreach (var step in Enumerable.Range(0, random.Next(2, 14)))
            {
                at += random.NextInt64(1, 40 * 60) * ReportsWorld.Second;
                unit = random.Next(9) == 0 ? Units[random.Next(2)] : unit;
                all.Add(Step(reports, random, id, ++sequence, at, person, order) with { Unit = unit });
            }
        }

        return all;
    }

    private static TimelineEntry Step(ReportsWorld reports, Random random, string id, long sequence, long at, string person, string? order) => random.Next(12) switch
    {
        < 4 => reports.Says(id, sequence, at, order, person),
        4 or 5 => reports.Replies(id, sequence, at, "bot", person, order),
        6 => reports.Replies(id, sequence, at, "agent", person, order),
        7 => reports.Entry("conversation.person-requested", id, sequence, at, "consumer", person: person, order: order),
        8 => reports.Entry("conversation.abandoned", id, sequence, at, "consumer", person: person, order: order),
        9 => reports.Entry("conversation.closed", id, sequence, at, "agent", person: person, order: order),
        10 => reports.Entry("conversation.transferred", id, sequence, at, "agent", person: person, order: order),
        _ => reports.Entry("conversation.rated", id, sequence, at, "consumer",
            new EntryContent { About = new Dictionary<string, string> { ["satisfied"] = $"{random.Next(1, 6)}", ["solved"] = random.Next(3) switch { 0 => "", 1 => "True", _ => "False" } } }, person: person, order: order),
    };

    /// <summary>The definitions once more, straight from the entries in their true order.</summary>
    private static Dictionary<string, (bool Picked, bool Abandoned, bool Reopened, bool Repeated, long Said, long? Satisfied)> Naive(List<TimelineEntry> history)
    {
        var contacts = history.GroupBy(entry => entry.Conversation!).Select(group => group.OrderBy(entry => entry.Sequence).ToList())
            .Select(entries => (Entries: entries, First: entries.Find(IsWord)?.At)).Where(pair => pair.First is not null).ToList();
        string Subject(List<TimelineEntry> entries) => entries[^1].Person + "/" + (entries[^1].OrderRef ?? entries[^1].Unit);
        return contacts.ToDictionary(contact => contact.Entries[0].Conversation!, contact =>
        {
            var (entries, first) = contact;
            var (leaving, asked) = (entries.FindLastIndex(entry => entry.Kind == "conversation.abandoned"), entries.FindLastIndex(entry => entry.Kind == "conversation.person-requested"));
            var left = leaving > asked;
            var reply = entries.FindIndex(IsReply);
            var person = entries.Exists(entry => IsReply(entry) && entry.AuthorParty == "agent");
            var closed = entries.FindIndex(entry => entry.Kind is "conversation.closed" or "conversation.abandoned");
            var again = contacts.Exists(other => other != contact && Subject(other.Entries) == Subject(entries) && (other.First < first || (other.First == first && string.CompareOrdinal(other.Entries[0].Conversation, entries[0].Conversation) < 0)) && first - other.First <= ReportFollower.RepeatWithin);
            var rating = entries.FindLast(entry => entry.Kind == "conversation.rated");
            return (reply >= 0 && (!left || reply < leaving || person), left && !person, closed >= 0 && entries.FindLastIndex(IsWord) > closed, again,
                (long)entries.Count(entry => entry is { Kind: "conversation.message", AuthorParty: "consumer" }),
                rating is null ? (long?)null : long.Parse(Patella.Service.Edge.Json.Read<EntryContent>(rating.Data)!.About!["satisfied"], System.Globalization.CultureInfo.InvariantCulture));
        });
    }

    private static bool IsWord(TimelineEntry entry) => entry is { Kind: "conversation.message", AuthorParty: "consumer" } or { Kind: "conversation.person-requested" };

    private static bool IsReply(TimelineEntry entry) => entry is { Kind: "conversation.message", AuthorParty: "bot" or "agent" };

    private static void Compare(Dictionary<string, (bool Picked, bool Abandoned, bool Reopened, bool Repeated, long Said, long? Satisfied)> expected, IReadOnlyList<ContactLine> lines)
    {
        var counted = lines.Where(line => line.OfferedAt is not null).ToDictionary(
            line => line.Conversation, line => (line.Picked == 1, line.Abandoned == 1, line.Reopened == 1, line.Repeated == 1, line.Said, line.Satisfied));
        Assert.Equal(expected.Keys.Order(), counted.Keys.Order());
        Assert.All(expected, pair => Assert.Equal((pair.Key, pair.Value), (pair.Key, counted[pair.Key])));
    }
}
