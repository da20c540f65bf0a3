using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Reports;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Reports;

public class ContactRateTests
{
    private static readonly ReportQuery Days = new("2026-11-10", "2026-11-11", "UTC", null, null, null);

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_contacts_by_orders_of_the_period_by_unit_and_by_day_and_the_days_add_up(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        var (today, yesterday) = (reports.World.Now, reports.World.Now - (24 * ReportsWorld.Hour));
        await Contacts(reports, "market", today, 3);
        await Contacts(reports, "market", yesterday, 1);
        await Contacts(reports, "travel", today, 1);
        await Orders(reports, "market", today, 6);
        await Orders(reports, "market", yesterday, 4);
        await Contacts(reports, "market", yesterday - (24 * ReportsWorld.Hour), 1);
        await Orders(reports, "market", yesterday - (24 * ReportsWorld.Hour), 2);
        await reports.Follow();
        var view = await Read(reports, Days, "day");
        Assert.Equal((10, 5, 0.5, 0.5), (view.Orders, view.Contacts, view.Rate, view.Before));
        Assert.Equal(("day", 2), (view.By, view.Points.Count));
        Assert.Equal([(4, 1, 0.25), (6, 4, 0.6667)], view.Points.Select(point => (point.Orders, point.Contacts, point.Rate!.Value)));
        Assert.Equal([("market", 10, 4, (double?)0.4), ("travel", 0, 1, null)], view.Units.Select(unit => (unit.Unit, unit.Orders, unit.Contacts, unit.Rate)));
        var ofUnit = await Read(reports, Days with { Unit = "market" });
        Assert.Equal((10, 4, 0.4), (ofUnit.Orders, ofUnit.Contacts, ofUnit.Rate));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_contact_it_counts_is_among_those_it_opens_to(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        await Contacts(reports, "market", reports.World.Now, 4);
        await Contacts(reports, "travel", reports.World.Now, 3);
        await Orders(reports, "market", reports.World.Now, 5);
        await reports.Follow();
        foreach (var unit in new[] { null, "market", "travel" })
        {
            var view = await Read(reports, Days with { Unit = unit });
            var behind = (await reports.World.Get<ReportDesk>().Contacts(reports.World.Tenant, Days with { Unit = unit }, "contact-rate", null, 100)).Value;
            Assert.Equal(view.Contacts, behind.Items.Count);
            Assert.Equal(view.Contacts, view.Points.Sum(point => point.Contacts));
            Assert.Equal(view.Orders, view.Points.Sum(point => point.Orders));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task By_the_hour_it_has_a_point_an_hour_up_to_two_weeks(StoreKind kind)
    {
        await using var reports = await ReportsWorld.Create(kind);
        await Contacts(reports, "market", reports.World.Now, 2);
        await Orders(reports, "market", reports.World.Now, 8);
        await reports.Follow();
        var view = await Read(reports, Days with { From = "2026-11-09" }, "hour");
        Assert.Equal("hour", view.By);
        Assert.Equal(0.25, Assert.Single(view.Points, point => point.Orders > 0).Rate);
        Assert.All(view.Points.Where(point => point.Orders == 0), point => Assert.Null(point.Rate));
        var desk = reports.World.Get<ReportDesk>();
        Assert.Equal("by", Assert.Single((await desk.ContactRate(reports.World.Tenant, Days with { From = "2026-10-01" }, "hour", "en")).Problem!.Errors!).Pointer);
        Assert.Equal("by", Assert.Single((await desk.ContactRate(reports.World.Tenant, Days, "minute", "en")).Problem!.Errors!).Pointer);
    }

    private static async Task<ContactRateView> Read(ReportsWorld reports, ReportQuery query, string? by = null)
    {
        var view = await reports.World.Get<ReportDesk>().ContactRate(reports.World.Tenant, query, by, "en");
        Assert.Null(view.Problem?.Detail);
        return view.Value;
    }

    private static async Task Contacts(ReportsWorld reports, string unit, long at, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var id = $"{unit}-{at}-{number}";
            await reports.Row(id, unit);
            await reports.Append(reports.Says(id, 1, at, unit: unit));
        }
    }

    private static Task Orders(ReportsWorld reports, string unit, long at, int count) => reports.Append(Enumerable.Range(0, count).Select(number => new TimelineEntry
    {
        Id = $"o-{unit}-{at}-{number}", Kind = "order.created", At = at, RecordedAt = at, OrderRef = $"{unit}-{at}-{number}", Unit = unit, AuthorParty = "consumer",
    }));
}
