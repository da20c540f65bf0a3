using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Connectors.Webhooks;

/// <summary>A webhook as it is kept; its secrets are sealed.</summary>
internal sealed record WebhookRow
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string Url { get; init; } = "";

    /// <summary>JSON list of kinds; one that ends in <c>.*</c> stands for all that begin so.</summary>
    public string Kinds { get; init; } = "[]";

    public long IncludeText { get; init; }

    public string State { get; init; } = "active";

    public string Secret { get; init; } = "";

    public string? OldSecret { get; init; }

    public long? OldUntil { get; init; }

    public long? FailingSince { get; init; }

    public string? Reason { get; init; }

    public long CreatedAt { get; init; }

    public long Version { get; init; }

    public static string PlaceOf(string id) => "webhook:" + id;

    /// <summary>The name of its cursor in the timeline, which the platform keeps and translates when a tenant moves.</summary>
    public static string CursorOf(string id) => "webhook:" + id;

    public IReadOnlyList<string> KindList => Json.Read<List<string>>(Kinds) ?? [];

    public bool Wants(string kind) => KindList.Any(wanted => wanted == "*" || wanted == kind || (wanted.EndsWith(".*", StringComparison.Ordinal) && kind.StartsWith(wanted[..^1], StringComparison.Ordinal)));
}

internal sealed record DeliveryRow
{
    public string Id { get; init; } = "";

    public string Webhook { get; init; } = "";

    public string? Entry { get; init; }

    public long? Position { get; init; }

    public string Kind { get; init; } = "";

    public long CreatedAt { get; init; }

    public string State { get; init; } = "waiting";

    public long Attempts { get; init; }

    public long NextAt { get; init; }

    public long? Status { get; init; }

    public string? Problem { get; init; }

    public long? FinishedAt { get; init; }
}

internal sealed record AttemptRow
{
    public long Number { get; init; }

    public long At { get; init; }

    public long DurationMs { get; init; }

    public long? Status { get; init; }

    public string? Head { get; init; }

    public string? Problem { get; init; }
}

/// <summary>The body of a webhook. It is made anew from the timeline for each try, so that erased words are never sent again. Pure.</summary>
internal static class WebhookPayload
{
    public const int MostBytes = 256 << 10;
    public const string Ping = "webhook.ping";

    public static byte[] Of(string kind, long createdAt, TimelineEntry? entry, bool includeText)
    {
        var body = Write(kind, createdAt, entry, includeText, withData: true);
        return body.Length <= MostBytes ? body : Write(kind, createdAt, entry, includeText: false, withData: false);
    }

    private static byte[] Write(string kind, long createdAt, TimelineEntry? entry, bool includeText, bool withData)
    {
        object data = entry is null ? new { } : new
        {
            entry.Id,
            entry.Version,
            entry.Conversation,
            entry.Sequence,
            entry.Person,
            Order = entry.OrderRef,
            Case = entry.CaseRef,
            entry.Unit,
            entry.Staff,
            Author = new { Party = entry.AuthorParty, Id = entry.AuthorId },
            entry.ClientId,
            Text = includeText ? entry.Text : null,
            Data = withData && entry.Data is not null ? JsonSerializer.Deserialize<JsonElement>(entry.Data) : (JsonElement?)null,
            Truncated = withData ? null : (bool?)true,
        };
        return JsonSerializer.SerializeToUtf8Bytes(new { type = kind, timestamp = Microseconds.ToTime(entry?.At ?? createdAt), data }, Json.Options);
    }
}
