using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Migrations;
using Patella.Service.Access;
using Patella.Service.Actions;
using Patella.Service.Andon;
using Patella.Service.Audit;
using Patella.Service.Automations;
using Patella.Service.Bots;
using Patella.Service.Connectors;
using Patella.Service.Cases;
using Patella.Service.Conversations;
using Patella.Service.Dispatch;
using Patella.Service.Edge.Live;
using Patella.Service.Files;
using Patella.Service.Improvements;
using Patella.Service.Incidents;
using Patella.Service.Knowledge;
using Patella.Service.Ledger;
using Patella.Service.Listening;
using Patella.Service.Merchants;
using Patella.Service.Notifications;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Policies;
using Patella.Service.Remedies;
using Patella.Service.Reports;
using Patella.Service.Scorecards;
using Patella.Service.Search;
using Patella.Service.Settings;
using Patella.Service.Standards;
using Patella.Service.Surveys;
using Patella.Service.Systems;
using Patella.Service.Tenants;
using Patella.Service.Voices;
using Patella.Service.Voices.Understanding;

namespace Patella.Service;

/// <summary>All capabilities in their declared order.</summary>
public static class ServiceModule
{
    /// <summary>Adds the migrations of every capability that has some, in the declared order.</summary>
    public static void AddMigrations(MigrationSet migrations)
    {
        foreach (var capability in Capabilities.Order)
        {
            migrations.Add(typeof(ServiceModule).Assembly, capability);
        }
    }

    public static IServiceCollection AddCapabilities(this IServiceCollection services)
    {
        services.AddSingleton<TenantWork>();
        services.AddSingleton<ITenantStart>(provider => provider.GetRequiredService<TenantWork>());
        services.AddHostedService(provider => provider.GetRequiredService<TenantWork>());
        return services
            .AddTenants()
            .AddAccess()
            .AddAudit()
            .AddFiles()
            .AddParties()
            .AddPrivacy()
            .AddStandards()
            .AddConnectors()
            .AddNotifications()
            .AddSearch()
            .AddLedger()
            .AddRemedies()
            .AddOrders()
            .AddPolicies()
            .AddActions()
            .AddKnowledge()
            .AddConversations()
            .AddDispatch()
            .AddBots()
            .AddCases()
            .AddVoices()
            .AddIncidents()
            .AddSystems()
            .AddAndon()
            .AddImprovements()
            .AddMerchants()
            .AddScorecards()
            .AddListening()
            .AddAutomations()
            .AddSurveys()
            .AddReports()
            .AddSettings()
            .AddLive();
    }

    /// <summary>Maps every capability's endpoints below /api/v1.</summary>
    public static void MapCapabilities(this IEndpointRouteBuilder api)
    {
        api.MapTenants();
        api.MapAccess();
        api.MapAudit();
        api.MapFiles();
        api.MapParties();
        api.MapStandards();
        api.MapConnectors();
        api.MapNotifications();
        api.MapSearch();
        api.MapLedger();
        api.MapRemedies();
        api.MapOrders();
        api.MapPolicies();
        api.MapActions();
        api.MapKnowledge();
        api.MapConversations();
        api.MapDispatch();
        api.MapCases();
        api.MapVoices();
        api.MapUnderstanding();
        api.MapIncidents();
        api.MapSystems();
        api.MapAndon();
        api.MapImprovements();
        api.MapMerchants();
        api.MapScorecards();
        api.MapListening();
        api.MapAutomations();
        api.MapSurveys();
        api.MapReports();
        api.MapSettings();
        api.MapLive();
    }
}
