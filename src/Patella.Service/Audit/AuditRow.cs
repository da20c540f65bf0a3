using System.Text.Json;
using Patella.Platform.Clocks;

namespace Patella.Service.Audit;

/// <summary>An entry as it is stored.</summary>
internal sealed class AuditRow
{
    public string Id { get; init; } = "";

    public long At { get; init; }

    public long RecordedAt { get; init; }

    public string ActorKind { get; init; } = "";

    public string Actor { get; init; } = "";

    public string Action { get; init; } = "";

    public string Subject { get; init; } = "";

    public string? Detail { get; init; }

    /// <summary>Its place in the chain from 1; null for entries older than the chain.</summary>
    public long? Number { get; init; }

    public string? Hash { get; set; }

    public AuditItem ToItem() => new(
        Id, Microseconds.ToTime(At), Microseconds.ToTime(RecordedAt), new AuditActor(ActorKind, Actor), Action, Subject,
        Detail is null ? null : JsonSerializer.Deserialize<JsonElement>(Detail), Number, Hash);
}

/// <summary>The end of the chain.</summary>
internal sealed class AuditLink
{
    public long Number { get; init; }

    public string Hash { get; init; } = "";
}
