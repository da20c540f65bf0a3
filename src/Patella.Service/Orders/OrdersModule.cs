using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Orders.Imports;
using Patella.Service.Orders.Intake;
using Patella.Service.Orders.Reading;
using Patella.Service.Parties;
using Patella.Service.Parties.Privacy;
using Patella.Service.Remedies.Reading;

namespace Patella.Service.Orders;

public static class OrdersModule
{
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddSingleton<OrderMirror>()
        .AddSingleton<IPersonCount>(provider => provider.GetRequiredService<OrderMirror>())
        .AddSingleton<IPersonData, OrderData>()
        .AddSingleton<OrderCards>()
        .AddSingleton<OrderAccess>()
        .AddSingleton<Goods>()
        .AddSingleton(provider => new MarketplaceWords(provider.GetRequiredService<EventIntake>()))
        .AddSingleton<OrderSearch>()
        .AddSingleton<PersonIntake>()
        .AddSingleton<ProductIntake>()
        .AddSingleton<OrderIntake>()
        .AddSingleton<TimelineWriter>()
        .AddSingleton<EventIntake>()
        .AddSingleton<EventSources>()
        .AddSingleton<ImportReader>()
        .AddSingleton<ImportOrders>()
        .AddSingleton<OrderIndexer>()
        .AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<OrderIndexer>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));

    public static IEndpointRouteBuilder MapOrders(this IEndpointRouteBuilder routes)
    {
        MapIntake(routes);
        MapImports(routes);
        MapConsumer(routes);
        MapStaff(routes);
        return routes;
    }

    private static void MapIntake(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/events", AcceptEvents.Handle).OpenToAll()
            .WithName("sendEvents").WithTags("Events").WithSummary("Takes one event or up to 1,000: with an API key of scope events, or signed as in Standard Webhooks.")
            .Accepts<object>("application/cloudevents+json", "application/cloudevents-batch+json", "application/json")
            .Produces<IntakeResult>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        routes.MapGet("/event-sources", async (HttpContext http, EventSources sources) => Results.Json(new Page<EventSource>(await sources.List(http.Caller())), Json.Options))
            .Needs(Permission.Administer).WithName("listEventSources").WithTags("Events").WithSummary("Senders that sign their calls.").Produces<Page<EventSource>>();
        routes.MapPost("/event-sources", async (HttpContext http, EventSources sources, NewEventSource source) => (await sources.Add(http.Caller(), source)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Administer).WithName("addEventSource").WithTags("Events").WithSummary("Makes a sender; its secret is shown this once.").Produces<EventSource>(StatusCodes.Status201Created);
        routes.MapDelete("/event-sources/{id}", async (HttpContext http, EventSources sources, string id) =>
        {
            await sources.Revoke(http.Caller(), id);
            return Results.NoContent();
        }).Needs(Permission.Administer).WithName("revokeEventSource").WithTags("Events").WithSummary("A sender's signatures count no longer.").Produces(StatusCodes.Status204NoContent);
    }

    private static void MapImports(IEndpointRouteBuilder routes)
    {
        const Permission Importers = Permission.Import | Permission.Administer;
        routes.MapPost("/imports/previews", async (HttpContext http, ImportOrders imports) => (await imports.WithRequest(http, request => Task.FromResult(imports.Preview(request, http.Language())))).ToResult())
            .Needs(Importers).WithName("previewImport").WithTags("Events").WithSummary("What a file of orders (CSV or JSON lines) would become; changes nothing.")
            .Accepts<ImportRequest>("application/json", "text/csv", "application/x-ndjson").Produces<ImportPreview>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPost("/imports", async (HttpContext http, ImportOrders imports) => (await imports.WithRequest(http, request => imports.Load(http.Caller(), request))).ToResult(StatusCodes.Status201Created))
            .Needs(Importers).WithName("importOrders").WithTags("Events").WithSummary("Loads a file of orders, all or nothing; errors name line and field.")
            .Accepts<ImportRequest>("application/json", "text/csv", "application/x-ndjson").Produces<ImportResult>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static void MapConsumer(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me/orders", ReadOrders.OfMe).Needs(Permission.Consume)
            .WithName("readMyOrders").WithTags("Orders").WithSummary("The consumer's own orders, newest first.").Produces<Page<OrderCard>>();
        routes.MapGet("/me/questions", ReadQuestions.Handle).Needs(Permission.Consume)
            .WithName("readMyQuestions").WithTags("Orders").WithSummary("What the consumer probably wants to ask.").Produces<Page<Question>>();
    }

    private static void MapStaff(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/orders", ReadOrders.All).Needs(PartiesModule.Lookers | Permission.RunShop)
            .WithName("listOrders").WithTags("Orders").WithSummary("Orders, newest first; a shop's people see their own.")
            .Produces<Page<OrderCard>>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/orders/{id}", FindOrder.Handle).Needs(PartiesModule.Lookers | Permission.RunShop | Permission.Consume)
            .WithName("findOrder").WithTags("Orders").WithSummary("An order by id or number, with everything the caller may see of it.")
            .Produces<OrderDetail>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/orders/{id}/timeline", ReadOrderTimeline.Handle).Needs(PartiesModule.Lookers)
            .WithName("readOrderTimeline").WithTags("Orders").WithSummary("Everything of an order over all units, newest first.")
            .Produces<Page<TimelineItem>>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/orders/{id}/remedies", ReadRemedies.OfOrder).Needs(PartiesModule.Lookers | Permission.RunShop | Permission.Consume)
            .WithName("readOrderRemedies").WithTags("Remedies").WithSummary("What was given for an order and what was paid for its changes, as the caller may see it.")
            .Produces<Page<RemedyView>>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/shop/accounts", ReadShopAccounts.List).Needs(Permission.RunShop).WithSummary("The shop's own settlement and deposit").WithTags("Orders").Produces<Page<ShopAccountView>>();
        routes.MapGet("/shop/accounts/{id}/statement", ReadShopAccounts.Statement).Needs(Permission.RunShop)
            .WithSummary("What happened on one of the shop's own accounts up to a seal; without 'seal' since the newest; format=csv for a table").WithTags("Orders").Produces<ShopStatementView>().ProducesProblem(404);
        routes.MapGet("/shop/remedies", ReadRemedies.OfShop).Needs(Permission.RunShop)
            .WithName("readShopRemedies").WithTags("Remedies").WithSummary("What was refunded out of a shop's own orders and why, newest first.").Produces<Page<RemedyView>>();
        routes.MapGet("/consumers/{id}/orders", ReadOrders.OfConsumer).Needs(PartiesModule.Lookers)
            .WithName("readConsumerOrders").WithTags("Consumers").WithSummary("A consumer's orders, newest first.")
            .Produces<Page<OrderCard>>().ProducesProblem(StatusCodes.Status404NotFound);
    }
}
