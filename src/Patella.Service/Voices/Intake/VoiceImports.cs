using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Intake;

/// <summary>A file of voices and what became of it.</summary>
/// <param name="State">running or done; one that was running when its process ended is sent again under the same id.</param>
/// <param name="Problems">The first 1,000.</param>
public sealed record VoiceImportView(string Id, string State, DateTimeOffset At, long Lines, long Accepted, long Doubled, long Refused, IReadOnlyList<VoiceProblem> Problems);

/// <summary>Loads files of voices, as JSON lines or as a table. Good lines go on, bad ones are told by line; the same file under the same id again changes nothing.</summary>
internal sealed class VoiceImports(IStore store, VoiceIntake intake, AuditTrail audit, BusinessTime business)
{
    /// <summary>Bytes of a file; larger ones are split by whoever sends them.</summary>
    public const long MostBytes = 1L << 30;

    private const int ProblemCharacters = 900_000;

    public async Task<Outcome<VoiceImportView>> Load(HttpContext http, string? id)
    {
        var validation = new Validation().Id(id, "id");
        var format = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        validation.Must(format is "text/csv" or "application/x-ndjson" or "application/jsonl", "Content-Type", "Must be text/csv or application/x-ndjson.");
        if (validation.Failed)
        {
            return validation.Problem;
        }

        RequestBody.AllowUpTo(http, MostBytes);
        var caller = http.Caller();
        using var file = await Spool(http);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, http.RequestAborted));
        file.Position = 0;
        await store.Write(caller.Tenant, transaction => transaction.Execute(VoiceStore.Sql["AddImport"], new { id, hash, at = business.Now, by = caller.Id }));
        var known = (await Find(caller, id!))!;
        if (known.Hash != hash)
        {
            return Problem.Conflict("idempotency-conflict", "This id is another file's.");
        }

        return known.State == "done" ? known.View() : await Run(caller, known, file, format == "text/csv", http.Language(), http.RequestAborted);
    }

    public async Task<Outcome<VoiceImportView>> Read(Caller caller, string id) => await Find(caller, id) is { } row ? row.View() : Problem.NotFound("The import");

    private async Task<VoiceImportView> Run(Caller caller, ImportRow row, Stream file, bool isTable, string? language, CancellationToken cancellation)
    {
        var (receipt, lines) = isTable ? await TakeTable(caller, file, language) : await intake.TakeLinesOf(caller.Tenant, file, language, cancellation);
        var problems = receipt.Refused.ToList();
        while (Json.Write(problems).Length > ProblemCharacters)
        {
            problems.RemoveRange(problems.Count / 2, problems.Count - (problems.Count / 2));
        }

        var done = row with { State = "done", Lines = lines, Accepted = receipt.Accepted, Doubled = receipt.Doubled, Refused = receipt.RefusedCount, Problems = Json.Write(problems) };
        await store.Write(caller.Tenant, async transaction =>
        {
            await transaction.Execute(VoiceStore.Sql["SaveImport"], done);
            await audit.Write(transaction, caller, "voices.import-done", "voice-import:" + row.Id, new { done.Lines, done.Accepted, done.Refused });
        }, cancellation: CancellationToken.None);
        return done.View();
    }

    private async Task<(VoiceReceipt Receipt, int Lines)> TakeTable(Caller caller, Stream file, string? language)
    {
        var taking = intake.Begin(caller.Tenant, language);
        using var reader = new StreamReader(file, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        var lines = await VoiceTable.Read(reader, intake.Rules, taking.Add);
        return (await taking.End(), lines);
    }

    private async Task<ImportRow?> Find(Caller caller, string id) => await store.Read(caller.Tenant, reader => reader.One<ImportRow>(VoiceStore.Sql["FindImport"], new { id }));

    // To the disk first: the hash is of the whole file, and the sender's line may be slow.
    private static async Task<FileStream> Spool(HttpContext http)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await http.Request.Body.CopyToAsync(file, http.RequestAborted);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private sealed record ImportRow
    {
        public string Id { get; init; } = "";

        public string Hash { get; init; } = "";

        public string State { get; init; } = "";

        public long At { get; init; }

        public string ById { get; init; } = "";

        public long Lines { get; init; }

        public long Accepted { get; init; }

        public long Doubled { get; init; }

        public long Refused { get; init; }

        public string Problems { get; init; } = "[]";

        public VoiceImportView View() => new(Id, State, Microseconds.ToTime(At), Lines, Accepted, Doubled, Refused, Json.Read<List<VoiceProblem>>(Problems) ?? []);
    }
}
