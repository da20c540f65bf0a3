using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Timers;
using Patella.Service.Parties.Privacy;
using Patella.Service.Policies.Backtests;
using Patella.Service.Policies.Life;
using Patella.Service.Policies.Reading;
using Patella.Service.Tenants;

namespace Patella.Service.Policies;

/// <summary>Rules as tables, asked before every write.</summary>
public static class PoliciesModule
{
    /// <summary>Adds the capability; who asks policies registers their kinds.</summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton(provider => new PolicyKinds(provider.GetServices<PolicyKind>())).AddSingleton(provider => new PolicyBook(provider.GetRequiredService<PolicyKinds>()));
        services.AddSingleton(provider => new PolicyGuard(provider.GetRequiredService<PolicyBook>(), provider.GetRequiredService<TenantStore>(), provider.GetRequiredService<IIdentifiers>()));
        services.AddSingleton<PolicyTelling>().AddSingleton<ITimerHandler>(provider => provider.GetRequiredService<PolicyTelling>());
        services.AddSingleton<PolicyViews>().AddSingleton<PolicyDesk>().AddSingleton<PolicyNotices>().AddSingleton<DecisionDoors>().AddSingleton<Trials>();
        services.AddSingleton<Backtest>().AddSingleton<DecisionPacker>().AddSingleton<ITenantWorker, PackerWorker>();
        return services.AddSingleton<ISettingsSection, CustomerFirstSection>().AddSingleton<IPersonData, PolicyData>();
    }

    /// <summary>Maps the doors.</summary>
    public static void MapPolicies(this IEndpointRouteBuilder api) => api.MapPolicyDoors();
}
