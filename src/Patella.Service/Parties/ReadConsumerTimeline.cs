using Microsoft.AspNetCore.Http;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Parties;

/// <summary>GET /consumers/{id}/timeline: everything of this person over all units, newest first.</summary>
internal static class ReadConsumerTimeline
{
    public static async Task<IResult> Handle(HttpContext http, IStore store, PersonStore persons, string id, string? kind, string? unit, string? after, int? limit)
    {
        if (!TimelineItems.TryRead(after, out var sort, out var position))
        {
            return new ProblemResult(Problem.Invalid("after", "Is not a cursor of this list."));
        }

        var check = TimelineItems.Check(kind, unit);
        if (check.Failed)
        {
            return new ProblemResult(check.Problem);
        }

        var (caller, count) = (http.Caller(), Paging.Limit(limit));
        var entries = await store.Read(caller.Tenant, async reader => await persons.Find(reader, id) is null
            ? null
            : await reader.Many<TimelineEntry>(PersonStore.Sql["Timeline"], new { ids = await persons.IdsOf(reader, id), kind = kind is null ? "" : kind + ".", unit = unit ?? "", sort, position, limit = count + 1 }), http.RequestAborted);
        return entries is null ? new ProblemResult(Problem.NotFound("This consumer")) : Results.Json(TimelineItems.Page(entries, count, caller.Language), Json.Options);
    }
}
