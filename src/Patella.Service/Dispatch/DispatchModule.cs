using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Timers;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Edge.Live;

namespace Patella.Service.Dispatch;

/// <summary>POST /offers/{id}/acceptances; the conversation makes the same acceptance, sent again, find its answer.</summary>
public sealed record AcceptanceRequest(string? Conversation);

public static class DispatchModule
{
    public static IServiceCollection AddDispatch(this IServiceCollection services)
    {
        services.AddSingleton<DispatchSeams>();
        services.AddSingleton<DispatchDesk>();
        services.AddSingleton<IQueuePlaces>(provider => provider.GetRequiredService<DispatchDesk>());
        services.AddSingleton<InboxFeeds>();
        services.AddSingleton<ILiveTopic>(provider => provider.GetRequiredService<InboxFeeds>());
        services.AddHostedService<PresenceBeats>();
        services.AddSingleton<ITenantWorker, DispatchWorker>();
        services.AddSingleton<Lending>();
        services.AddSingleton<ITimerHandler, LoanTimers>();
        return services;
    }

    public static void MapDispatch(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inbox", async (HttpContext http, DispatchDesk desk) => Results.Json(await desk.Inbox(http.Caller()), Json.Options))
            .Needs(Permission.Serve).WithSummary("What I have in hand").Produces<InboxView>().WithTags("Dispatch");
        api.MapPut("/presence", async (PresenceRequest request, HttpContext http, DispatchDesk desk) => (await desk.SetPresence(http.Caller(), request)).ToResult())
            .Needs(Permission.Serve).WithSummary("Take contacts, or not").Produces<PresenceView>().WithTags("Dispatch");
        api.MapPost("/offers/{id}/acceptances", async (string id, AcceptanceRequest? request, HttpContext http, DispatchDesk desk) => (await desk.Accept(http.Caller(), id, request?.Conversation)).ToResult(201))
            .Needs(Permission.Serve).WithSummary("Take an offered contact").Produces<ConversationView>(201).WithTags("Dispatch");
        api.MapPost("/offers/{id}/refusals", async (string id, RefusalRequest? request, HttpContext http, DispatchDesk desk) => (await desk.Refuse(http.Caller(), id)).ToResult(201))
            .Needs(Permission.Serve).WithSummary("Leave an offered contact to somebody else").Produces<bool>(201).WithTags("Dispatch");
        api.MapGet("/loans", async (HttpContext http, Lending lending) => Results.Json(await lending.List(http.Caller()), Json.Options))
            .Needs(Permission.Supervise | Permission.Observe).WithSummary("Who helps out in which unit, and until when").Produces<Page<LoanView>>().WithTags("Dispatch");
        api.MapPost("/loans", async (LoanRequest request, HttpContext http, Lending lending) => (await lending.Lend(http.Caller(), request)).ToResult(201))
            .Needs(Permission.Supervise).WithSummary("Let people help out in another unit for a while; dispatch offers them its contacts at once").Produces<LoanView>(201).ProducesProblem(400).ProducesProblem(409).WithTags("Dispatch");
        api.MapDelete("/loans/{id}", async (string id, HttpContext http, Lending lending) => await lending.End(http.Caller(), id) ? Results.NoContent() : new ProblemResult(Problem.NotFound("The loan")))
            .Needs(Permission.Supervise).WithSummary("Call people back before their time").Produces(204).ProducesProblem(404).WithTags("Dispatch");
    }
}

/// <summary>One pool a tenant.</summary>
internal sealed class DispatchWorker(DispatchSeams seams, ILogger<DispatchOwner> logger) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (DispatchOwner.Partition(tenant), new DispatchOwner(tenant, seams, logger));
}
