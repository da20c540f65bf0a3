using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Orders.Intake;

namespace Patella.Service.Orders.Imports;

/// <summary>POST /imports/previews shows what a file would become; POST /imports loads it, all or nothing, once per id.</summary>
internal sealed class ImportOrders(IStore store, ImportReader files, EventIntake intake, AuditTrail audit, MachineTime machine) : IDisposable
{
    public const int MostBytes = 50 << 20;
    private const int PreviewRows = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A file of 50 MB takes several times that in memory while it is read, so only two are read at once.
    private readonly SemaphoreSlim _reading = new(2);

    public Outcome<ImportPreview> Preview(ImportRequest request, string language) => files.Read(request).Select(read => new ImportPreview(
        read.Columns, read.Mapping, [.. read.Events.Take(PreviewRows).Select(one => JsonSerializer.Deserialize<JsonElement>(one.Raw))], [.. read.Errors.Select(error => error with { Detail = ProblemText.Said(error.Detail.In(language)) })], read.Events.Count));

    public async Task<Outcome<ImportResult>> Load(Caller caller, ImportRequest request)
    {
        var validation = new Validation().Id(request.Id, "/id");
        if (validation.Failed)
        {
            return validation.Problem;
        }

        var read = files.Read(request);
        if (read.Problem is not null)
        {
            return read.Problem;
        }

        return read.Value.Errors.Count > 0 ? Refuse(read.Value.Errors) : await Load(caller, request, read.Value);
    }

    /// <summary>Runs with the request of a call: JSON, or the file itself as text/csv or application/x-ndjson with the id in the query.</summary>
    public async Task<Outcome<T>> WithRequest<T>(HttpContext http, Func<ImportRequest, Task<Outcome<T>>> run)
    {
        if (!await _reading.WaitAsync(Patience, http.RequestAborted))
        {
            return Problem.TooMany((int)Patience.TotalSeconds);
        }

        try
        {
            var body = await RequestBody.Read(http, MostBytes);
            return body.Problem is not null ? body.Problem : await run(RequestOf(http, body.Value));
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private static ImportRequest RequestOf(HttpContext http, byte[] body)
    {
        var format = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            "text/csv" => "csv",
            "application/x-ndjson" or "application/jsonl" => "jsonl",
            _ => null,
        };
        return format is null
            ? JsonSerializer.Deserialize<ImportRequest>(body, Json.Options) ?? new ImportRequest(null, null, null, null)
            : new ImportRequest(http.Request.Query["id"], format, Encoding.UTF8.GetString(body), null);
    }

    private static Problem Refuse(IReadOnlyList<ImportError> errors)
        => Problem.Invalid([.. errors.Select(error => new FieldError($"/content/{error.Line}", error.Detail, error.Line, error.Field))]);

    private async Task<Outcome<ImportResult>> Load(Caller caller, ImportRequest request, ReadImport read)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Format + "\n" + Json.Write(request.Mapping) + "\n" + request.Content)));
        return await store.Write<Outcome<ImportResult>>(caller.Tenant, async transaction =>
        {
            if (await transaction.One<DoneRow>(EventIntake.Sql["FindImport"], new { id = request.Id }) is { } known)
            {
                return known.Hash == hash ? new ImportResult((int)known.Accepted, 0, 0) : Problem.Conflict("idempotency-conflict", "This id is another file's.");
            }

            var result = await intake.Accept(transaction, read.Events);
            await transaction.Execute(EventIntake.Sql["AddImport"], new { request.Id, Hash = hash, Accepted = (long)result.Accepted, RecordedAt = machine.Now });
            await audit.Write(transaction, caller, "orders.import-done", "import:" + request.Id, result);
            return ImportResult.From(result);
        });
    }

    private sealed class DoneRow
    {
        public string Hash { get; init; } = "";

        public long Accepted { get; init; }
    }
}
