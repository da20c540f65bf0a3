using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Reports;
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
