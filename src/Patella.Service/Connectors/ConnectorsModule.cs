using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Inbox;
using Patella.Service.Connectors.Mail.Outbox;
using Patella.Service.Connectors.Push;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Parties.Privacy;
using Patella.Service.Tenants;

namespace Patella.Service.Connectors;

public static class ConnectorsModule
{
    public static IServiceCollection AddConnectors(this IServiceCollection services) => services
        .AddSingleton<TenantSecret>()
        .AddSingleton<MailStore>()
        .AddSingleton<OutgoingMails>()
        .AddSingleton<MailboxSecrets>()
        .AddSingleton<MailboxSettings>()
        .AddSingleton<MailDesk>()
        .AddSingleton<MailFileKeeper>()
        .AddSingleton<MailIntake>()
        .AddSingleton<MailPost>()
        .AddSingleton<InboxSeams>()
        .AddSingleton<OutboxSeams>()
        .AddSingleton<ITenantWorker, MailboxWorker>()
        .AddSingleton<EgressPolicy>()
        .AddSingleton<SignedCalls>()
        .AddSingleton<WebhookSender>()
        .AddSingleton<WebhookSettings>()
        .AddSingleton<WebhookSeams>()
        .AddSingleton<IPersonData, MailData>()
        .AddSingleton<ISettingsSection, MailboxSection>()
        .AddSingleton<ISettingsSection, WebhookSection>()
        .AddSingleton<PushNotices>()
        .AddSingleton<PushSender>()
        .AddSingleton<PushSettings>()
        .AddSingleton<PushSeams>()
        .AddSingleton<IPersonData, PushData>()
        .AddSingleton<ISettingsSection>(provider => provider.GetRequiredService<PushSettings>())
        .AddSingleton<ITenantWorker, PushWorker>()
        .AddSingleton<ITenantWorker, OutboxWorker>()
        .AddSingleton<ITenantWorker, WebhookWorker>();

    public static void MapConnectors(this IEndpointRouteBuilder api)
    {
        MapMailboxes(api);
        MapMails(api);
        MapWebhooks(api);
        MapPush(api);
    }

    private static void MapPush(IEndpointRouteBuilder api)
    {
        api.MapGet("/push-settings", async (HttpContext http, PushSettings settings) => Results.Json(await settings.Read(http.Caller()), Json.Options))
            .Needs(Permission.Administer).WithName("readPushSettings").WithTags("Push").WithSummary("Whether consumers may be told on their devices, and how many are").Produces<PushSettingsView>();
        api.MapPut("/push-settings", async (HttpContext http, PushSettings settings, PushSettingsRequest request) => (await settings.Change(http.Caller(), request)).ToResult())
            .Needs(Permission.Administer).WithName("changePushSettings").WithTags("Push").WithSummary("Offer consumers to be told on their devices, or no longer").Produces<PushSettingsView>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/me/push", async (HttpContext http, PushSettings settings) => Results.Json(await settings.Offer(http.Caller()), Json.Options))
            .Needs(Permission.Consume).WithName("readPushOffer").WithTags("Push").WithSummary("Whether this shop notifies devices, and the key for it (RFC 8292)").Produces<PushOffer>();
        api.MapPost("/me/push-subscriptions", async (HttpContext http, PushSettings settings, PushSubscriptionRequest request) => (await settings.Subscribe(http.Caller(), request)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Consume).WithName("subscribePush").WithTags("Push").WithSummary("Tell me on this browser when an answer waits; the same browser again is the same subscription")
            .Produces<PushSubscriptionView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapDelete("/me/push-subscriptions/{id}", async (HttpContext http, PushSettings settings, string id) =>
        {
            await settings.Unsubscribe(http.Caller(), id);
            return Results.NoContent();
        }).Needs(Permission.Consume).WithName("unsubscribePush").WithTags("Push").WithSummary("No longer tell me on that browser").Produces(StatusCodes.Status204NoContent);
    }

    private static void MapMailboxes(IEndpointRouteBuilder api)
    {
        api.MapGet("/mailboxes", async (HttpContext http, MailboxSettings settings) => Results.Json(new Page<MailboxView>(await settings.List(http.Caller())), Json.Options))
            .Needs(Permission.Administer).WithName("listMailboxes").WithTags("Connectors").WithSummary("Mailboxes and how they are, without their passwords").Produces<Page<MailboxView>>();
        api.MapPost("/mailboxes", async (HttpContext http, MailboxSettings settings, MailboxRequest request) => (await settings.Save(http.Caller(), request)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Administer).WithName("saveMailbox").WithTags("Connectors").WithSummary("Create or change a mailbox by its id; without a password the known one stays")
            .Produces<MailboxView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapDelete("/mailboxes/{id}", async (HttpContext http, MailboxSettings settings, string id) => await settings.Delete(http.Caller(), id) ? Results.NoContent() : new ProblemResult(Problem.NotFound("The mailbox")))
            .Needs(Permission.Administer).WithName("deleteMailbox").WithTags("Connectors").WithSummary("Delete a mailbox here; nothing changes on its server, and its mails stay").Produces(StatusCodes.Status204NoContent);
        api.MapPost("/mailboxes/{id}/tests", async (HttpContext http, MailboxSettings settings, string id) => (await settings.Test(http.Caller(), id, http.RequestAborted)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Administer).WithName("testMailbox").WithTags("Connectors").WithSummary("Sign in to both servers and open the folder; sends nothing")
            .Produces<MailboxTest>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static void MapMails(IEndpointRouteBuilder api)
    {
        api.MapGet("/mails", async (HttpContext http, MailDesk desk, string? state, string? kind, string? after, int? limit) => (await desk.List(http.Caller(), state, kind, after, limit)).ToResult())
            .Needs(Permission.Administer).WithName("listMails").WithTags("Connectors").WithSummary("Mails that came in, newest first; state=quarantined are those that could not be read")
            .Produces<Page<MailView>>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/mails/{id}/raw", async (HttpContext http, MailDesk desk, string id) =>
        {
            if (await desk.Raw(http.Caller(), id) is not { } raw)
            {
                return new ProblemResult(Problem.NotFound("The mail"));
            }

            http.Response.Headers["Content-Security-Policy"] = "sandbox; default-src 'none'";
            return Results.Stream(raw, "application/octet-stream", id + ".eml");
        }).Needs(Permission.Administer).WithName("readRawMail").WithTags("Connectors").WithSummary("A mail as it came, byte for byte, as a file").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/mails/{id}/replays", async (HttpContext http, MailDesk desk, string id, ReplayRequest? request) => (await desk.Replay(http.Caller(), id, request?.AsMessage == true)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Administer).WithName("replayMail").WithTags("Connectors").WithSummary("Read a mail again that was set aside; with asMessage it counts as a person's message")
            .Produces<MailView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/outgoing-mails", async (HttpContext http, MailDesk desk, string? state, string? after, int? limit) => (await desk.ListOutgoing(http.Caller(), state, after, limit)).ToResult())
            .Needs(Permission.Administer).WithName("listOutgoingMails").WithTags("Connectors").WithSummary("Mails on their way out, newest first")
            .Produces<Page<OutgoingMailView>>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapPost("/outgoing-mails/{id}/resends", async (HttpContext http, MailDesk desk, string id) => (await desk.Resend(http.Caller(), id)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Administer).WithName("resendMail").WithTags("Connectors").WithSummary("Send again what failed, bounced or is in doubt, under the same Message-ID")
            .Produces<OutgoingMailView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static void MapWebhooks(IEndpointRouteBuilder api)
    {
        api.MapGet("/webhook-event-types", () => Results.Json(new Page<string>(WebhookSettings.KnownKinds), Json.Options))
            .Needs(Permission.Administer).WithName("listWebhookEventTypes").WithTags("Webhooks").WithSummary("Kinds of events that webhooks can ask for; more may be added").Produces<Page<string>>();
        api.MapGet("/webhooks", async (HttpContext http, WebhookSettings settings) => Results.Json(new Page<WebhookView>(await settings.List(http.Caller())), Json.Options))
            .Needs(Permission.Administer).WithName("listWebhooks").WithTags("Webhooks").WithSummary("Webhooks, without their secrets").Produces<Page<WebhookView>>();
        api.MapPost("/webhooks", async (HttpContext http, WebhookSettings settings, WebhookRequest request) => (await settings.Save(http.Caller(), request)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Administer).WithName("saveWebhook").WithTags("Webhooks").WithSummary("Create or change a webhook by its id; a new one's secret is shown this once")
            .Produces<SavedWebhook>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapDelete("/webhooks/{id}", async (HttpContext http, WebhookSettings settings, string id) => await settings.Delete(http.Caller(), id) ? Results.NoContent() : new ProblemResult(Problem.NotFound("The webhook")))
            .Needs(Permission.Administer).WithName("deleteWebhook").WithTags("Webhooks").WithSummary("Delete a webhook with its log").Produces(StatusCodes.Status204NoContent);
        api.MapPost("/webhooks/{id}/secrets", async (HttpContext http, WebhookSettings settings, string id) => (await settings.Rotate(http.Caller(), id)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Administer).WithName("changeWebhookSecret").WithTags("Webhooks").WithSummary("Make a new secret; for a day requests are signed with both")
            .Produces<SavedWebhook>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/webhooks/{id}/pings", async (HttpContext http, WebhookSettings settings, string id) => (await settings.Ping(http.Caller(), id, http.RequestAborted)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Administer).WithName("pingWebhook").WithTags("Webhooks").WithSummary("Send a test event now and see what is answered")
            .Produces<WebhookDeliveryDetail>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/webhooks/{id}/deliveries", async (HttpContext http, WebhookSettings settings, string id, string? state, string? after, int? limit) => (await settings.Deliveries(http.Caller(), id, state, after, limit)).ToResult())
            .Needs(Permission.Administer).WithName("listWebhookDeliveries").WithTags("Webhooks").WithSummary("What was sent to a webhook, newest first, for 30 days")
            .Produces<Page<WebhookDeliveryView>>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/webhook-deliveries/{id}", async (HttpContext http, WebhookSettings settings, string id) => (await settings.Find(http.Caller(), id)).ToResult())
            .Needs(Permission.Administer).WithName("findWebhookDelivery").WithTags("Webhooks").WithSummary("One delivery with its body and every try").Produces<WebhookDeliveryDetail>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/webhook-deliveries/{id}/redeliveries", async (HttpContext http, WebhookSettings settings, string id) => (await settings.Redeliver(http.Caller(), id)).ToResult(StatusCodes.Status201Created))
            .Needs(Permission.Administer).WithName("redeliverWebhook").WithTags("Webhooks").WithSummary("Send an event once more under the id it had")
            .Produces<WebhookDeliveryView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status404NotFound);
    }
}
