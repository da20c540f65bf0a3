using System.Diagnostics;

namespace Patella.Host.Hosting;

/// <summary>
/// One id a request: the trace id of W3C trace context, taken over from the caller's <c>traceparent</c> or made here.
/// It stands in the answer's <c>X-Request-Id</c>, in problem details and in every log line of the request.
/// </summary>
public static class RequestIds
{
    public const string Header = "X-Request-Id";

    public static IApplicationBuilder UseRequestIds(this IApplicationBuilder app)
        => app.Use((http, next) =>
        {
            if (Activity.Current is { } activity)
            {
                http.TraceIdentifier = activity.TraceId.ToHexString();
            }

            http.Response.Headers[Header] = http.TraceIdentifier;
            return next(http);
        });
}
