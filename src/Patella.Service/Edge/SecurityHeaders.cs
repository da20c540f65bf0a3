using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Patella.Service.Edge;

/// <summary>Headers that keep a browser from doing with our pages what we did not mean.</summary>
public static class SecurityHeaders
{
    private const string Policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
        => app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(self), microphone=(self), geolocation=()";
            headers.ContentSecurityPolicy = Policy;
            if (http.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            if (http.Request.Path.StartsWithSegments("/api"))
            {
                headers.CacheControl = "no-store";
            }

            return next(http);
        });

    /// <summary>
    /// The consumer's part of the interface may be called from the marketplace's own pages, with a bearer token and never with a cookie;
    /// a cookie's request must come from our own origin.
    /// </summary>
    public static IApplicationBuilder UseOrigins(this IApplicationBuilder app)
        => app.Use(async (http, next) =>
        {
            var origin = http.Request.Headers.Origin.ToString();
            if (origin.Length > 0 && !IsOwn(http, origin))
            {
                http.Response.Headers.AccessControlAllowOrigin = "*";
                http.Response.Headers.AccessControlExposeHeaders = "Retry-After, ETag, X-Request-Id";
                if (HttpMethods.IsOptions(http.Request.Method))
                {
                    http.Response.Headers.AccessControlAllowMethods = "GET, POST, PUT, PATCH, DELETE";
                    http.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, Idempotency-Key, If-Match";
                    http.Response.Headers.AccessControlMaxAge = "600";
                    http.Response.StatusCode = StatusCodes.Status204NoContent;
                    return;
                }

                http.Request.Headers.Remove("Cookie");
            }

            await next(http);
        });

    private static bool IsOwn(HttpContext http, string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == http.Request.Host.Value;
}
