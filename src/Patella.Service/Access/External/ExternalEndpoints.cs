using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Identifiers;
using Patella.Service.Edge;

namespace Patella.Service.Access.External;

/// <summary>The way to a provider and back, for browsers.</summary>
internal static class ExternalEndpoints
{
    private const string BrowserCookie = "patella_browser";

    public static void MapExternalSignIn(this IEndpointRouteBuilder api)
    {
        api.MapGet("/sign-in-options", async (string? tenant, ProviderStore providers) =>
        {
            var enabled = TenantId.IsValid(tenant) ? (await providers.List(new TenantId(tenant!))).Where(one => one.Provider.Enabled) : [];
            return Results.Json(new SignInOptions(true, [.. enabled.Select(one => new SignInOption(one.Provider.Id, one.Provider.Name))]), Json.Options);
        }).OpenToAll().WithSummary("Ways to sign in to an ecosystem").Produces<SignInOptions>().WithTags("Access");
        api.MapPost("/sessions/external", async (ExternalStartRequest request, HttpContext http, ExternalSignIn signIn) =>
        {
            var browser = http.Request.Cookies[BrowserCookie] is { Length: 43 } there ? there : Secrets.New();
            var outcome = await signIn.Start(request, browser, $"{http.Request.Scheme}://{http.Request.Host}");
            if (outcome.Succeeded)
            {
                // Lax, since the provider sends the browser back from its own site.
                http.Response.Cookies.Append(BrowserCookie, browser, new CookieOptions
                {
                    HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/api/v1/sessions", MaxAge = TimeSpan.FromMinutes(10), IsEssential = true,
                });
            }

            return outcome.ToResult(StatusCodes.Status201Created);
        }).OpenToAll().WithSummary("Begin to sign in with a provider").Produces<ExternalStart>(201).ProducesProblem(502).WithTags("Access");
        api.MapGet("/sessions/callback", async (string? state, string? code, string? iss, string? error, HttpContext http, ExternalSignIn signIn) =>
        {
            var ended = await signIn.Finish(new Returned(state, code, iss, error), http.Request.Cookies[BrowserCookie], http.Request.Headers.UserAgent.ToString());
            ended.Entered?.SetCookies(http);
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            return Results.Redirect(Next(ended));
        }).OpenToAll().WithSummary("Where a provider sends the browser back to").Produces(302).WithTags("Access");
    }

    private static string Next(Ended ended) => ended switch
    {
        { Entered.Session: not null } => ended.ReturnTo,
        { Entered.Pending: { } pending } => "/console/sign-in" + QueryString.Create(new Dictionary<string, string?>
        {
            ["tenant"] = ended.Tenant, ["step"] = pending.Next == SecondFactors.SecondFactorNeed.Enrolment ? "enrolment" : "code", ["return"] = ended.ReturnTo["/console".Length..],
        }),
        _ => "/console/sign-in" + QueryString.Create(new Dictionary<string, string?> { ["tenant"] = ended.Tenant, ["problem"] = ended.Problem }),
    };
}
