using System.Globalization;
using System.Text;
using Patella.Platform.Identifiers;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Edge;
using Patella.Service.Files;

namespace Patella.Service.Connectors.Mail.Inbox;

/// <summary>Puts what a mail carries into Files, which judges by content and not by name. What is not taken there stays in the raw mail and is named.</summary>
internal sealed class MailFileKeeper(FileStore files)
{
    /// <summary>Files of one mail that are shown; the others stay in the raw mail.</summary>
    public const int Most = 9;

    /// <summary>Characters of a message in a conversation; longer words come along as a file as well.</summary>
    public const int TextLimit = 4_000;

    /// <summary>Ids follow from the mail and the place in it, so keeping twice keeps once.</summary>
    public async Task<IReadOnlyList<MailFile>> Keep(TenantId tenant, string mail, MailReading reading, CancellationToken cancellation)
    {
        var kept = new List<MailFile>();
        for (var index = 0; index < reading.Files.Count; index++)
        {
            var part = reading.Files[index];
            var name = MailWords.Clean(part.Name ?? "", 120);
            var content = kept.Count(file => file.Id is not null) < Most ? part.Entity.Children.Count > 0 ? part.Entity.Raw.ToArray() : part.Entity.Content() : [];
            kept.Add(await Put(tenant, $"{mail}-{index.ToString(CultureInfo.InvariantCulture)}", name, part.Type, content, cancellation));
        }

        if (reading.Body.Length > TextLimit)
        {
            kept.Add(await Put(tenant, mail + "-text", "message.txt", "text/plain", Encoding.UTF8.GetBytes(reading.Body), cancellation));
        }

        return kept;
    }

    /// <summary>Who owns the files of mails.</summary>
    public static Caller OwnerOf(TenantId tenant) => new() { Kind = CallerKind.Program, Tenant = tenant, Id = MailFiles.Owner };

    private async Task<MailFile> Put(TenantId tenant, string id, string name, string type, byte[] content, CancellationToken cancellation)
    {
        var left = new MailFile(null, name.Length > 0 ? name : type, type, content.Length);
        if (content.Length is 0 || content.LongLength > FileStore.MostBytes)
        {
            return left;
        }

        var outcome = await files.Upload(OwnerOf(tenant), id, name, new MemoryStream(content), cancellation);
        return outcome.Succeeded ? new MailFile(outcome.Value.Id, outcome.Value.Name, outcome.Value.ContentType, outcome.Value.Size) : left;
    }
}
