using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Reports;
using Patella.Service.Standards;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Reports;

public class OverviewTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Days_begin_when_they_begin_in_the_zone_and_the_period_before_lies_beside(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        var midnight = Microseconds.From(new DateTimeOffset(2026, 11, 10, 16, 0, 0, TimeSpan.Zero));
        foreach (var (id, at) in new[] { ("before", midnight - (20 * ReportsWorld.Hour)), ("first", midnight), ("later", midnight + (5 * ReportsWorld.Hour)) })
        {
            await reports.Row(id);
            await reports.Append(reports.Says(id, 1, at), reports.Replies(id, 2, at + (20 * ReportsWorld.Second)));
        }

        await reports.Follow();
        var view = await reports.Overview("2026-11-11", "2026-11-11", "Asia/Shanghai");
        var offered = view.Figures.Single(figure => figure.Key == "offered");
        Assert.Equal((2d, 1d), (offered.Value, offered.Before));
        Assert.Equal((1L, 1L), (view.Hours[0], view.Hours[5]));
        Assert.Equal(1d, ReportsWorld.Of(view, "picked-up"));
        Assert.InRange(ReportsWorld.Of(view, "first-reply")!.Value, 10, 30);
        Assert.Equal("market", Assert.Single(view.Units).Unit);
        Assert.Equal(2, Assert.Single(view.Entrances).Offered);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Filters_count_what_they_name_and_say_nothing_of_what_they_cannot_tell(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        var now = reports.World.Now;
        await reports.Row("a", "market", "en");
        await reports.Row("b", "travel", "zh-CN");
        await reports.Append(reports.Says("a", 1, now), reports.Says("b", 1, now, unit: "travel"), reports.Says("b", 2, now + 1, unit: "travel"));
        await reports.Append(new TimelineEntry { Id = "o", Kind = "order.created", At = now, RecordedAt = now, OrderRef = "order-1", Unit = "market", AuthorParty = "consumer" });
        await reports.Follow();
        Assert.Equal(200d, ReportsWorld.Of(await reports.Overview("2026-11-11", "2026-11-11"), "contact-rate"));
        Assert.Equal(1d, ReportsWorld.Of(await reports.Overview("2026-11-11", "2026-11-11", entrance: "travel"), "offered"));
        Assert.Equal(2d, ReportsWorld.Of(await reports.Overview("2026-11-11", "2026-11-11", language: "zh-CN"), "steps"));
        var both = await reports.Overview("2026-11-11", "2026-11-11", unit: "market", entrance: "market", language: "en");
        Assert.Equal(1d, ReportsWorld.Of(both, "offered"));
        Assert.DoesNotContain(both.Figures, figure => figure.Key == "contact-rate");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_figure_opens_to_exactly_what_it_counts_in_pages(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        var now = reports.World.Now;
        for (var number = 0; number < 7; number++)
        {
            await reports.Row($"c{number}");
            await reports.Append(reports.Says($"c{number}", 1, now - (number * ReportsWorld.Second)));
        }

        await reports.Append(reports.Replies("c3", 2, now));
        await reports.Follow();
        var desk = reports.World.Get<ReportDesk>();
        var (seen, after) = (new List<string>(), (string?)null);
        do
        {
            var page = (await desk.Contacts(reports.World.Tenant, Today, "not-picked-up", after, 4)).Value;
            seen.AddRange(page.Items.Select(line => line.Conversation));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(["c0", "c1", "c2", "c4", "c5", "c6"], seen);
        Assert.Equal("invalid", (await desk.Contacts(reports.World.Tenant, Today, "1=1; drop table contact_line", null, 4)).Problem?.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Standards_and_promises_open_to_the_clocks_they_count_kept_and_missed(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        var random = new Random(6);
        for (var number = 0; number < 40; number++)
        {
            var (promise, kept, unit) = (random.Next(2) == 0, random.Next(3) > 0, random.Next(2) == 0 ? "market" : "travel");
            var clock = new ClockEntryData($"clock{number:D2}", "conversation", $"c{number}", promise ? "promise" : "first-reply", null, null, null, default, "", null, null);
            await reports.Append(reports.Entry(kept ? "standard.met" : "standard.breached", $"c{number}", 1, reports.World.Now - (number * ReportsWorld.Hour), data: clock, unit: unit));
        }

        await reports.Follow();
        foreach (var (unit, from) in new[] { (null, "2026-11-09"), ("travel", "2026-11-09"), ("market", "2026-11-11"), ("nowhere", "2026-11-09") })
        {
            var view = await reports.Overview(from, "2026-11-11", unit: unit);
            foreach (var key in new[] { "standards", "promises" })
            {
                var figure = view.Figures.Single(one => one.Key == key + "-kept");
                var (all, missed) = (await Clocks(reports, key + "-kept", unit, from), await Clocks(reports, key + "-missed", unit, from));
                Assert.Equal((figure.Whole, figure.Part), (all.Count, all.Count(line => line.Met)));
                Assert.Equal(all.Where(line => !line.Met), missed);
                Assert.Equal(all.OrderByDescending(line => line.At), all);
                Assert.All(all, line => Assert.Equal(key == "promises", line.Measure == "promise"));
            }
        }
    }

    private static async Task<List<ClockLineView>> Clocks(ReportsWorld reports, string figure, string? unit, string from)
    {
        var (seen, after) = (new List<ClockLineView>(), (string?)null);
        do
        {
            var page = await reports.World.Get<ReportDesk>().Clocks(reports.World.Tenant, Today with { From = from, Unit = unit }, figure, after, 3);
            Assert.Null(page.Problem?.Detail);
            seen.AddRange(page.Value.Items);
            after = page.Value.Next;
        }
        while (after is not null);
        return seen;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_trend_has_a_point_a_day_and_sums_to_the_overview(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        var random = new Random(5);
        for (var number = 0; number < 30; number++)
        {
            await reports.Row($"c{number}");
            await reports.Append(reports.Says($"c{number}", 1, reports.World.Now - (random.NextInt64(20 * 24) * ReportsWorld.Hour)));
        }

        await reports.Follow();
        var query = new ReportQuery("2026-10-20", "2026-11-11", "America/New_York", null, null, null);
        var trend = (await reports.World.Get<ReportDesk>().Trend(reports.World.Tenant, query, "offered")).Value;
        var view = await reports.Overview(query.From!, query.To!, query.Zone!);
        Assert.Equal(("day", 23), (trend.Step, trend.Points.Count));
        Assert.Equal(ReportsWorld.Of(view, "offered"), trend.Points.Sum(point => point.Value));
        Assert.Equal(view.Hours.Sum(), (long)trend.Points.Sum(point => point.Value)!);
    }

    [Theory]
    [InlineData("2026-11-12", "2026-11-11", "UTC", "from")]
    [InlineData("2020-01-01", "2026-11-11", "UTC", "from")]
    [InlineData("2026-11-11", "tomorrow", "UTC", "to")]
    [InlineData("2026-11-11", "2026-11-11", "Mars/Olympus", "zone")]
    [InlineData("2026-11-11", "2026-11-11", "Asia/Kathmandu", "zone")]
    public void A_question_that_cannot_be_answered_is_refused_by_its_field(string from, string to, string zone, string field)
        => Assert.Contains(ReportFilter.Read(new ReportQuery(from, to, zone, null, null, null), "UTC", Microseconds.From(ServiceWorld.Start)).Problem!.Errors!, error => error.Pointer == field);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_report_comes_once_a_period_and_keeps_its_local_time_over_a_change_of_the_clocks(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        var deliveries = reports.World.Get<Deliveries>();
        var caller = reports.World.Staff(Permission.Supervise);
        var saved = await deliveries.Save(caller, new ScheduleRequest("daily", "Morning", "day", null, "02:30", "Europe/Berlin", null, null, null, ["boss@example.org"], true));
        Assert.Null(saved.Problem?.Detail);
        var timer = await reports.World.Read(reader => reader.One<BusinessTimer>("select * from timer where tenant = @tenant"));
        await reports.World.Write(transaction => deliveries.Fire(transaction, timer!));
        await reports.World.Write(transaction => deliveries.Fire(transaction, timer!));
        var made = Assert.Single((await deliveries.ListMade(reports.World.Tenant, null, null)).Value.Items);
        Assert.Equal(("2026-11-11", "2026-11-11"), (made.From, made.To));
        Assert.Contains(made.Summary, figure => figure.Key == "offered");

        var schedule = new Schedule { Every = "day", Minute = 150, Zone = "Europe/Berlin" };
        var gap = schedule.NextAfter(Microseconds.From(new DateTimeOffset(2027, 3, 28, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero), Microseconds.ToTime(gap));
        Assert.Equal(new DateTimeOffset(2027, 3, 29, 0, 30, 0, TimeSpan.Zero), Microseconds.ToTime(schedule.NextAfter(gap)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_table_of_cases_has_one_row_a_case_and_no_cell_that_starts_a_formula(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        string[] evil = ["=HYPERLINK(\"http://x\")", "+1", "@sum", "\t=1", "complaint, \"urgent\"\r\n=2"];
        for (var number = 0; number < 1_203; number++)
        {
            var (word, id) = (evil[number % evil.Length], $"case{number:D4}");
            await reports.Append(new TimelineEntry { Id = "opened" + id, Kind = "case.opened", At = reports.World.Now - number, RecordedAt = 0, CaseRef = id, Unit = "market", AuthorParty = "agent", Data = Json.Write(new CaseFacts(number, word)) });
        }

        await reports.Follow();
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(), Response = { Body = body } };
        await reports.World.Get<ReportDesk>().CaseTable(reports.World.Tenant, Today, "cases").ExecuteAsync(http);
        var rows = Cells(Encoding.UTF8.GetString(body.ToArray()).TrimStart('\uFEFF'));
        Assert.Equal(["case", "number", "kind"], rows[0].Take(3));
        Assert.Equal(Enumerable.Range(0, 1_203).Select(number => $"case{number:D4}"), rows.Skip(1).Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.DoesNotContain(rows.SelectMany(row => row), cell => cell.TrimStart() is ['=' or '+' or '@', ..]);
        Assert.Contains(rows, row => row[2] == "'" + evil[0]);
    }

    /// <summary>Reads a table as RFC 4180 says.</summary>
    private static List<List<string>> Cells(string table)
    {
        var (rows, row, cell, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var index = 0; index < table.Length; index++)
        {
            var (one, next) = (table[index], index + 1 < table.Length ? table[index + 1] : '\0');
            if (one == '"' && quoted && next == '"')
            {
                cell.Append(table[index++]);
            }
            else if (one == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && (one == ',' || (one == '\r' && next == '\n')))
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (one == '\r')
                {
                    rows.Add(row);
                    (row, index) = ([], index + 1);
                }
            }
            else
            {
                cell.Append(one);
            }
        }

        return rows;
    }

    [Fact]
    public void A_table_writes_no_formula()
    {
        foreach (var evil in new[] { "=1+1", "+1", "-1", "@sum", "\tx", "\rx" })
        {
            Assert.StartsWith("'", Csv.Write([[evil]]).TrimStart('"'), StringComparison.Ordinal);
        }

        Assert.Equal("-5\r\n", Csv.Write([[-5]]));
    }

    private static readonly ReportQuery Today = new("2026-11-11", "2026-11-11", "UTC", null, null, null);
}
