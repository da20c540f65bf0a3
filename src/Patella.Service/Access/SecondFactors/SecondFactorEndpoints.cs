using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access.SecondFactors;

/// <summary>A code, with the token of the pending sign-in unless it came as a cookie.</summary>
public sealed record SecondFactorRequest(string? Code, string? Token = null);

/// <summary>The token of the pending sign-in unless it came as a cookie.</summary>
public sealed record PendingRequest(string? Token = null);

/// <summary>A finished sign-in; with the recovery codes when the authenticator is new.</summary>
public sealed record SecondFactorEntered(SessionView Session, IReadOnlyList<string>? RecoveryCodes);

/// <summary>The second step of a sign-in.</summary>
internal static class SecondFactorEndpoints
{
    public static void MapSecondFactors(this IEndpointRouteBuilder api)
    {
        api.MapPost("/sessions/second-factor", Enter).OpenToAll().WithSummary("Finish a sign-in with a code of the authenticator or a recovery code")
            .Produces<SecondFactorEntered>(201).ProducesProblem(401).WithTags("Access");
        api.MapPost("/sessions/second-factor/enrolment", async (PendingRequest request, HttpContext http, Sessions sessions, SecondFactor factors) =>
                await Pending(http, sessions, request.Token) is { } pending ? (await factors.Begin(pending.Tenant, pending.Staff)).ToResult(201) : new ProblemResult(Over()))
            .OpenToAll().WithSummary("Set up an authenticator while signing in, where the policy asks for one").Produces<Enrolment>(201).ProducesProblem(401).WithTags("Access");
        api.MapGet("/second-factor-policy", async (HttpContext http, IStore store, SecondFactor factors) => Results.Json(await store.Read(http.Caller().Tenant, factors.Policy), Json.Options))
            .Needs(Permission.Administer).WithSummary("Whose sign-in needs a second factor").Produces<SecondFactorPolicy>().WithTags("Access");
        api.MapPut("/second-factor-policy", SavePolicy).Needs(Permission.Administer).AfterFreshProof()
            .WithSummary("Say whose sign-in needs a second factor").Produces<SecondFactorPolicy>().WithTags("Access");
        api.MapDelete("/staff/{id}/second-factor", async (string id, HttpContext http, IStore store, SecondFactor factors, AuditTrail audit, Sessions sessions) =>
        {
            await store.Write(http.Caller().Tenant, async transaction =>
            {
                await factors.Remove(transaction, id);
                await sessions.End(transaction, id);
                await audit.Write(transaction, http.Caller(), "access.second-factor-reset", "staff:" + id);
            });
            return Results.NoContent();
        }).Needs(Permission.Administer).AfterFreshProof().WithSummary("Take away somebody's lost authenticator; their sessions end").Produces(204).WithTags("Access");
    }

    private static async Task<IResult> Enter(SecondFactorRequest request, HttpContext http, Sessions sessions, SecondFactor factors, Entrance entrance, IStore store)
    {
        if (await Pending(http, sessions, request.Token) is not { } pending)
        {
            return new ProblemResult(Over());
        }

        var enrolling = await store.Read(pending.Tenant, reader => factors.Need(reader, pending.Staff)) == SecondFactorNeed.Enrolment;
        IReadOnlyList<string>? codes = null;
        if (enrolling)
        {
            var confirmed = await factors.Confirm(pending.Tenant, pending.Staff.Id, request.Code);
            if (confirmed.Problem is { } problem)
            {
                return new ProblemResult(problem);
            }

            codes = confirmed.Value.Codes;
        }
        else if (await factors.Check(pending.Tenant, pending.Staff.Id, request.Code) is { } problem)
        {
            return new ProblemResult(problem);
        }

        // A new token: what was known before the second factor opens nothing after it.
        var entered = await entrance.Open(pending.Tenant, pending.Staff, new SessionStart(pending.Method, http.Request.Headers.UserAgent.ToString()), strong: true,
            also: transaction => transaction.Execute(StaffStore.Sql["EndSession"], new { tokenHash = Secrets.Hash(TokenOf(http, request.Token)!) }));
        entered.SetCookies(http);
        return Results.Json(new SecondFactorEntered(entered.Session!, codes), Json.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> SavePolicy(SecondFactorPolicy policy, HttpContext http, IStore store, TenantStore tenants, AuditTrail audit)
    {
        var check = new Validation().Must(policy.RequiredRoles is not null && policy.RequiredRoles.All(Roles.All.Contains), "/requiredRoles", $"Each one of: {string.Join(", ", Roles.All)}.");
        if (check.Failed)
        {
            return new ProblemResult(check.Problem);
        }

        await store.Write(http.Caller().Tenant, async transaction =>
        {
            await tenants.SaveSetting(transaction, SecondFactor.PolicyKey, policy);
            await audit.Write(transaction, http.Caller(), "access.second-factor-policy-saved", "setting:second-factor", policy);
        });
        return Results.Json(policy, Json.Options);
    }

    private static Problem Over() => new(401, "sign-in-over", "This sign-in has ended. Begin again with address and password.");

    private static string? TokenOf(HttpContext http, string? given) => given ?? http.Request.Cookies[Authentication.PendingCookie];

    private static Task<(Patella.Platform.Identifiers.TenantId Tenant, Staff Staff, string Method)?> Pending(HttpContext http, Sessions sessions, string? token) => sessions.FindPending(TokenOf(http, token));
}
