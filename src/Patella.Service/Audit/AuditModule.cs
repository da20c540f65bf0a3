using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Audit;

public static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<AuditTrail>();

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit", ReadAudit.Handle).Needs(Permission.Administer | Permission.ReadAudit)
            .WithName("readAudit").WithTags("Audit").WithSummary("Who did what to which, newest first; as CSV with Accept: text/csv.")
            .Produces<Page<AuditItem>>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/audit/check", async (HttpContext http, IStore store) => Results.Json(await store.Read(http.Caller().Tenant, AuditChain.Verify, http.RequestAborted), Json.Options))
            .Needs(Permission.Administer | Permission.ReadAudit)
            .WithName("checkAudit").WithTags("Audit").WithSummary("Whether every entry of the trail is there and as it was written.")
            .Produces<AuditCheck>();
        return routes;
    }
}
