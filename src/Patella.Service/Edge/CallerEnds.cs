using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;

namespace Patella.Service.Edge;

/// <summary>The hint that somebody's sessions, or one of them, have ended or changed: every process forgets them and cuts their live pages off.</summary>
public static class CallerEnds
{
    private const string Prefix = "caller-ends:";

    /// <param name="session">One session; null for all of the person.</param>
    public static BusMessage Of(TenantId tenant, string staff, string? session = null) => new(Prefix + tenant.Value, session is null ? staff : $"{staff} {session}");

    public static bool IsEnd(BusMessage message) => message.Topic.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether the hint means this caller.</summary>
    public static bool Means(BusMessage message, Caller caller)
        => caller.Kind == CallerKind.Staff && message.Topic.AsSpan(Prefix.Length).SequenceEqual(caller.Tenant.Value)
            && (message.Payload == caller.Id || message.Payload == $"{caller.Id} {caller.Session}");
}
