using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Timers;

namespace Patella.Service.Standards;

public static class StandardsModule
{
    public static IServiceCollection AddStandards(this IServiceCollection services)
    {
        services.AddSingleton<StandardBooks>();
        services.AddSingleton<StandardSettings>();
        services.AddSingleton<Escalation>();
        services.AddSingleton<ClockEntries>();
        services.AddSingleton<ServiceClocks>();
        services.AddSingleton<ITimerHandler, ClockTimers>();
        return services;
    }
}
