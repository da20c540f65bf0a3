using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Audit;

/// <summary>One deed in the audit trail.</summary>
public sealed record AuditItem(string Id, DateTimeOffset At, DateTimeOffset RecordedAt, AuditActor Actor, string Action, string Subject, JsonElement? Detail);

/// <summary>Who did it: consumer, staff, program or system.</summary>
public sealed record AuditActor(string Kind, string Id);

/// <summary>GET /audit: newest first.</summary>
internal static class ReadAudit
{
    public static async Task<IResult> Handle(HttpContext http, IStore store, string? after, int? limit, string? action, string? subject)
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return new ProblemResult(Problem.Invalid("after", "Is not a cursor of this list."));
        }

        var count = Paging.Limit(limit);
        var rows = await store.Read(http.Caller().Tenant, reader => reader.Many<Row>(AuditTrail.Sql["List"], new { sort, id, action, subject, limit = count + 1 }), http.RequestAborted);
        var items = rows.Take(count).Select(row => row.ToItem()).ToList();
        var next = rows.Count > count ? Paging.Cursor(rows[count - 1].RecordedAt, rows[count - 1].Id) : null;
        return Results.Json(new Page<AuditItem>(items, next), Json.Options);
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public long At { get; init; }

        public long RecordedAt { get; init; }

        public string ActorKind { get; init; } = "";

        public string Actor { get; init; } = "";

        public string Action { get; init; } = "";

        public string Subject { get; init; } = "";

        public string? Detail { get; init; }

        public AuditItem ToItem() => new(
            Id, Microseconds.ToTime(At), Microseconds.ToTime(RecordedAt), new AuditActor(ActorKind, Actor), Action, Subject,
            Detail is null ? null : JsonSerializer.Deserialize<JsonElement>(Detail));
    }
}
