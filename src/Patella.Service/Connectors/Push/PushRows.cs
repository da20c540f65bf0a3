namespace Patella.Service.Connectors.Push;

/// <summary>A notice to a consumer who has left, for all their browsers. Personal words do not belong into it: it shows on locked screens.</summary>
/// <param name="Id">Made by the caller: the same again is the same notice.</param>
/// <param name="Persons">All ids of the one person, the one that stands for them first.</param>
/// <param name="Path">What a tap opens: a path on this server, without any token.</param>
public sealed record PushNotice(string Id, IReadOnlyList<string> Persons, string Conversation, string Title, string Body, string Path);

/// <summary>Kinds of timeline entries about notices; data is <see cref="PushEventData"/>.</summary>
public static class PushEvents
{
    /// <summary>A push service has taken it for at least one browser.</summary>
    public const string Sent = "push.sent";

    /// <summary>It was surely not shown anywhere, and it is not tried again: whoever asked for it may take another way.</summary>
    public const string Failed = "push.failed";

    /// <summary>It may have been shown; it is not tried again, and another way would perhaps tell twice.</summary>
    public const string InDoubt = "push.in-doubt";
}

/// <summary>Data of the entries above.</summary>
public sealed record PushEventData(string Notice, string Conversation);

/// <summary>A browser that may be told.</summary>
internal sealed record PushSubscriptionRow
{
    /// <summary>Hash of the endpoint: a browser has one.</summary>
    public string Id { get; init; } = "";

    public string Person { get; init; } = "";

    public string Endpoint { get; init; } = "";

    /// <summary>Base64url of the browser's point.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>Base64url of its authentication secret.</summary>
    public string Secret { get; init; } = "";

    public long CreatedAt { get; init; }

    public long SeenAt { get; init; }
}

/// <summary>A notice on its way.</summary>
internal sealed record PushNoticeRow
{
    public string Id { get; init; } = "";

    public string Person { get; init; } = "";

    /// <summary>JSON list of all ids of the one person.</summary>
    public string Persons { get; init; } = "[]";

    public string Conversation { get; init; } = "";

    public string Title { get; init; } = "";

    public string Body { get; init; } = "";

    public string Path { get; init; } = "";

    public string State { get; init; } = "waiting";

    /// <summary>1 when an earlier try may have been shown.</summary>
    public long Doubt { get; init; }

    /// <summary>Tries so far.</summary>
    public long Attempts { get; init; }

    public long NextAt { get; init; }

    public string? Problem { get; init; }

    public long CreatedAt { get; init; }

    public long ChangedAt { get; init; }
}
