using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Patella.Service.Edge.Live;

public static class LiveModule
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveChannel>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveChannel>());
        return services;
    }

    public static void MapLive(this IEndpointRouteBuilder api)
        => api.Map("/live", (HttpContext http, LiveChannel live) => live.Serve(http)).OpenToAll().ExcludeFromDescription();
}
