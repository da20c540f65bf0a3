using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Audit;

/// <summary>One deed in the audit trail.</summary>
/// <param name="Number">Its place in the chain, from 1.</param>
/// <param name="Hash">SHA-256 over it and the hash before, in hexadecimal.</param>
public sealed record AuditItem(string Id, DateTimeOffset At, DateTimeOffset RecordedAt, AuditActor Actor, string Action, string Subject, JsonElement? Detail, long? Number = null, string? Hash = null);

/// <summary>Who did it: consumer, staff, program or system.</summary>
public sealed record AuditActor(string Kind, string Id);

/// <summary>GET /audit: newest first, as JSON pages or, by Accept, as CSV.</summary>
internal static class ReadAudit
{
    /// <summary>Lines of one CSV file; the filters divide what is more.</summary>
    private const int CsvLimit = 50_000;
    private const int CsvPage = 1_000;

    /// <summary>What is looked for.</summary>
    /// <param name="Action">An action, or its first words: <c>access</c> finds <c>access.staff-saved</c>.</param>
    /// <param name="Subject">A subject, or its kind.</param>
    /// <param name="Actor">The id of who did it.</param>
    internal sealed record Filter(string? Action, string? Subject, string? Actor, DateTimeOffset? Since, DateTimeOffset? Until);

    public static async Task<IResult> Handle(HttpContext http, IStore store, [AsParameters] Filter filter, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var id))
        {
            return new ProblemResult(Problem.Invalid("after", "Is not a cursor of this list."));
        }

        if (http.Request.Headers.Accept.ToString().Contains("text/csv", StringComparison.OrdinalIgnoreCase))
        {
            return await Csv(http, store, filter);
        }

        var count = Paging.Limit(limit);
        var rows = await store.Read(http.Caller().Tenant, reader => Find(reader, filter, sort, id, count + 1), http.RequestAborted);
        var items = rows.Take(count).Select(row => row.ToItem()).ToList();
        var next = rows.Count > count ? Paging.Cursor(rows[count - 1].RecordedAt, rows[count - 1].Id) : null;
        return Results.Json(new Page<AuditItem>(items, next), Json.Options);
    }

    private static Task<IReadOnlyList<AuditRow>> Find(IReader reader, Filter filter, long sort, string id, int limit) => reader.Many<AuditRow>(AuditTrail.Sql["List"], new
    {
        sort,
        id,
        filter.Action,
        filter.Subject,
        filter.Actor,
        since = filter.Since is { } since ? Microseconds.From(since) : 0L,
        until = filter.Until is { } until ? Microseconds.From(until) : long.MaxValue,
        limit,
    });

    private static async Task<IResult> Csv(HttpContext http, IStore store, Filter filter)
    {
        var lines = new List<IReadOnlyList<object?>> { new object?[] { "number", "at", "recordedAt", "actorKind", "actor", "action", "subject", "detail", "hash" } };
        await store.Read(http.Caller().Tenant, async reader =>
        {
            var (sort, id) = (long.MaxValue, "~");
            while (lines.Count <= CsvLimit && await Find(reader, filter, sort, id, CsvPage) is { Count: > 0 } rows)
            {
                lines.AddRange(rows.Select(row => new object?[] { row.Number, Time(row.At), Time(row.RecordedAt), row.ActorKind, row.Actor, row.Action, row.Subject, row.Detail, row.Hash }));
                (sort, id) = (rows[^1].RecordedAt, rows[^1].Id);
            }

            return lines.Count;
        }, http.RequestAborted);
        return Edge.Csv.Result("audit.csv", lines);
    }

    private static string Time(long at) => Microseconds.ToTime(at).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
