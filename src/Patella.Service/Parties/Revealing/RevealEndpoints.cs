using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Parties.Revealing;

internal static class RevealEndpoints
{
    public static void MapReveals(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/consumers/{id}/reveals", async (string id, RevealRequest request, HttpContext http, Reveals reveals) => (await reveals.Show(http.Caller(), id, request)).ToResult(201))
            .Needs(Permission.Reveal).WithName("revealField").WithTags("Consumers").WithSummary("Show one masked field, with a reason, within the day's quota; audited")
            .Produces<RevealedField>(201).ProducesProblem(404).ProducesProblem(422);
        routes.MapGet("/reveal-policy", async (HttpContext http, IStore store, Reveals reveals) => Results.Json(await store.Read(http.Caller().Tenant, reveals.Policy), Json.Options))
            .Needs(Permission.Administer).WithName("readRevealPolicy").WithTags("Consumers").WithSummary("How many masked fields each grade may see a day").Produces<RevealPolicy>();
        routes.MapPut("/reveal-policy", Save).Needs(Permission.Administer).AfterFreshProof()
            .WithName("saveRevealPolicy").WithTags("Consumers").WithSummary("Say how many masked fields each grade may see a day").Produces<RevealPolicy>();
    }

    private static async Task<IResult> Save(RevealPolicy policy, HttpContext http, IStore store, TenantStore tenants, AuditTrail audit)
    {
        var check = new Validation()
            .Must(policy.QuotaByGrade is not null && policy.QuotaByGrade.All(pair => Grades.All.Contains(pair.Key) && pair.Value is >= 0 and <= 1_000), "/quotaByGrade", "0 to 1,000 for each grade.")
            .Must(policy.OpenAtHand is not null && policy.OpenAtHand.All(kind => kind is IdentityKinds.Phone or IdentityKinds.Email or IdentityKinds.Address), "/openAtHand", "Each phone, email or address.");
        if (check.Failed)
        {
            return new ProblemResult(check.Problem);
        }

        await store.Write(http.Caller().Tenant, async transaction =>
        {
            await tenants.SaveSetting(transaction, RevealPolicy.Key, policy);
            await audit.Write(transaction, http.Caller(), "parties.reveal-policy-saved", "setting:reveal-policy", policy);
        });
        return Results.Json(policy, Json.Options);
    }
}
