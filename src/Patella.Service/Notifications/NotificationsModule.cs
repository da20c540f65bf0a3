using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timers;
using Patella.Service.Edge;

namespace Patella.Service.Notifications;

public static class NotificationsModule
{
    public static IServiceCollection AddNotifications(this IServiceCollection services) => services
        .AddSingleton<SignedLinks>()
        .AddSingleton<MutedPersons>()
        .AddSingleton<AwayReminders>()
        .AddSingleton<Reminders>()
        .AddSingleton<DeviceLinks>()
        .AddSingleton<ReminderFollower>()
        .AddSingleton<ITimerHandler, ReminderTimer>()
        .AddSingleton<ITenantWorker>(provider => new FollowerWorker(provider.GetRequiredService<ReminderFollower>(), provider.GetRequiredService<IStore>(), provider.GetRequiredService<IBus>()));

    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        api.MapPost("/me/device-links", async (HttpContext http, DeviceLinks links, DeviceLinkRequest? request) => Results.Json(await links.Make(http.Caller(), request?.Unit), Json.Options, statusCode: StatusCodes.Status201Created))
            .Needs(Permission.Consume).WithName("makeDeviceLink").WithTags("Notifications").WithSummary("A link to the help page as the same consumer, where this browser can be asked to show notices")
            .Produces<DeviceLink>(StatusCodes.Status201Created);
        api.MapGet("/reminders/mute", MuteReminders.Show).OpenToAll()
            .WithName("showMute").WithTags("Notifications").WithSummary("The page behind the link out of the reminders; changes nothing").Produces(StatusCodes.Status200OK, contentType: "text/html").Produces(StatusCodes.Status404NotFound, contentType: "text/html");
        api.MapPost("/reminders/mute", MuteReminders.Mute).OpenToAll()
            .WithName("mute").WithTags("Notifications").WithSummary("No more reminders to the person the token stands for (RFC 8058)").Produces(StatusCodes.Status200OK, contentType: "text/html").Produces(StatusCodes.Status404NotFound, contentType: "text/html");
    }
}
