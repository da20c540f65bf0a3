using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Access.External;
using Patella.Service.Access.SecondFactors;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access;

public static class AccessModule
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<StaffStore>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SessionViews>();
        services.AddSingleton<VisitorTokens>();
        services.AddSingleton<ConsumerTokens>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<Authentication>();
        services.AddSingleton<ICallerDirectory>(provider => provider.GetRequiredService<Authentication>());
        services.AddSingleton<SignIn>();
        services.AddSingleton<Entrance>();
        services.AddSingleton<SecretBox>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<Outbound>();
        services.AddSingleton<ProviderStore>();
        services.AddSingleton<ProviderDocuments>();
        services.AddSingleton<IdTokens>();
        services.AddSingleton<ExternalAccounts>();
        services.AddSingleton<ExternalSignIn>();
        services.AddSingleton<PeopleSettings>();
        services.AddSingleton<FirstRun>();
        services.AddSingleton<ISettingsSection, StaffSection>();
        services.AddSingleton<ISettingsSection, ConsumerKeySection>();
        services.AddSingleton<ISettingsSection, External.ProviderSection>();
        return services;
    }

    public static void MapAccess(this IEndpointRouteBuilder api)
    {
        api.MapPost("/sessions", async (SignInRequest request, SignIn signIn, HttpContext http) =>
            {
                var outcome = await signIn.Run(request, http.Request.Headers.UserAgent.ToString());
                return outcome.Succeeded ? outcome.Value.ToResult(http) : new ProblemResult(outcome.Problem!);
            })
            .OpenToAll().WithSummary("Sign in with address and password; 202 when a second factor is still needed").Produces<SessionView>(201).Produces<PendingSignIn>(202).WithTags("Access");
        api.MapGet("/session", async (HttpContext http, IStore store, StaffStore people, SessionViews views) =>
        {
            var caller = http.Caller();
            if (caller.Kind != CallerKind.Staff)
            {
                return Results.Json(await views.OfProgram(caller), Json.Options);
            }

            var staff = await store.Read(caller.Tenant, reader => people.Find(reader, caller.Id));
            return staff is null ? new ProblemResult(Problem.NotSignedIn()) : Results.Json(await views.Of(caller.Tenant, staff, caller.CsrfToken, null), Json.Options);
        }).Needs(Permission.StaffMember | Permission.Observe | Permission.SendEvents | Permission.Import).WithSummary("Who is signed in").Produces<SessionView>().WithTags("Access");
        api.MapDelete("/session", async (HttpContext http, Sessions sessions) =>
        {
            if (http.Request.Cookies.TryGetValue(Authentication.Cookie, out var cookie))
            {
                await sessions.End(cookie);
                http.Response.Cookies.Delete(Authentication.Cookie);
            }

            if (http.Request.Headers.Authorization.ToString() is { Length: > 7 } header)
            {
                await sessions.End(header[7..].Trim());
            }

            return Results.NoContent();
        }).Needs(Permission.StaffMember).WithSummary("Sign out").Produces(204).WithTags("Access");
        api.MapPost("/first-run", async (FirstRunRequest request, FirstRun firstRun, HttpContext http) => Entered(http, await firstRun.Run(request)))
            .OpenToAll().WithSummary("Make the first ecosystem with the one-time code").Produces<SessionView>(201).WithTags("Access");
        api.MapPeopleSettings();
        api.MapKeySettings();
        api.MapSecondFactors();
        api.MapAccount();
        api.MapExternalSignIn();
        api.MapProviderSettings();
    }

    private static IResult Entered(HttpContext http, Outcome<SessionView> outcome)
    {
        if (outcome.Succeeded)
        {
            SessionViews.SetCookie(http, Authentication.Cookie, outcome.Value.Token!);
        }

        return outcome.ToResult(StatusCodes.Status201Created);
    }
}
