using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Files;

namespace Patella.Service.Conversations;

/// <summary>Files of messages, from the file store.</summary>
internal sealed class MessageFiles(FileStore files, FileLinks links) : IMessageFiles
{
    public async Task<Outcome<IReadOnlyList<EntryFile>>> Attach(ITransaction transaction, Caller caller, string conversation, IReadOnlyList<string> ids)
    {
        var attached = await files.Attach(transaction, caller, ids, conversation);
        return attached.Problem is { } problem ? problem : attached.Value.Select(file => new EntryFile(file.Id, file.Name, file.ContentType, file.Size)).ToList();
    }

    public Entry Link(TenantId tenant, Entry entry)
        => entry.Files is not { Count: > 0 } ? entry : entry with { Files = [.. entry.Files.Select(file => file with { Url = links.UrlOf(tenant, file.Id) })] };
}
