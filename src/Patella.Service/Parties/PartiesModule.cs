using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Service.Edge;
using Patella.Service.Parties.Joining;
using Patella.Service.Parties.Organisations;
using Patella.Service.Parties.Privacy;
using Patella.Service.Parties.Revealing;
using Patella.Service.Tenants;

namespace Patella.Service.Parties;

public static class PartiesModule
{
    /// <summary>Who may look at consumers: those who serve, command or watch; never a shop's or a carrier's people.</summary>
    public const Permission Lookers = Permission.Serve | Permission.Supervise | Permission.Observe;

    public static IServiceCollection AddParties(this IServiceCollection services)
        => services.AddSingleton<PersonStore>().AddSingleton<PersonMerge>().AddSingleton<InstrumentStore>().AddSingleton<OrganisationStore>().AddSingleton<ISettingsSection, CarrierSection>().AddSingleton<JoinPersons>().AddSingleton<Reveals>()
            .AddSingleton<IPersonData, PartyData>().AddSingleton<IPersonData, FileData>();

    /// <summary>What gives out and erases a person's data; apart, since it calls every capability that holds some.</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
        => services.AddSingleton<ErasureList>().AddSingleton<PersonErasure>().AddSingleton<PersonExport>().AddSingleton<PrivacyRequests>()
            .AddHostedService(provider => provider.GetRequiredService<PersonErasure>());

    public static IEndpointRouteBuilder MapParties(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/consumers/{id}", FindConsumer.Handle).Needs(Lookers)
            .WithName("findConsumer").WithTags("Consumers").WithSummary("Who a consumer is; identities are masked.")
            .Produces<ConsumerPage>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/consumers/{id}/timeline", ReadConsumerTimeline.Handle).Needs(Lookers)
            .WithName("readConsumerTimeline").WithTags("Consumers").WithSummary("Everything of a consumer over all units, newest first.")
            .Produces<Page<TimelineItem>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapJoining();
        routes.MapReveals();
        routes.MapPrivacy();
        routes.MapOrganisations();
        return routes;
    }
}
