using Patella.Platform.Migrations;
using Patella.Platform.Storage;
using Patella.Service.Reports;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Reports;

/// <summary>Half hours, days and weeks, of each unit and of all together: whatever a report reads, it is what the lines say.</summary>
public class GrainTests
{
    private static readonly string[] Zones = ["UTC", "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Europe/Berlin"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Any_days_of_any_zone_and_filter_add_up_to_their_lines(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        var random = new Random(11);
        await reports.Append(await RollUpTests.Generate(reports, random, 120, 60 * 24));
        await reports.Follow();
        var lines = (await reports.Lines()).Where(line => line.OfferedAt is not null).ToList();
        for (var question = 0; question < 40; question++)
        {
            var last = new DateOnly(2026, 11, 11).AddDays(-random.Next(30));
            var (first, zone) = (last.AddDays(-random.Next(35)), Zones[random.Next(Zones.Length)]);
            var (unit, entrance, language) = (Some(random, "market"), Some(random, "travel"), Some(random, "en"));
            var view = await reports.Overview($"{first:yyyy-MM-dd}", $"{last:yyyy-MM-dd}", zone, unit, entrance, language);
            var (from, until) = (ReportFilter.StartOf(first, TimeZoneInfo.FindSystemTimeZoneById(zone)), ReportFilter.StartOf(last.AddDays(1), TimeZoneInfo.FindSystemTimeZoneById(zone)));
            var counted = lines.Where(line => line.OfferedAt >= from && line.OfferedAt < until && (unit ?? line.Unit) == line.Unit && (entrance ?? line.EntryUnit) == line.EntryUnit && (language ?? line.Language) == line.Language).ToList();
            long Whole(string figure) => view.Figures.Single(one => one.Key == figure).Part ?? 0;
            Assert.Equal((counted.Count, counted.Sum(line => line.Picked), counted.Sum(line => line.Replied), counted.Sum(line => line.Repeated)), (Whole("offered"), Whole("picked-up"), Whole("replied"), Whole("repeated")));
            Assert.Equal(counted.Count, view.Hours.Sum());
            Assert.Equal(counted.Count, view.Units.Sum(one => (long)one.Figures.GetValueOrDefault("offered")));
            foreach (var (figure, counts) in new (string, Func<ContactLine, bool>)[] { ("offered", _ => true), ("picked-up", line => line.Picked == 1), ("got-person", line => line.AskedAt is not null), ("repeated", line => line.Repeated == 1) })
            {
                var expected = counted.Where(counts).OrderByDescending(line => line.OfferedAt).ThenByDescending(line => line.Conversation, StringComparer.Ordinal).Select(line => line.Conversation);
                Assert.Equal(expected, await Behind(reports, new ReportQuery($"{first:yyyy-MM-dd}", $"{last:yyyy-MM-dd}", zone, unit, entrance, language), figure));
            }

            Assert.Equal(counted.GroupBy(line => line.EntryUnit).ToDictionary(group => group.Key, group => (long)group.Count()), view.Entrances.ToDictionary(one => one.Entrance, one => one.Offered));
        }
    }

    [Fact]
    public void A_span_is_covered_once_and_by_few_slots()
    {
        var random = new Random(3);
        for (var number = 0; number < 500; number++)
        {
            var from = SlotSums.SlotOf(random.NextInt64(1_600_000_000_000_000, 1_700_000_000_000_000), SlotSums.HalfHour);
            var span = new Span(from, from + (random.Next(20_000) * SlotSums.LengthOf(SlotSums.HalfHour)));
            var ranges = SlotRange.Of(span);
            var at = span.From;
            foreach (var range in ranges)
            {
                Assert.Equal(at, range.From);
                Assert.Equal((range.From, range.Until), (SlotSums.SlotOf(range.From, range.Grain), SlotSums.SlotOf(range.Until, range.Grain)));
                at = range.Until;
            }

            Assert.Equal(span.Until, at);
            Assert.InRange(ranges.Sum(range => (range.Until - range.From) / SlotSums.LengthOf(range.Grain)), 0, (2 * 47) + (2 * 6) + (span.Length / SlotSums.LengthOf(SlotSums.Week)));
        }
    }

    [Theory, OnSqlite]
    public async Task Sums_of_an_older_store_become_what_they_would_be_had_they_been_kept_so(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        await reports.Append(await RollUpTests.Generate(reports, new Random(5), 60, 40 * 24));
        await reports.Follow();
        var expected = await reports.Slots();
        var migrations = new MigrationSet().Add(typeof(ReportStore).Assembly, "Reports").All;
        string[] Statements(int number) => [.. migrations[number - 1].For(kind).Split(";\n").Where(statement => statement.Trim().Length > 0)];
        var columns = string.Join(", ", Sums.Columns);
        await reports.World.Write(async transaction =>
        {
            await transaction.Execute("alter table report_slot rename to kept");
            await transaction.Execute(Assert.Single(Statements(2), statement => statement.Contains("create table report_slot", StringComparison.Ordinal)));
            await transaction.Execute($"insert into report_slot (tenant, grain, entrance, language, slot, unit, {columns}) select tenant, grain, entrance, language, slot, unit, {columns} from kept where unit <> '*' and grain < 10080");
            await transaction.Execute("drop table kept");
            foreach (var statement in Statements(4))
            {
                await transaction.Execute(statement);
            }
        });
        Assert.Equal(expected, await reports.Slots());
    }

    private static async Task<IReadOnlyList<string>> Behind(ReportsWorld reports, ReportQuery query, string figure)
    {
        var (seen, after) = (new List<string>(), (string?)null);
        do
        {
            var page = (await reports.World.Get<ReportDesk>().Contacts(reports.World.Tenant, query, figure, after, 4)).Value;
            seen.AddRange(page.Items.Select(line => line.Conversation));
            after = page.Next;
        }
        while (after is not null);
        return seen;
    }

    private static string? Some(Random random, string value) => random.Next(3) == 0 ? value : null;
}
