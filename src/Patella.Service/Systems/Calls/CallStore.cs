using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Systems.Registry;

namespace Patella.Service.Systems.Calls;

/// <summary>Where a call stands; store and wire values.</summary>
internal static class CallState
{
    public const string Called = "called";
    public const string Acknowledged = "acknowledged";
    public const string Fixed = "fixed";
    public const string Unreachable = "unreachable";
    public const string Withdrawn = "withdrawn";

    public static readonly IReadOnlyList<string> All = [Called, Acknowledged, Fixed, Unreachable, Withdrawn];
}

/// <summary>A call as it is kept, with how its first message fares.</summary>
internal sealed record CallRow
{
    public string Id { get; init; } = "";

    public string Subject { get; init; } = "";

    public string? System { get; init; }

    public string? SystemKind { get; init; }

    public string? Connector { get; init; }

    /// <summary>That answered for the system when it was called.</summary>
    public string? Unit { get; init; }

    public string Title { get; init; } = "";

    public string Body { get; init; } = "";

    public long Severity { get; init; }

    /// <summary>JSON: dimension to value.</summary>
    public string Place { get; init; } = "{}";

    public string Why { get; init; } = "";

    public string Link { get; init; } = "";

    public string State { get; init; } = CallState.Called;

    public long CalledAt { get; init; }

    public long? SentAt { get; init; }

    public long DueAt { get; init; }

    public long? AcknowledgedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public long? FixedAt { get; init; }

    public string? FixedBy { get; init; }

    public long? EscalatedAt { get; init; }

    public string? Ticket { get; init; }

    public string? TicketAddress { get; init; }

    public long? Attempts { get; init; }

    public string? Problem { get; init; }

    public bool IsOpen => State is CallState.Called or CallState.Acknowledged or CallState.Unreachable;

    public SystemCallView View(KnownRegistry registry, string language, long now) => new(
        Id, Subject, System, registry.Find(System)?.Name.In(language), SystemKind, Connector, Title, (int)Severity, State, Why, Link, Microseconds.ToTime(CalledAt), Time(SentAt), Microseconds.ToTime(DueAt),
        Time(AcknowledgedAt), AcknowledgedBy, Time(FixedAt), FixedBy, Time(EscalatedAt), State is CallState.Called or CallState.Unreachable && now > DueAt, (int)(Attempts ?? 0), Problem, TicketAddress);

    private static DateTimeOffset? Time(long? at) => at is { } known ? Microseconds.ToTime(known) : null;
}

/// <summary>A message to a system on its way.</summary>
internal sealed record MessageRow
{
    public const string Call = "call";
    public const string Acknowledged = "acknowledged";
    public const string Fixed = "fixed";

    public string Id { get; init; } = "";

    /// <summary>The call it belongs to.</summary>
    public string CallId => Id[..Id.LastIndexOf(':')];

    public string System { get; init; } = "";

    public string Action { get; init; } = Call;

    public string State { get; init; } = "waiting";

    public long Attempts { get; init; }

    /// <summary>Tries that nobody knows the end of.</summary>
    public long Doubts { get; init; }

    /// <summary>1 while a try may have gone out whose answer was not written down.</summary>
    public long Doubt { get; init; }

    public long NextAt { get; init; }

    public string? Problem { get; init; }
}

/// <summary>The statements and names of this capability.</summary>
internal static class CallStore
{
    public static readonly Statements Sql = new(typeof(CallStore).Assembly, "Systems.systems.sql");

    /// <summary>Hints on the bus that there is something to send, or that calls have changed.</summary>
    public static string Topic(TenantId tenant) => "systems:" + tenant.Value;

    public static Task<CallRow?> Find(IReader reader, string id) => reader.One<CallRow>(Sql["FindCall"], new { id });
}
