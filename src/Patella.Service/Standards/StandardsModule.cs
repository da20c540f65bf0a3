using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Standards;

public static class StandardsModule
{
    private const Permission Readers = Permission.Administer | Permission.Supervise | Permission.Observe | Permission.Serve;
    private const Permission Lookers = Permission.Supervise | Permission.Observe;
    private const long DefaultSpan = 7L * 86_400 * Microseconds.PerSecond;

    public static IServiceCollection AddStandards(this IServiceCollection services)
    {
        services.AddSingleton<StandardBooks>();
        services.AddSingleton<StandardSettings>();
        services.AddSingleton<StandardReport>();
        services.AddSingleton<ListClocks>();
        services.AddSingleton<Escalation>();
        services.AddSingleton<ClockEntries>();
        services.AddSingleton<ServiceClocks>();
        services.AddSingleton<ITimerHandler, ClockTimers>();
        services.AddSingleton<ITenantWorker, ClockCounterWorker>();
        services.AddSingleton<ClockPersons>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<ClockPersons>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        services.AddSingleton<ISettingsSection, CalendarSection>();
        services.AddSingleton<ISettingsSection, ClauseSection>();
        services.AddSingleton<ISettingsSection, PauseReasonSection>();
        return services;
    }

    public static void MapStandards(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/standards").WithTags("Standards");
        MapCalendars(group);
        MapClauses(group);
        MapReport(group);
    }

    private static void MapCalendars(RouteGroupBuilder group)
    {
        group.MapGet("/calendars", async (HttpContext http, IStore store, StandardBooks books, BusinessTime business) =>
        {
            var book = await store.Read(http.Caller().Tenant, books.Of);
            return Results.Json(new Page<CalendarView>([.. book.Calendars.Select(calendar => CalendarView.Of(calendar, business.Now))]), Json.Options);
        }).Needs(Readers).WithSummary("Hours and holidays: the calendars clocks count on").Produces<Page<CalendarView>>();
        group.MapPost("/calendars", async (CalendarRequest request, HttpContext http, IStore store, StandardSettings settings, AuditTrail audit, IIdentifiers identifiers, BusinessTime business) =>
                await Save(http, store, audit, request.Check("", new Validation()), transaction => settings.SaveCalendar(transaction, request.ToCalendar(identifiers)),
                    "standards.calendar-saved", calendar => ("calendar:" + calendar.Id, new { calendar.Version }), calendar => CalendarView.Of(calendar, business.Now)))
            .Needs(Permission.Administer).WithSummary("Create a calendar, or give it its next version").Produces<CalendarView>(201);
        group.MapGet("/pause-reasons", async (HttpContext http, IStore store, StandardBooks books) =>
                Results.Json(new Page<PauseReasonView>([.. (await store.Read(http.Caller().Tenant, books.Of)).Reasons.Select(PauseReasonView.Of)]), Json.Options))
            .Needs(Readers).WithSummary("Why clocks may stand still").Produces<Page<PauseReasonView>>();
        group.MapPost("/pause-reasons", async (PauseReasonRequest request, HttpContext http, IStore store, StandardSettings settings, AuditTrail audit) =>
                await Save(http, store, audit, request.Check("", new Validation()), transaction => settings.SavePauseReason(transaction, request.ToReason()),
                    "standards.pause-reason-saved", reason => ("pause-reason:" + reason.Code, new { reason.Measures, reason.Retired }), PauseReasonView.Of))
            .Needs(Permission.Administer).WithSummary("Create or change a pause reason").Produces<PauseReasonView>(201);
    }

    private static void MapClauses(RouteGroupBuilder group)
    {
        group.MapGet("/clauses", async (string? history, HttpContext http, IStore store, StandardBooks books, BusinessTime business) =>
        {
            var (book, now) = (await store.Read(http.Caller().Tenant, books.Of), business.Now);
            var shown = history is not null ? book.Versions.Where(clause => clause.Id == history) : book.InForce(now).Concat(book.Versions.Where(clause => clause.EffectiveFrom > now));
            return Results.Json(new Page<ClauseView>([.. shown.OrderBy(clause => clause.Measure, StringComparer.Ordinal).ThenBy(clause => clause.Unit, StringComparer.Ordinal).ThenBy(clause => clause.Id, StringComparer.Ordinal).ThenBy(clause => clause.Version).Select(clause => ClauseView.Of(clause, book, now))]), Json.Options);
        }).Needs(Readers).WithSummary("Clauses in force and to come; with 'history' all versions of one").Produces<Page<ClauseView>>();
        group.MapPost("/clauses", async (ClauseRequest request, HttpContext http, IStore store, StandardBooks books, StandardSettings settings, AuditTrail audit, IIdentifiers identifiers, BusinessTime business) =>
                await Save(http, store, audit, request.Check("", new Validation()), transaction => settings.SaveClause(transaction, request.ToClause(identifiers), request.EffectiveFrom is { } from ? Microseconds.From(from) : null),
                    "standards.clause-saved", clause => ("clause:" + clause.Id, new { clause.Version, clause.TargetMinutes, clause.WarnPercent, clause.Calendar }), await ShowClause(http, store, books, business)))
            .Needs(Permission.Administer).WithSummary("Create a clause, or give it its next version; a unit's clause may not be weaker than the base").Produces<ClauseView>(201).ProducesProblem(422);
        group.MapDelete("/clauses/{id}", async (string id, HttpContext http, IStore store, StandardBooks books, StandardSettings settings, AuditTrail audit, BusinessTime business) =>
                await Save(http, store, audit, new Validation(), transaction => settings.RetireClause(transaction, id),
                    "standards.clause-retired", clause => ("clause:" + clause.Id, new { clause.Version }), await ShowClause(http, store, books, business), 200))
            .Needs(Permission.Administer).WithSummary("Retire a clause from now on; what it measured stays").Produces<ClauseView>();
    }

    private static void MapReport(RouteGroupBuilder group)
    {
        group.MapGet("/report", async (DateTimeOffset? from, DateTimeOffset? to, string? unit, string? format, HttpContext http, IStore store, StandardReport report, BusinessTime business) =>
        {
            var until = to is { } end ? Microseconds.From(end) : business.Now + 1;
            var since = from is { } start ? Microseconds.From(start) : Math.Max(until - DefaultSpan, Microseconds.From(DateTimeOffset.MinValue));
            if (since >= until || format is not (null or "json" or "csv"))
            {
                return new ProblemResult(Problem.Invalid(since >= until ? "from" : "format", since >= until ? "Must be before 'to'." : "Must be json or csv."));
            }

            var view = await store.Read(http.Caller().Tenant, reader => report.Read(reader, since, until, unit), http.RequestAborted);
            return format == "csv" ? Csv.Result("service-standards.csv", StandardReport.Table(view)) : Results.Json(view, Json.Options);
        }).Needs(Lookers).WithSummary("Every unit against every clause; format=csv for a table").Produces<StandardReportView>();
        group.MapGet("/clocks", async (string? unit, string? measure, string? clause, string? outcome, string? subjectKind, string? subjectId, DateTimeOffset? from, DateTimeOffset? to, string? after, int? limit, HttpContext http, ListClocks list) =>
                (await list.Run(http.Caller(), new ClockFilter(unit, measure, clause, outcome, subjectKind, subjectId, from, to, after, limit))).ToResult())
            .Needs(Readers).WithSummary("The clocks behind a line of the report, or of one subject, newest first").Produces<Page<ClockView>>();
        group.MapGet("/clocks/{id}", async (string id, HttpContext http, ListClocks list) => (await list.One(http.Caller(), id)).ToResult())
            .Needs(Readers).WithSummary("One clock with its stops").Produces<ClockView>();
        group.MapGet("/at-risk", async (string? unit, int? limit, HttpContext http, ListClocks list) => Results.Json(await list.AtRisk(http.Caller(), unit, limit), Json.Options))
            .Needs(Readers).WithSummary("What is at risk or broken now, soonest due first").Produces<AtRiskView>();
    }

    private static async Task<Func<Clause, ClauseView>> ShowClause(HttpContext http, IStore store, StandardBooks books, BusinessTime business)
    {
        var book = await store.Read(http.Caller().Tenant, books.Of);
        return clause => ClauseView.Of(clause, new StandardBook([.. book.Versions.Where(version => version.Id != clause.Id || version.Version < clause.Version), clause], book.Calendars, book.Reasons), business.Now);
    }

    private static async Task<IResult> Save<T>(
        HttpContext http, IStore store, AuditTrail audit, Validation check, Func<ITransaction, Task<Outcome<T>>> save, string action, Func<T, (string Subject, object Detail)> describe, Func<T, object> show, int status = 201)
    {
        if (check.Failed)
        {
            return new ProblemResult(check.Problem);
        }

        var saved = await store.Write(http.Caller().Tenant, async transaction =>
        {
            var outcome = await save(transaction);
            if (outcome.Succeeded)
            {
                var (subject, detail) = describe(outcome.Value);
                await audit.Write(transaction, http.Caller(), action, subject, detail);
            }

            return outcome;
        });
        return saved.Select(show).ToResult(status);
    }
}
