using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Parties.Privacy;

/// <summary>Requests for one's data and for its erasure: asked, due, done.</summary>
internal sealed class PrivacyRequests(IStore store, PersonStore persons, PersonErasure erasure, PersonExport export, AuditTrail audit, BusinessTime business, IIdentifiers identifiers)
{
    private const long Term = 30L * 24 * 3_600 * Microseconds.PerSecond;

    public async Task<Outcome<PrivacyRequest>> Ask(Caller caller, string person, PrivacyAsk ask)
    {
        var check = new Validation().Id(ask.Id, "/id", required: false).OneOf(ask.Kind, "/kind", ["export", "erasure"]);
        if (check.Failed)
        {
            return check.Problem;
        }

        return await store.Write(caller.Tenant, async Task<Outcome<PrivacyRequest>> (transaction) =>
        {
            if (await persons.Find(transaction, person) is not { } found)
            {
                return Problem.NotFound("This consumer");
            }

            var id = ask.Id ?? identifiers.New();
            var now = business.Now;
            if (await transaction.Execute(PersonStore.Sql["AddRequest"], new { Id = id, ask.Kind, Person = found.Id, AskedAt = now, DueAt = now + Term, AskedBy = caller.Id }) == 1)
            {
                await audit.Write(transaction, caller, $"parties.{ask.Kind}-asked", "person:" + found.Id, new { request = id });
            }

            return (await Find(transaction, id))!.ToRequest();
        });
    }

    public async Task<Page<PrivacyRequest>> List(IReader reader, string? state, string? after, int count)
    {
        _ = Paging.TryRead(after, out var sort, out var cursor);
        var first = string.IsNullOrEmpty(after);
        var rows = await reader.Many<PrivacyRow>(PersonStore.Sql["ListRequests"], new { state, sort = first ? -1 : sort, cursor = first ? "" : cursor, limit = count + 1 });
        return new Page<PrivacyRequest>([.. rows.Take(count).Select(row => row.ToRequest())], rows.Count > count ? Paging.Cursor(rows[count - 1].DueAt, rows[count - 1].Id) : null);
    }

    /// <summary>Writes the person's data out and closes the request.</summary>
    public async Task<Outcome<Stream>> Export(Caller caller, string id)
    {
        if (await store.Read(caller.Tenant, reader => Find(reader, id)) is not { Kind: "export" } row)
        {
            return Problem.NotFound("The request");
        }

        var ids = await store.Read(caller.Tenant, reader => persons.IdsOf(reader, row.Person));
        var stream = await export.Write(caller.Tenant, ids);
        await Close(caller, row, "parties.data-given-out", 0);
        return stream;
    }

    /// <summary>Erases now and closes the request. What was interrupted goes on when it is asked again.</summary>
    public async Task<Outcome<PrivacyRequest>> Erase(Caller caller, string id)
    {
        if (await store.Read(caller.Tenant, reader => Find(reader, id)) is not { Kind: "erasure" } row)
        {
            return Problem.NotFound("The request");
        }

        if (row.State is "done" or "withdrawn")
        {
            return row.ToRequest();
        }

        var ids = await store.Write(caller.Tenant, async transaction =>
        {
            await transaction.Execute(PersonStore.Sql["SetRequest"], new { row.Id, State = "running", At = (long?)null, By = (string?)null, Rows = 0L });
            return await persons.IdsOf(transaction, row.Person);
        });
        await Close(caller, row, "parties.person-erased", await erasure.Run(caller.Tenant, row.Id, ids));
        return (await store.Read(caller.Tenant, reader => Find(reader, id)))!.ToRequest();
    }

    private static Task<PrivacyRow?> Find(IReader reader, string id) => reader.One<PrivacyRow>(PersonStore.Sql["FindRequest"], new { id });

    private Task Close(Caller caller, PrivacyRow row, string action, long rows) => store.Write(caller.Tenant, async transaction =>
    {
        await transaction.Execute(PersonStore.Sql["SetRequest"], new { row.Id, State = "done", At = business.Now, By = caller.Id, Rows = rows });
        await audit.Write(transaction, caller, action, "person:" + row.Person, new { request = row.Id, rows });
    });
}

internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/consumers/{id}/privacy-requests", async (string id, PrivacyAsk ask, HttpContext http, PrivacyRequests requests) => (await requests.Ask(http.Caller(), id, ask)).ToResult(201))
            .Needs(Permission.KeepPrivacy | Permission.Supervise).WithName("askPrivacy").WithTags("Privacy").WithSummary("Note that a consumer asks for their data or its erasure")
            .Produces<PrivacyRequest>(201).ProducesProblem(404);
        routes.MapGet("/privacy-requests", async (string? state, string? after, int? limit, HttpContext http, IStore store, PrivacyRequests requests) =>
                Results.Json(await store.Read(http.Caller().Tenant, reader => requests.List(reader, state, after, Paging.Limit(limit))), Json.Options))
            .Needs(Permission.KeepPrivacy).WithName("readPrivacyRequests").WithTags("Privacy").WithSummary("Requests, the one due first first").Produces<Page<PrivacyRequest>>();
        routes.MapPost("/privacy-requests/{id}/archive", async (string id, HttpContext http, PrivacyRequests requests) =>
        {
            var outcome = await requests.Export(http.Caller(), id);
            return outcome.Succeeded ? Results.Stream(outcome.Value, "application/zip", "person.zip") : new ProblemResult(outcome.Problem!);
        }).Needs(Permission.KeepPrivacy).AfterFreshProof().WithName("exportPerson").WithTags("Privacy").WithSummary("Everything about the person as one zip").Produces(200, contentType: "application/zip").ProducesProblem(404);
        routes.MapPost("/privacy-requests/{id}/erasure", async (string id, HttpContext http, PrivacyRequests requests) => (await requests.Erase(http.Caller(), id)).ToResult())
            .Needs(Permission.KeepPrivacy).AfterFreshProof().WithName("erasePerson").WithTags("Privacy").WithSummary("Erase the person now; cannot be taken back")
            .Produces<PrivacyRequest>().ProducesProblem(404);
    }
}
