using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Patella.Service.Edge;

/// <summary>Reads request bodies with a bound that belongs to the endpoint.</summary>
public static class RequestBody
{
    /// <summary>The whole body, or 413 as soon as it is longer than <paramref name="limit"/> bytes.</summary>
    public static async Task<Outcome<byte[]>> Read(HttpContext http, int limit)
    {
        AllowUpTo(http, limit + 1L);
        if (http.Request.ContentLength > limit)
        {
            return Problem.TooLarge($"The body may have at most {limit:N0} bytes; this one has {http.Request.ContentLength:N0}.");
        }

        using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 4_096, limit));
        var buffer = new byte[16_384];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (body.Length + read > limit)
            {
                return Problem.TooLarge($"The body may have at most {limit:N0} bytes.");
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>Lets the server take a body of this size on this request.</summary>
    public static void AllowUpTo(HttpContext http, long bytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = bytes;
        }
    }
}
