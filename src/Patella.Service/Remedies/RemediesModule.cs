using Microsoft.Extensions.DependencyInjection;

namespace Patella.Service.Remedies;

public static class RemediesModule
{
    public static IServiceCollection AddRemedies(this IServiceCollection services) => services.AddSingleton<RemedyDesk>();
}
