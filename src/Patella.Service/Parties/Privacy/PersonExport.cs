using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Parties.Privacy;

/// <summary>Writes everything about a person into one zip: a readable document and their files.</summary>
internal sealed class PersonExport(IStore store, PersonErasure persons, IEnumerable<IPersonData> parts)
{
    private static readonly JsonSerializerOptions Readable = new(Json.Options) { WriteIndented = true };

    /// <summary>The zip as a stream that removes its file when it is disposed.</summary>
    public async Task<Stream> Write(Platform.Identifiers.TenantId tenant, IReadOnlyList<string> ids)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var archive = new Archive(zip);
            await store.Read(tenant, async reader =>
            {
                var subject = await persons.Subject(reader, ids);
                foreach (var part in parts)
                {
                    await part.Export(reader, subject, archive);
                }

                return true;
            });
            await using var document = await zip.CreateEntry("person.json", CompressionLevel.Optimal).OpenAsync();
            await JsonSerializer.SerializeAsync(document, archive.Document, Readable);
        }

        file.Position = 0;
        return file;
    }

    private sealed class Archive(ZipArchive zip) : IPersonArchive
    {
        public JsonObject Document { get; } = [];

        public void Add(string section, object content) => Document[section] = JsonSerializer.SerializeToNode(content, Json.Options);

        public async Task AddFile(string name, Stream content)
        {
            await using var entry = await zip.CreateEntry("files/" + name.Replace('/', '_').Replace('\\', '_').Replace("..", "_", StringComparison.Ordinal), CompressionLevel.Fastest).OpenAsync();
            await content.CopyToAsync(entry);
        }
    }
}
