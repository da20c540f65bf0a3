using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Files;

/// <summary>GET /files/{id}/content: the bytes, for whoever holds a link that has not run out. Served so that nothing in them can act.</summary>
internal static class ReadContent
{
    public static async Task<IResult> Handle(HttpContext http, IStore store, FileStore files, FileLinks links, string id, string? tenant, long? expires, string? signature)
    {
        if (!TenantId.IsValid(tenant) || expires is null || signature is null || !await links.Holds(new TenantId(tenant!), id, expires.Value, signature))
        {
            return new ProblemResult(new Problem(403, "link-expired", "This link has run out or was changed. Read the conversation anew for a fresh one."));
        }

        var owner = new TenantId(tenant!);
        var file = await store.Read(owner, reader => files.Find(reader, id), http.RequestAborted);
        var content = file is null ? null : await files.Open(owner, file, http.RequestAborted);
        if (content is null)
        {
            return new ProblemResult(Problem.NotFound("This file"));
        }

        SetHeaders(http.Response.Headers, file!);
        return Results.Stream(content, file!.ContentType == FileTypes.Text ? "text/plain; charset=utf-8" : file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""));
    }

    private static void SetHeaders(IHeaderDictionary headers, StoredFile file)
    {
        var disposition = new ContentDispositionHeaderValue(FileTypes.IsPicture(file.ContentType) ? "inline" : "attachment");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, max-age=3600, immutable";
        // A shop's page shows the widget's pictures from this server.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }
}
