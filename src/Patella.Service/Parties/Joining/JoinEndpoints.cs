using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Parties.Joining;

/// <summary>The records of one person: those merged into it, by whom, and who may be the same.</summary>
public sealed record PersonRecords(IReadOnlyList<string> Merged, IReadOnlyList<MergeRecord> History, IReadOnlyList<LikelySame> Likely);

internal static class JoinEndpoints
{
    public static void MapJoining(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/consumers/{id}/records", async (string id, HttpContext http, IStore store, PersonStore persons, JoinPersons joining) =>
        {
            var records = await store.Read(http.Caller().Tenant, async reader => await persons.Find(reader, id) is { } person
                ? new PersonRecords(
                    [.. (await persons.IdsOf(reader, person.Id)).Where(one => one != person.Id)], await joining.History(reader, await persons.IdsOf(reader, person.Id)), await joining.Likely(reader, person))
                : null, http.RequestAborted);
            return records is null ? new ProblemResult(Problem.NotFound("This consumer")) : Results.Json(records, Json.Options);
        }).Needs(PartiesModule.Lookers).WithName("readPersonRecords").WithTags("Consumers").WithSummary("The records of one person, and who may be the same").Produces<PersonRecords>().ProducesProblem(404);
        routes.MapPost("/consumers/{id}/merges", async (string id, JoinRequest request, HttpContext http, JoinPersons joining) => (await joining.Join(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.JoinPersons).WithName("joinPersons").WithTags("Consumers").WithSummary("Join another record of the same person; can be parted again exactly")
            .Produces<MergeRecord>(201).ProducesProblem(404).ProducesProblem(422);
        routes.MapDelete("/consumers/{id}/merges/{merged}", async (string id, string merged, HttpContext http, JoinPersons joining) => (await joining.Part(http.Caller(), id, merged)).ToResult(StatusCodes.Status204NoContent))
            .Needs(Permission.JoinPersons).WithName("partPersons").WithTags("Consumers").WithSummary("Part a record again, exactly as it was").Produces(204).ProducesProblem(404).ProducesProblem(422);
    }
}
