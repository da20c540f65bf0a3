using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Patella.Service.Edge;

namespace Patella.Service.Files;

/// <summary>POST /files: one file as multipart/form-data, streamed to the disk. <c>?id=</c> is the caller's own id for asking again.</summary>
internal static class UploadFile
{
    private const int BoundaryLimit = 100;

    /// <summary>Parts of a form that are looked through for the file.</summary>
    private const int PartLimit = 10;

    public static async Task<IResult> Handle(HttpContext http, FileStore files, FileLinks links, string? id)
    {
        var validation = new Validation().Id(id, "id", required: false);
        if (validation.Failed)
        {
            return new ProblemResult(validation.Problem);
        }

        RequestBody.AllowUpTo(http, FileStore.MostBytes + 65_536);
        if (http.Request.ContentLength > FileStore.MostBytes + 65_536)
        {
            return new ProblemResult(FileStore.TooLarge());
        }

        var caller = http.Caller();
        var outcome = await Read(http, (name, content) => files.Upload(caller, id, name, content, http.RequestAborted));
        if (!outcome.Succeeded)
        {
            return outcome.ToResult();
        }

        await links.Prepare(caller.Tenant);
        return outcome.Select(file => new FileView(file.Id, file.Name, file.ContentType, file.Size, links.UrlOf(caller.Tenant, file.Id))).ToResult(StatusCodes.Status201Created);
    }

    private static async Task<Outcome<StoredFile>> Read(HttpContext http, Func<string, Stream, Task<Outcome<StoredFile>>> take)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= BoundaryLimit } boundary)
        {
            return new Problem(415, "media-type", "The body must be multipart/form-data with one part named file.");
        }

        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            for (var part = 0; part < PartLimit && await reader.ReadNextSectionAsync(http.RequestAborted) is { } section; part++)
            {
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.IsFileDisposition())
                {
                    return await take(disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "", section.Body);
                }
            }
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Problem.Invalid("", $"The body is not whole multipart/form-data: {malformed.Message}");
        }

        return Problem.Invalid("/file", "Is required: a part with a file name.");
    }
}
