using System.Text.Json;
using Patella.Simulator.Api;

namespace Patella.Simulator.Retail;

/// <summary>What became of a call.</summary>
/// <param name="Refusal">Code of the refusal; null when it was done.</param>
public sealed record RetailOutcome(int Index, RetailCall Call, string? Refusal, string? Detail);

/// <summary>The tenant a replay works in, and how its marketplace signs consumers in.</summary>
public sealed record RetailDoor(string Tenant, string ConsumerKeyId, string ConsumerSecret);

/// <summary>Plays a task's calls as the customer, through the public API alone: sign in, preview, consent, action.</summary>
public sealed class RetailReplay(PatellaConnection connection, RetailDoor door, TimeProvider machine)
{
    private static readonly HashSet<string> Ended = ["done", "refused", "declined"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="ApiFailureException">The server failed, or an action did not end in time: nothing that may be expected of a replay.</exception>
    public async Task<IReadOnlyList<RetailOutcome>> Play(RetailTask task, CancellationToken cancellation)
    {
        var token = await SignIn(task.Customer, cancellation);
        var mine = await connection.RequireAsync(HttpMethod.Get, "/api/v1/me/orders?limit=100", token, null, cancellation);
        var orders = mine.As<ItemPage<OrderCardState>>().Items.ToDictionary(order => order.Number, order => order.Id);
        var outcomes = new List<RetailOutcome>();
        foreach (var (index, call) in task.Calls.Index())
        {
            var id = $"{task.Source}-{task.Task}-{index}";
            var (refusal, detail) = orders.TryGetValue(call.Order, out var order) ? await Act(token, id, order, call, cancellation) : ("not-found", "The customer has no such order.");
            outcomes.Add(new RetailOutcome(index, call, refusal, detail));
        }

        return outcomes;
    }

    private async Task<string> SignIn(string customer, CancellationToken cancellation)
    {
        var token = MarketplaceToken.Sign(door.Tenant, door.ConsumerKeyId, door.ConsumerSecret, customer, null, "en", machine.GetUtcNow(), TimeSpan.FromHours(1));
        return (await connection.RequireAsync(HttpMethod.Post, "/api/v1/visitor-sessions", null, new { tenant = door.Tenant, token }, cancellation)).As<VisitorSession>().Token;
    }

    private async Task<(string? Refusal, string? Detail)> Act(string token, string id, string order, RetailCall call, CancellationToken cancellation)
    {
        var (kind, arguments) = RetailActions.Of(call);
        var preview = await connection.SendAsync(HttpMethod.Post, $"/api/v1/orders/{order}/previews", token, new { kind, arguments }, cancellation);
        if (Refused(preview) is { } notShown)
        {
            return notShown;
        }

        var shown = preview.Body.GetProperty("id").GetString()!;
        if (preview.Body.GetProperty("consent").GetProperty("required").GetBoolean())
        {
            await connection.RequireAsync(HttpMethod.Post, $"/api/v1/previews/{shown}/consents", token, new { hash = preview.Body.GetProperty("hash").GetString() }, cancellation);
        }

        var action = await connection.SendAsync(HttpMethod.Post, $"/api/v1/orders/{order}/actions?wait=10", token, new { id, kind, arguments, preview = shown }, cancellation);
        return Refused(action) ?? await Outcome(token, action.Body, cancellation);
    }

    private async Task<(string? Refusal, string? Detail)> Outcome(string token, JsonElement action, CancellationToken cancellation)
    {
        var (id, started) = (TextOf(action, "id")!, machine.GetTimestamp());
        while (!Ended.Contains(TextOf(action, "state") ?? ""))
        {
            if (machine.GetElapsedTime(started) > Patience)
            {
                throw new ApiFailureException("action not ended", action.ToString());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), machine, cancellation);
            action = (await connection.RequireAsync(HttpMethod.Get, $"/api/v1/actions/{id}", token, null, cancellation)).Body;
        }

        return TextOf(action, "state") == "done" ? (null, null) : (TextOf(action, "code") ?? TextOf(action, "state"), TextOf(action, "detail"));
    }

    private static (string? Refusal, string? Detail)? Refused(ApiAnswer answer)
        => answer.IsSuccess ? null : (int)answer.Status < 500 ? (answer.Code, TextOf(answer.Body, "detail")) : throw new ApiFailureException($"actions {answer.Code}", answer.Body.ToString());

    private static string? TextOf(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
