using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace Patella.Tests.Cluster;

/// <summary>
/// Consumers who change, pay otherwise, cut down and cancel their orders without pause, through whichever process answers: preview, consent, action, each
/// action under an id of its own that is sent again until it is answered.
/// </summary>
internal sealed class ActionWorkers(LiveInstallation installation, ActionShop shop, int processes, int seed)
{
    private readonly ConcurrentDictionary<string, string> _accepted = new();
    private readonly ConcurrentDictionary<string, string> _asked = new();
    private readonly ConcurrentBag<string> _refused = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Order numbers of the actions that were acknowledged, by the action's id.</summary>
    public IReadOnlyDictionary<string, string> Accepted => _accepted;

    /// <summary>Everything that was sent, acknowledged or not.</summary>
    public IReadOnlyDictionary<string, string> Asked => _asked;

    /// <summary>Codes of what was refused at once.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    public Task Begin() => Task.WhenAll(shop.Consumers.Select((consumer, index) => Task.Run(() => Live(consumer, index))));

    public Task End() => _stop.CancelAsync();

    private async Task Live(string consumer, int worker)
    {
        var random = new Random((seed * 100) + worker);
        if (await Send(worker, HttpMethod.Post, "/api/v1/visitor-sessions", null, new { tenant = "acme", token = ActionShop.Token(consumer) }) is not { } session
            || await Send(worker, HttpMethod.Get, "/api/v1/me/orders?limit=100", (string)session["token"]!, null) is not { } orders)
        {
            return;
        }

        foreach (var order in orders["items"]!.AsArray())
        {
            for (var deed = 0; deed < 3 && !_stop.IsCancellationRequested; deed++)
            {
                await Act(worker, random, consumer, (string)session["token"]!, (string)order!["id"]!, (string)order["number"]!, deed);
            }
        }
    }

    private async Task Act(int worker, Random random, string consumer, string token, string order, string number, int deed)
    {
        var (kind, arguments) = Choose(random, consumer);
        var preview = await Send(worker, HttpMethod.Post, $"/api/v1/orders/{order}/previews", token, new { kind, arguments });
        if (Note(preview) is null)
        {
            return;
        }

        if ((bool)preview!["consent"]!["required"]!)
        {
            if (Note(await Send(worker, HttpMethod.Post, $"/api/v1/previews/{preview["id"]}/consents", token, new { hash = (string)preview["hash"]! })) is null)
            {
                return;
            }
        }

        var id = $"{number}.{deed}";
        _asked[id] = number;
        if (Note(await Send(worker, HttpMethod.Post, $"/api/v1/orders/{order}/actions?wait=2", token, new { id, kind, arguments, preview = (string)preview["id"]! })) is not null)
        {
            _accepted[id] = number;
        }
    }

    private static (string Kind, object Arguments) Choose(Random random, string consumer)
    {
        var means = ActionShop.Means(consumer);
        return random.Next(8) switch
        {
            0 => ("cancel-order", new { reason = "no longer needed" }),
            1 => ("change-address", new { address = new { line = $"{random.Next(100)} Hill" } }),
            2 or 3 => ("change-payment", new { instrument = means[random.Next(means.Count)] }),
            4 or 5 => ("cancel-items", new { reason = "too many", items = new[] { new { sku = "lamp-0", quantity = 1 } } }),
            _ => ("change-items", new { items = new[] { new { sku = "lamp-0", newSku = $"lamp-{random.Next(1, 4)}" } }, instrument = means[random.Next(means.Count)] }),
        };
    }

    /// <summary>Null for a refusal, which is counted, and for work that ended first.</summary>
    private JsonNode? Note(JsonNode? answer)
    {
        if (answer?["refused"] is { } code)
        {
            _refused.Add((string)code!);
            return null;
        }

        return answer;
    }

    private async Task<JsonNode?> Send(int worker, HttpMethod method, string path, string? token, object? body)
    {
        for (var attempt = 0; !_stop.IsCancellationRequested; attempt++)
        {
            try
            {
                return await installation.AskBriefly((worker + attempt) % processes, method, path, token, body) ?? new JsonObject();
            }
            catch (HttpRequestException refusal) when (refusal.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
            {
                return new JsonObject { ["refused"] = refusal.Message };
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
            {
                await Task.Delay(100);
            }
        }

        return null;
    }
}
