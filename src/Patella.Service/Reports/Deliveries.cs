using System.Globalization;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Reports;

/// <summary>Reports that come by themselves: a timer of business time each, and one delivery a period, mailed once to each address, whatever dies in between.</summary>
internal sealed class Deliveries(IStore store, TenantStore tenants, TimerTable timers, AuditTrail audit, ReportMails mails, IIdentifiers identifiers, BusinessTime clock) : ITimerHandler
{
    public const int MostSchedules = 100;
    private static readonly string[] Headlines = ["offered", "picked-up", "replied", "person-reply", "promises-kept", "steps", "resolution", "contact-rate", "satisfied", "recommend"];

    public string Capability => "reports";

    public async Task<IReadOnlyList<ScheduleView>> List(TenantId tenant)
        => [.. (await store.Read(tenant, reader => reader.Many<Schedule>(ReportStore.Sql["ListSchedules"]))).Select(ScheduleView.Of)];

    public async Task<Outcome<ScheduleView>> Save(Caller caller, ScheduleRequest request)
    {
        var check = request.Check();
        if (check.Failed)
        {
            return check.Problem;
        }

        return await store.Write(caller.Tenant, async Task<Outcome<ScheduleView>> (transaction) =>
        {
            var units = (await tenants.ListUnits(transaction)).Select(unit => unit.Code).ToHashSet();
            var known = new Validation().Must(request.Unit is null || units.Contains(request.Unit), "/unit", "Must be the code of a unit.").Must(request.Entrance is null || units.Contains(request.Entrance), "/entrance", "Must be the code of a unit.")
                .Must((await transaction.Many<Schedule>(ReportStore.Sql["ListSchedules"])).Count(one => one.Id != request.Id) < MostSchedules, "/id", $"At most {MostSchedules} schedules.");
            if (known.Failed)
            {
                return known.Problem;
            }

            var schedule = request.ToSchedule(request.Id ?? identifiers.New(), caller.Language, caller.Id);
            schedule = schedule with { NextAt = schedule.Active == 1 ? schedule.NextAfter(clock.Now) : null };
            await transaction.Execute(ReportStore.Sql["SaveSchedule"], schedule);
            await SetTimer(transaction, schedule);
            await audit.Write(transaction, caller, "reports.schedule-saved", "report-schedule:" + schedule.Id, new { schedule.Name, schedule.Every, schedule.Zone, schedule.Minute, Recipients = schedule.RecipientList.Count });
            return ScheduleView.Of(schedule);
        });
    }

    /// <summary>One of the settings document.</summary>
    internal async Task Load(ITransaction transaction, ScheduleLine line)
    {
        var schedule = line.Request.ToSchedule(line.Id ?? identifiers.New(), line.Texts ?? "en", "settings-import");
        schedule = schedule with { NextAt = schedule.Active == 1 ? schedule.NextAfter(clock.Now) : null };
        await transaction.Execute(ReportStore.Sql["SaveSchedule"], schedule);
        await SetTimer(transaction, schedule);
    }

    public Task<Outcome<bool>> Delete(Caller caller, string id) => store.Write(caller.Tenant, async Task<Outcome<bool>> (transaction) =>
    {
        if (await transaction.Execute(ReportStore.Sql["DeleteSchedule"], new { id }) == 0)
        {
            return Problem.NotFound("The schedule");
        }

        await timers.Cancel(transaction, Capability, id);
        await audit.Write(transaction, caller, "reports.schedule-deleted", "report-schedule:" + id);
        return true;
    });

    public async Task<Outcome<Page<DeliveryView>>> ListMade(TenantId tenant, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var cursorId))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var rows = await store.Read(tenant, reader => reader.Many<Delivery>(ReportStore.Sql["ListDeliveries"], new { sort, cursorId, limit = Paging.Limit(limit) }));
        return new Page<DeliveryView>([.. rows.Select(row => row.View())], rows.Count == Paging.Limit(limit) ? Paging.Cursor(rows[^1].MadeAt, rows[^1].Id) : null);
    }

    public async Task<IResult> Table(TenantId tenant, string id)
        => await store.Read(tenant, reader => reader.One<Delivery>(ReportStore.Sql["FindDelivery"], new { id })) is { } delivery
            ? Results.File(Csv.File(delivery.Content), "text/csv; charset=utf-8", $"report-{delivery.FirstDay}-{delivery.LastDay}.csv")
            : new ProblemResult(Problem.NotFound("The report"));

    /// <summary>Makes what is due and sets the next time. Periods that were missed while nothing ran are made one after the other.</summary>
    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (await transaction.One<Schedule>(ReportStore.Sql["FindSchedule"], new { id = timer.Key }) is not { Active: 1 } schedule)
        {
            return;
        }

        await Make(transaction, schedule, timer.DueAt);
        schedule = schedule with { NextAt = schedule.NextAfter(timer.DueAt) };
        await transaction.Execute(ReportStore.Sql["MoveSchedule"], new { id = schedule.Id, next = schedule.NextAt });
        await SetTimer(transaction, schedule);
    }

    private async Task Make(ITransaction transaction, Schedule schedule, long dueAt)
    {
        var (first, last) = schedule.PeriodOf(dueAt);
        var filter = ReportFilter.Read(new ReportQuery(Text(first), Text(last), schedule.Zone, schedule.Unit, schedule.Entrance, schedule.Language), schedule.Zone, clock.Now);
        if (filter.Problem is { } problem)
        {
            throw new InvalidOperationException($"The report {schedule.Id} cannot be made: {problem.Detail}");
        }

        var view = await ReportDesk.Overview(transaction, tenants, filter.Value);
        var summary = view.Figures.Where(figure => Headlines.Contains(figure.Key)).Select(figure => new DeliveredFigure(figure.Key, figure.Kind, figure.Value, figure.Before)).ToList();
        var delivery = new Delivery
        {
            Id = identifiers.New(), Schedule = schedule.Id, Name = schedule.Name, FirstDay = Text(first), LastDay = Text(last), Zone = schedule.Zone, Unit = schedule.Unit, Entrance = schedule.Entrance,
            Language = schedule.Language, MadeAt = clock.Now, SentTo = "", Summary = Json.Write(summary), Content = Csv.Write(ReportTables.Overview(view, schedule.Texts)),
        };
        if (await transaction.Execute(ReportStore.Sql["AddDelivery"], delivery) == 1 && await mails.Enqueue(transaction, schedule, delivery, summary) is { Count: > 0 } sentTo)
        {
            await transaction.Execute(ReportStore.Sql["SetSentTo"], new { delivery.Id, sentTo = string.Join('\n', sentTo) });
        }
    }

    private Task SetTimer(ITransaction transaction, Schedule schedule)
        => schedule.NextAt is { } next ? timers.Set(transaction, Capability, schedule.Id, next) : timers.Cancel(transaction, Capability, schedule.Id);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A report that was made, as it is kept.</summary>
internal sealed record Delivery
{
    public string Id { get; init; } = "";

    public string Schedule { get; init; } = "";

    public string Name { get; init; } = "";

    public string FirstDay { get; init; } = "";

    public string LastDay { get; init; } = "";

    public string Zone { get; init; } = "";

    public string? Unit { get; init; }

    public string? Entrance { get; init; }

    public string? Language { get; init; }

    public long MadeAt { get; init; }

    public string SentTo { get; init; } = "";

    public string Summary { get; init; } = "[]";

    public string Content { get; init; } = "";

    public DeliveryView View() => new(
        Id, Schedule, Name, FirstDay, LastDay, Zone, Unit, Entrance, Language, Microseconds.ToTime(MadeAt), SentTo.Split('\n', StringSplitOptions.RemoveEmptyEntries), Json.Read<List<DeliveredFigure>>(Summary) ?? []);
}
