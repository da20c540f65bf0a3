using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Ledger.Proposals;
using Patella.Service.Parties.Privacy;
using Patella.Service.Remedies.Reading;

namespace Patella.Service.Remedies;

public static class RemediesModule
{
    public static IServiceCollection AddRemedies(this IServiceCollection services) => services
        .AddSingleton<RemedyDesk>()
        .AddSingleton<RemedyIntake>()
        .AddSingleton<RemedyViews>()
        .AddSingleton<RemedyLists>()
        .AddSingleton<IProposalHandler, ReversalHandler>()
        .AddSingleton<IProposalHandler, WriteOffHandler>()
        .AddSingleton<AdvanceDesk>()
        .AddSingleton<ITimerHandler, RecoveryTimers>()
        .AddSingleton<RemedyOutcomes>()
        .AddSingleton<IPersonData, RemedyData>()
        .AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<RemedyOutcomes>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));

    public static void MapRemedies(this IEndpointRouteBuilder api)
    {
        api.MapDoors();
        api.MapAdvances();
    }
}
