using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>Finds the caller of a request from its one credential: bearer token, API key or session cookie.</summary>
public sealed class Authentication(Sessions sessions, VisitorTokens visitors, ApiKeys keys) : ICallerDirectory
{
    public const string Cookie = "patella_session";

    /// <summary>Holds a sign-in that waits for its second factor.</summary>
    public const string PendingCookie = "patella_pending";

    /// <summary>The caller, or null. A credential that is there but wrong is no caller either.</summary>
    public async Task<Caller?> Find(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return await FindByToken(header["Bearer ".Length..].Trim());
        }

        return http.Request.Cookies.TryGetValue(Cookie, out var cookie) && cookie.StartsWith(Sessions.Prefix, StringComparison.Ordinal) ? await sessions.Find(cookie) : null;
    }

    public Task<bool> IsStillGood(Caller caller) => caller.Kind == CallerKind.Staff ? sessions.IsStillGood(caller) : Task.FromResult(true);

    /// <summary>The caller behind a bearer token of any kind. A session as bearer needs no CSRF value: no browser sends it by itself.</summary>
    public async Task<Caller?> FindByToken(string token) => token switch
    {
        _ when token.StartsWith(VisitorTokens.Prefix, StringComparison.Ordinal) => await visitors.Find(token),
        _ when token.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal) => await keys.Find(token),
        _ when token.StartsWith(Sessions.Prefix, StringComparison.Ordinal) => await sessions.Find(token) is { } caller ? caller with { CsrfToken = null } : null,
        _ => null,
    };
}

public static class AuthenticationExtensions
{
    /// <summary>Sets the caller of each request before endpoints are checked.</summary>
    public static IApplicationBuilder UseCallers(this IApplicationBuilder app)
        => app.Use(async (http, next) =>
        {
            if (await http.RequestServices.GetRequiredService<Authentication>().Find(http) is { } caller)
            {
                http.SetCaller(InThePagesLanguage(caller, http));
            }

            await next(http);
        });

    /// <summary>The staff read in the language their page is in now, where we write it; their stored one is for what is sent to them and for callers that ask for none.</summary>
    private static Caller InThePagesLanguage(Caller caller, HttpContext http)
        => caller.Kind == CallerKind.Staff && http.PreferredLanguages().Select(LocalTexts.Pick).FirstOrDefault(language => language is "zh-CN" or "en") is { } language ? caller with { Language = language } : caller;
}
