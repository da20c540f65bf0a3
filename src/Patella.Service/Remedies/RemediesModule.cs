using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Parties.Privacy;

namespace Patella.Service.Remedies;

public static class RemediesModule
{
    public static IServiceCollection AddRemedies(this IServiceCollection services) => services
        .AddSingleton<RemedyDesk>()
        .AddSingleton<AdvanceDesk>()
        .AddSingleton<ITimerHandler, RecoveryTimers>()
        .AddSingleton<RemedyOutcomes>()
        .AddSingleton<IPersonData, RemedyData>()
        .AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<RemedyOutcomes>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));
}
