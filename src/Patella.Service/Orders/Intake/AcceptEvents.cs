using Microsoft.AspNetCore.Http;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Orders.Intake;

/// <summary>
/// POST /events: one CloudEvent or an array of up to 1,000. Open to callers with the right to send events and to senders that sign their calls.
/// All or nothing: one malformed event refuses the call, and nothing is changed.
/// </summary>
internal static class AcceptEvents
{
    public const int MostBytes = 1_048_576;

    public static async Task<IResult> Handle(HttpContext http, IStore store, EventIntake intake, EventSources sources)
    {
        var body = await RequestBody.Read(http, MostBytes);
        if (body.Problem is not null)
        {
            return body.ToResult();
        }

        var tenant = await TenantOf(http, sources, body.Value);
        if (tenant.Problem is not null)
        {
            return tenant.ToResult();
        }

        var events = Envelope.ReadCall(body.Value);
        if (events.Problem is not null)
        {
            return events.ToResult();
        }

        var result = await store.Write(tenant.Value, transaction => intake.Accept(transaction, events.Value), cancellation: http.RequestAborted);
        return Results.Json(result, Json.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<Outcome<TenantId>> TenantOf(HttpContext http, EventSources sources, byte[] body)
    {
        if (http.FindCaller() is { } caller)
        {
            return caller.Has(Permission.SendEvents) ? caller.Tenant : Problem.Forbidden();
        }

        return await sources.Check(http.Request.Headers, body);
    }
}
