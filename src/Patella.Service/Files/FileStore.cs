using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;

namespace Patella.Service.Files;

/// <summary>Files of a tenant, for use inside other capabilities' transactions.</summary>
public sealed class FileStore(IStore store, ISegments segments, MachineTime machine, BusinessTime business, TimerTable timers, IIdentifiers identifiers)
{
    public const long MostBytes = 20 << 20;

    /// <summary>How long an upload waits for a message that takes it, microseconds of business time.</summary>
    public const long KeptUnused = 24L * 3600 * Microseconds.PerSecond;

    internal static readonly Statements Sql = new(typeof(FileStore).Assembly, "Files.files.sql");

    /// <summary>Takes a file from a stream. The same id with the same bytes gives the same file; the bytes are on disk when this returns.</summary>
    public async Task<Outcome<StoredFile>> Upload(Caller caller, string? id, string? name, Stream content, CancellationToken cancellation = default)
    {
        var head = new byte[ContentSniffing.HeadLength];
        var count = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        if (count == 0)
        {
            return Problem.Invalid("/file", "Is empty.");
        }

        if (ContentSniffing.TypeOf(head.AsSpan(0, count)) is not { } type)
        {
            return NotTaken();
        }

        var fileId = id ?? identifiers.New();
        try
        {
            await using var source = new CheckedContent(head.AsMemory(0, count), content, MostBytes, type == FileTypes.Text);
            var segment = await segments.Put(caller.Tenant, KeyOf(fileId), source, cancellation);
            return await Keep(caller, new StoredFile(fileId, FileNames.Normalize(name, type), type, segment.Length, segment.Sha256, caller.Kind.ToString().ToLowerInvariant(), caller.Id, null));
        }
        catch (ContentRefusedException refused)
        {
            return refused.TooLarge ? TooLarge() : NotTaken();
        }
        catch (SegmentConflictException)
        {
            return Conflict();
        }
    }

    public async Task<StoredFile?> Find(IReader reader, string id) => (await reader.One<FileRow>(Sql["FindFile"], new { id }))?.ToFile();

    /// <summary>Binds files to a conversation. Only their owner may, and a file belongs to one conversation; in the order asked for.</summary>
    public async Task<Outcome<IReadOnlyList<StoredFile>>> Attach(ITransaction transaction, Caller caller, IReadOnlyList<string> ids, string conversation)
    {
        var wanted = ids.Distinct().ToList();
        if (wanted.Count == 0)
        {
            return new List<StoredFile>();
        }

        var found = (await transaction.Many<FileRow>(Sql["FindFiles"], new { ids = wanted })).Select(row => row.ToFile()).ToDictionary(file => file.Id);
        var kind = caller.Kind.ToString().ToLowerInvariant();
        for (var index = 0; index < ids.Count; index++)
        {
            if (!found.TryGetValue(ids[index], out var file) || file.Owner != caller.Id || file.OwnerKind != kind || (file.Conversation is not null && file.Conversation != conversation))
            {
                return Problem.Invalid($"/files/{index}", "Must be a file of your own that stands in no other conversation.");
            }
        }

        await transaction.Execute(Sql["Attach"], new { ids = wanted, conversation });
        return wanted.Select(id => found[id] with { Conversation = conversation }).ToList();
    }

    /// <summary>The bytes of a file; null when it is gone.</summary>
    public Task<Stream?> Open(TenantId tenant, StoredFile file, CancellationToken cancellation = default) => segments.Get(tenant, KeyOf(file.Id), cancellation);

    /// <summary>The files that these consumers sent, and all that stand in these conversations.</summary>
    public async Task<IReadOnlyList<StoredFile>> Of(IReader reader, IReadOnlyCollection<string> consumers, IReadOnlyCollection<string> conversations)
    {
        var found = new Dictionary<string, StoredFile>();
        foreach (var chunk in consumers.Chunk(500))
        {
            Take(await reader.Many<FileRow>(Sql["OfPersons"], new { owners = chunk }));
        }

        foreach (var chunk in conversations.Chunk(500))
        {
            Take(await reader.Many<FileRow>(Sql["InConversations"], new { conversations = chunk }));
        }

        return [.. found.Values];

        void Take(IReadOnlyList<FileRow> rows)
        {
            foreach (var row in rows)
            {
                found[row.Id] = row.ToFile();
            }
        }
    }

    /// <summary>Removes a file, its bytes first: interrupted in between, it is still listed and can be removed again.</summary>
    public async Task Remove(TenantId tenant, string id)
    {
        await segments.Delete(tenant, KeyOf(id));
        await store.Write(tenant, transaction => transaction.Execute(Sql["Remove"], new { id }));
    }

    internal static Problem NotTaken() => new(415, "file-type", $"Only these are taken, by their content: {string.Join(", ", FileTypes.All)}.");

    internal static Problem TooLarge() => Problem.TooLarge($"A file may have at most {MostBytes >> 20} MB.");

    private static Problem Conflict() => Problem.Conflict("idempotency-conflict", "A file with this id has other content already.");

    internal static string KeyOf(string id) => "file/" + id;

    private Task<Outcome<StoredFile>> Keep(Caller caller, StoredFile file) => store.Write<Outcome<StoredFile>>(caller.Tenant, async transaction =>
    {
        var added = await transaction.Execute(Sql["AddFile"], new { file.Id, file.Name, file.ContentType, file.Size, file.Sha256, file.OwnerKind, file.Owner, CreatedAt = machine.Now });
        if (added == 1)
        {
            await timers.Set(transaction, UnusedFiles.Name, file.Id, business.Now + KeptUnused);
        }

        var kept = (await Find(transaction, file.Id))!;
        return added == 1 || (kept.Owner == file.Owner && kept.OwnerKind == file.OwnerKind && kept.Sha256 == file.Sha256) ? kept : Conflict();
    });

    private sealed class FileRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string ContentType { get; init; } = "";

        public long Size { get; init; }

        public string Sha256 { get; init; } = "";

        public string OwnerKind { get; init; } = "";

        public string Owner { get; init; } = "";

        public string? Conversation { get; init; }

        public StoredFile ToFile() => new(Id, Name, ContentType, Size, Sha256, OwnerKind, Owner, Conversation);
    }
}
