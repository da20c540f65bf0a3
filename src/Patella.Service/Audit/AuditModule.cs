using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Service.Edge;

namespace Patella.Service.Audit;

public static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<AuditTrail>();

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit", ReadAudit.Handle).Needs(Permission.Administer)
            .WithName("readAudit").WithTags("Audit").WithSummary("Who did what to which, newest first.")
            .Produces<Page<AuditItem>>().ProducesProblem(StatusCodes.Status400BadRequest);
        return routes;
    }
}
