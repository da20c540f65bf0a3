using Microsoft.AspNetCore.Http;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Orders.Intake;
using Patella.Service.Parties;

namespace Patella.Service.Orders.Reading;

/// <summary>GET /orders/{id}/timeline: everything of an order in time order, newest first: its events and what was said about it.</summary>
internal static class ReadOrderTimeline
{
    public static async Task<IResult> Handle(HttpContext http, IStore store, OrderAccess access, string id, string? kind, string? unit, string? after, int? limit)
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
        var entries = await store.Read(caller.Tenant, async reader => await access.Find(reader, caller, id) is { } order
            ? await reader.Many<TimelineEntry>(EventIntake.Sql["Timeline"], new { order = order.Id, kind = kind is null ? "" : kind + ".", unit = unit ?? "", sort, position, limit = count + 1 })
            : null, http.RequestAborted);
        return entries is null ? new ProblemResult(Problem.NotFound("This order")) : Results.Json(TimelineItems.Page(entries, count, caller.Language), Json.Options);
    }
}
