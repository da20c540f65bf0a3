using Patella.Platform.Storage;
using Patella.Service.Files;

namespace Patella.Service.Parties.Privacy;

/// <summary>Files in the export and the erasure of a person: theirs, and all in their conversations.</summary>
internal sealed class FileData(FileStore files) : IPersonData
{
    /// <summary>Bytes of files in one export; those past it are named in the document.</summary>
    private const long Most = 256L << 20;

    public IReadOnlyList<string> Tables => ["file"];

    public Task Collect(IReader reader, PersonSubject subject) => Task.CompletedTask;

    public async Task Export(IReader reader, PersonSubject subject, IPersonArchive archive)
    {
        var all = await files.Of(reader, subject.Persons, subject.Conversations);
        var bytes = 0L;
        foreach (var file in all)
        {
            bytes += file.Size;
            if (bytes <= Most && await files.Open(subject.Tenant, file) is { } content)
            {
                await using (content)
                {
                    await archive.AddFile(file.Id + "-" + file.Name, content);
                }
            }
        }

        archive.Add("files", all.Select(file => new { file.Id, file.Name, file.Size, file.Sha256, file.Conversation }));
    }

    public async Task<long> Erase(IStore store, PersonSubject subject)
    {
        var all = await store.Read(subject.Tenant, reader => files.Of(reader, subject.Persons, subject.Conversations));
        foreach (var file in all)
        {
            await files.Remove(subject.Tenant, file.Id);
        }

        return all.Count;
    }
}
