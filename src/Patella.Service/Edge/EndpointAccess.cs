using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patella.Service.Edge;

/// <summary>Who may call an endpoint. Every endpoint has one; a test fails for those that have none.</summary>
public sealed record EndpointAccess(Permission AnyOf, bool Public = false);

/// <summary>The endpoint does what is hard to take back: its caller must have proven who they are within the last minutes.</summary>
public sealed record NeedsFreshProof;

/// <summary>The caller of the running request, set by the authentication step.</summary>
public static class CallerOfRequest
{
    private static readonly object Key = new();

    public static Caller? FindCaller(this HttpContext http) => http.Items.TryGetValue(Key, out var caller) ? (Caller?)caller : null;

    public static void SetCaller(this HttpContext http, Caller caller) => http.Items[Key] = caller;

    /// <summary>The language (BCP 47) to answer in: the caller's own, else what the request prefers, else English.</summary>
    public static string Language(this HttpContext http)
        => http.FindCaller() is { Kind: not CallerKind.Program } caller ? caller.Language : http.PreferredLanguages().FirstOrDefault() ?? "en";

    /// <summary>What the request asks for, best first. A live channel cannot carry headers of the page's choice: it names its language as <c>lang</c> in its address.</summary>
    public static IEnumerable<string> PreferredLanguages(this HttpContext http)
        => http.WebSockets.IsWebSocketRequest
            ? http.Request.Query["lang"].OfType<string>()
            : http.Request.GetTypedHeaders().AcceptLanguage?.Where(wanted => wanted.Quality is not 0).OrderByDescending(wanted => wanted.Quality ?? 1).Select(wanted => wanted.Value.Value).OfType<string>() ?? [];

    /// <summary>The caller; only inside endpoints that <see cref="EndpointAccessExtensions.Needs{T}"/> something.</summary>
    public static Caller Caller(this HttpContext http) => http.FindCaller() ?? throw new InvalidOperationException("The endpoint does not say whom it needs.");
}

public static class EndpointAccessExtensions
{
    /// <summary>Lets in callers that have any of the permissions.</summary>
    public static T Needs<T>(this T endpoint, Permission anyOf)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(new EndpointAccess(anyOf)));
        return endpoint;
    }

    /// <summary>Also asks a person of the staff for a proof (password or second factor) not older than <see cref="FreshProof.Lifetime"/>.</summary>
    public static T AfterFreshProof<T>(this T endpoint)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(new NeedsFreshProof()));
        return endpoint;
    }

    /// <summary>Open to everybody: sign-in, health, the widget's start.</summary>
    public static T OpenToAll<T>(this T endpoint)
        where T : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(new EndpointAccess(Permission.None, Public: true)));
        return endpoint;
    }

    /// <summary>Checks the caller against the chosen endpoint. Runs after routing; an endpoint that says nothing is refused to all.</summary>
    public static IApplicationBuilder UseEndpointAccess(this IApplicationBuilder app)
        => app.Use(async (http, next) =>
        {
            if (http.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<EndpointAccess>() is { Public: true })
            {
                await next(http);
                return;
            }

            if ((Refuse(http, endpoint.Metadata.GetMetadata<EndpointAccess>()) ?? FreshProof.Refuse(http, endpoint)) is { } problem)
            {
                await new ProblemResult(problem).ExecuteAsync(http);
                return;
            }

            await next(http);
        });

    private static Problem? Refuse(HttpContext http, EndpointAccess? access)
    {
        if (http.FindCaller() is not { } caller)
        {
            return Problem.NotSignedIn();
        }

        if (access is null || (caller.Permissions & access.AnyOf) == 0)
        {
            return Problem.Forbidden();
        }

        var unsafeMethod = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        return caller.CsrfToken is { } expected && unsafeMethod && http.Request.Headers["X-CSRF-Token"] != expected
            ? new Problem(403, "csrf", "A request with a cookie needs the X-CSRF-Token header with the value from GET /api/v1/session.")
            : null;
    }
}
