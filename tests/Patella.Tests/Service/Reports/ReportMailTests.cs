using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Edge;
using Patella.Service.Reports;
using Patella.Tests.Platform;
using Patella.Tests.Service.Connectors;

namespace Patella.Tests.Service.Reports;

public class ReportMailTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_report_is_mailed_once_to_each_address_a_period_however_often_its_making_died(StoreKind kind)
    {
        await using var smtp = new FakeSmtp();
        await using var mail = await World(kind, smtp.Port);
        await Save(mail, "Morning", ["boss@example.org", "second@example.org", "BOSS@example.org"]);
        for (var period = 1; period <= 2; period++)
        {
            var timer = (await mail.World.Read(reader => reader.One<BusinessTimer>("select * from timer where tenant = @tenant")))!;
            mail.World.Clock.Now = Patella.Platform.Clocks.Microseconds.ToTime(timer.DueAt);
            for (var death = 0; death < 2; death++)
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => mail.World.Write(async transaction =>
                {
                    await Deliveries(mail).Fire(transaction, timer);
                    throw new InvalidOperationException("died before the commit");
                }));
            }

            await mail.World.Write(transaction => Deliveries(mail).Fire(transaction, timer));
            await mail.World.Write(transaction => Deliveries(mail).Fire(transaction, timer));
            await Send(mail);
            await Send(mail);
            Assert.Equal(2 * period, smtp.Taken.Count);
        }

        Assert.Equal(2, smtp.Taken.Count(one => one.Split('\n').Any(line => line.StartsWith("To:", StringComparison.Ordinal) && line.Contains("boss@example.org", StringComparison.Ordinal))));
        var made = (await Deliveries(mail).ListMade(mail.World.Tenant, null, null)).Value.Items;
        Assert.Equal(2, made.Count);
        Assert.All(made, one => Assert.Equal(["boss@example.org", "second@example.org"], one.SentTo));
    }

    [Theory, OnSqlite]
    public async Task The_mail_has_the_figures_the_way_to_the_page_and_the_table_and_no_formula(StoreKind kind)
    {
        await using var smtp = new FakeSmtp();
        await using var mail = await World(kind, smtp.Port);
        await Save(mail, "=SUM(1)\r\nBcc: evil@example.org", ["boss@example.org"]);
        await Fire(mail);
        await Send(mail);
        var taken = Assert.Single(smtp.Taken);
        Assert.DoesNotContain("\nBcc:", taken, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", taken, StringComparison.Ordinal);
        Assert.Contains("filename*=utf-8''report-2026-11-10-2026-11-10.csv", taken, StringComparison.Ordinal);
        var parts = taken.Split("Content-Transfer-Encoding: base64", StringSplitOptions.None).Skip(1).Select(part => Encoding.UTF8.GetString(Convert.FromBase64String(part.Split("\n--")[0].Replace("\n", "", StringComparison.Ordinal)))).ToList();
        Assert.Contains(parts, part => part.Contains("Contacts: 0", StringComparison.Ordinal) && part.Contains("/console/reports?from=2026-11-10&to=2026-11-10&zone=UTC", StringComparison.Ordinal));
        var table = Assert.Single(parts, part => part.StartsWith('\uFEFF'));
        Assert.StartsWith("\uFEFFfigure,name,unit,value", table, StringComparison.Ordinal);
        Assert.DoesNotContain(table.Split("\r\n").SelectMany(line => line.Split(',')), cell => cell.TrimStart('"') is ['=' or '+' or '@', ..]);
    }

    [Theory, OnSqlite]
    public async Task Without_a_mailbox_the_report_is_kept_and_says_that_it_went_to_nobody(StoreKind kind)
    {
        await using var mail = await World(kind, 1);
        await mail.World.Write(transaction => transaction.Execute("update mailbox set active = 0 where tenant = @tenant"));
        await Save(mail, "Morning", ["boss@example.org"]);
        await Fire(mail);
        Assert.Empty(Assert.Single((await Deliveries(mail).ListMade(mail.World.Tenant, null, null)).Value.Items).SentTo);
    }

    private static Task<MailWorld> World(StoreKind kind, int port) => MailWorld.Create(kind, port, services => services.AddSingleton(new PlatformOptions { DataFolder = "", Address = "https://desk.example" })
        .AddSingleton<TimerTable>().AddSingleton<ReportDesk>().AddSingleton<ReportMails>().AddSingleton<Deliveries>(), "Reports");

    private static Deliveries Deliveries(MailWorld mail) => mail.World.Get<Deliveries>();

    private static async Task Save(MailWorld mail, string name, IReadOnlyList<string> recipients)
        => Assert.Null((await Deliveries(mail).Save(mail.World.Staff(Permission.Supervise), new ScheduleRequest("daily", name, "day", null, "08:30", "UTC", null, null, null, recipients, true))).Problem?.Detail);

    private static async Task Fire(MailWorld mail)
    {
        var timer = await mail.World.Read(reader => reader.One<BusinessTimer>("select * from timer where tenant = @tenant"));
        await mail.World.Write(transaction => Deliveries(mail).Fire(transaction, timer!));
    }

    private static Task Send(MailWorld mail) => mail.World.Get<MailPost>().Send(mail.Ownership, mail.World.Tenant, MailWorld.Box);
}
