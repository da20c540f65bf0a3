using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;

namespace Patella.Service.Bots;

public static class BotsModule
{
    public static IServiceCollection AddBots(this IServiceCollection services)
    {
        services.AddSingleton<FirstBot>();
        services.AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<FirstBot>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
        return services;
    }
}
