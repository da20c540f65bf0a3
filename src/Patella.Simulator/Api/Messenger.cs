using System.Net;
using System.Text.Json;

namespace Patella.Simulator.Api;

/// <summary>A message the server has acknowledged: from here on it must be there exactly once.</summary>
public sealed record AcknowledgedMessage(string ClientId, long Sequence, string Text);

/// <summary>What was acknowledged in one conversation, and a token that may read it back.</summary>
public sealed class ConversationRecord(string id, string token)
{
    private readonly Lock _lock = new();
    private readonly List<AcknowledgedMessage> _messages = [];

    /// <summary>Id of the conversation.</summary>
    public string Id { get; } = id;

    /// <summary>The consumer's token.</summary>
    public string Token { get; } = token;

    /// <summary>Acknowledged so far.</summary>
    public IReadOnlyList<AcknowledgedMessage> Messages
    {
        get { lock (_lock) { return [.. _messages]; } }
    }

    /// <summary>Notes an acknowledgement.</summary>
    public void Add(AcknowledgedMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
        }
    }
}

/// <summary>
/// Sends messages so that each arrives once whatever breaks: over the live channel first, and when that is down or silent
/// over HTTP with the same client id, at whichever server answers.
/// </summary>
public sealed class Messenger(PatellaConnection connection, LiveChannel channel, string token)
{
    private static readonly TimeSpan LiveLimit = TimeSpan.FromSeconds(4);

    /// <summary>Sends and returns what the server acknowledged; null when it refused because the conversation is over.</summary>
    public async Task<AcknowledgedMessage?> SendAsync(string conversation, string clientId, string text, bool? canned, CancellationToken cancellation)
    {
        var live = await channel.SendMessageAsync(conversation, clientId, text, canned, LiveLimit);
        if (live is { Type: "accepted", Sequence: { } sequence })
        {
            return new AcknowledgedMessage(clientId, sequence, text);
        }
        if (live is { Type: "refused" })
        {
            return Refused(live.Problem);
        }
        var answer = await connection.SendAsync(
            HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", token, new { clientId, text, canned }, cancellation);
        if (answer.IsSuccess)
        {
            return new AcknowledgedMessage(clientId, answer.As<ConversationEntry>().Sequence, text);
        }
        return answer.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound or HttpStatusCode.Forbidden
            ? Refused(answer.Body)
            : throw new ApiFailureException($"message {answer.Code}", answer.Body.ToString());
    }

    /// <summary>A closed conversation, or one that went to a colleague meanwhile, is no error; any other refusal is.</summary>
    private static AcknowledgedMessage? Refused(JsonElement? problem)
    {
        var code = problem is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("code", out var text) ? text.GetString() : null;
        return code is not null && BenignCodes.Contains(code) ? null : throw new ApiFailureException($"message refused {code}", problem?.ToString() ?? "");
    }

    private static readonly HashSet<string> BenignCodes = ["conversation-over", "not-yours"];
}
