using System.Text.Json;
using Patella.Simulator.Api;

namespace Patella.Simulator.Retail;

/// <summary>One customer at the public API: their orders, previews, consents and actions.</summary>
public sealed class RetailDesk(PatellaConnection connection, string token, IReadOnlyDictionary<string, string> orders, TimeProvider machine)
{
    private static readonly HashSet<string> Ended = ["done", "refused", "declined"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Signs a customer in by the marketplace's word and reads what they ordered.</summary>
    public static async Task<RetailDesk> Open(PatellaConnection connection, RetailDoor door, string customer, TimeProvider machine, CancellationToken cancellation)
    {
        var word = MarketplaceToken.Sign(door.Tenant, door.ConsumerKeyId, door.ConsumerSecret, customer, null, "en", machine.GetUtcNow(), TimeSpan.FromHours(1));
        var token = (await connection.RequireAsync(HttpMethod.Post, "/api/v1/visitor-sessions", null, new { tenant = door.Tenant, token = word }, cancellation)).As<VisitorSession>().Token;
        var mine = await connection.RequireAsync(HttpMethod.Get, "/api/v1/me/orders?limit=100", token, null, cancellation);
        return new RetailDesk(connection, token, mine.As<ItemPage<OrderCardState>>().Items.ToDictionary(order => order.Number, order => order.Id), machine);
    }

    /// <summary>The order's id; null when it is not theirs.</summary>
    public string? OrderOf(RetailCall call) => orders.GetValueOrDefault(call.Order);

    public Task<ApiAnswer> Preview(RetailCall call, CancellationToken cancellation)
    {
        var (kind, arguments) = RetailActions.Of(call);
        return connection.SendAsync(HttpMethod.Post, $"/api/v1/orders/{OrderOf(call)}/previews", token, new { kind, arguments }, cancellation);
    }

    /// <summary>The customer says yes to what a preview shows; its id.</summary>
    public async Task<string> Consent(ApiAnswer preview, CancellationToken cancellation)
    {
        var shown = preview.Body.GetProperty("id").GetString()!;
        if (preview.Body.GetProperty("consent").GetProperty("required").GetBoolean())
        {
            await connection.RequireAsync(HttpMethod.Post, $"/api/v1/previews/{shown}/consents", token, new { hash = preview.Body.GetProperty("hash").GetString() }, cancellation);
        }

        return shown;
    }

    /// <param name="by">Another's token; null for nobody's; the customer's own by default.</param>
    public Task<ApiAnswer> Act(string id, RetailCall call, string? preview, CancellationToken cancellation, string? by = "", string? order = null)
    {
        var (kind, arguments) = RetailActions.Of(call);
        return connection.SendAsync(HttpMethod.Post, $"/api/v1/orders/{order ?? OrderOf(call)}/actions?wait=10", by == "" ? token : by, new { id, kind, arguments, preview }, cancellation);
    }

    /// <summary>What became of an action that was taken: null when it is done, or why not.</summary>
    /// <exception cref="ApiFailureException">It did not end in time.</exception>
    public async Task<(string? Refusal, string? Detail)> Outcome(JsonElement action, CancellationToken cancellation)
    {
        var (id, started) = (TextOf(action, "id")!, machine.GetTimestamp());
        while (!Ended.Contains(TextOf(action, "state") ?? ""))
        {
            if (machine.GetElapsedTime(started) > Patience || TextOf(action, "state") == "waiting-approval")
            {
                throw new ApiFailureException("action not ended", action.ToString());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), machine, cancellation);
            action = (await connection.RequireAsync(HttpMethod.Get, $"/api/v1/actions/{id}", token, null, cancellation)).Body;
        }

        return TextOf(action, "state") == "done" ? (null, null) : (TextOf(action, "code") ?? TextOf(action, "state"), TextOf(action, "detail"));
    }

    /// <summary>Why a call was refused; null when it was not.</summary>
    public static (string? Refusal, string? Detail)? Refused(ApiAnswer answer)
        => answer.IsSuccess ? null : (int)answer.Status < 500 ? (answer.Code, TextOf(answer.Body, "detail")) : throw new ApiFailureException($"actions {answer.Code}", answer.Body.ToString());

    internal static string? TextOf(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
