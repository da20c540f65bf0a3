using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Actions.Policy;
using Patella.Service.Policies;
using Patella.Service.Tenants;
using Patella.Tests.Service;

namespace Patella.Tests.Policies;

/// <summary>Policies on an empty store, with the kinds of actions registered.</summary>
internal static class PolicyWorld
{
    public static Task<ServiceWorld> Create(StoreKind kind) => ServiceWorld.Create(kind, services =>
    {
        services.AddSingleton<TenantStore>().AddSingleton<StaffStore>().AddPolicies();
        foreach (var policy in ActionPolicies.All())
        {
            services.AddSingleton(policy);
        }
    }, "Tenants", "Access", "Policies");

    /// <summary>Facts of a refund by a person of the staff.</summary>
    public static FactSet Refund(long value, long? limit = null, string reason = "broken", decimal hours = 20)
        => FactSet.Read($$$"""
           {"action":{"kind":"refund","reason":"{{{reason}}}","value":{{{value}}},"toConsumer":{{{value}}},"fromConsumer":0,"currency":"CNY","items":null,"itemCount":null,"newItemCount":null,"instrument":null,"address":null},
            "order":{"number":"N1","stage":"delivered","attributes":{},"merchant":"shop-1","unit":"market","category":"mugs","total":6000,"currency":"CNY","paid":6000,"leftToGiveBack":6000,"hoursSincePlaced":{{{hours}}},"hoursSinceDelivered":null,"instruments":[],"done":[],"lines":[]},
            "consumer":{"id":"p1","tier":null,"authenticated":null,"isOwner":false},"caller":{"kind":"staff","grade":"standard"},"tenant":{"limit":{{{limit?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}}} },
            "time":{"now":{"@":"2026-11-11T08:00:00Z"},"hour":16,"weekday":"Wednesday"}}
           """);

    public static PolicyQuestion Question(this ServiceWorld world, FactSet facts, string subject = "action:a1", string policy = "refund", string share = "case-1", string? category = null)
        => new(policy, subject, share, facts, world.Now, category, "p1");
}
