using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Voices;

/// <summary>Where the engine stands.</summary>
internal sealed record EngineRow
{
    /// <summary>Offset of the first record of the log that is not counted.</summary>
    public long SourceNext { get; init; }

    /// <summary>Offset of the first labelled record that is not counted.</summary>
    public long LabelledNext { get; init; }

    /// <summary>Last position that is in a block; -1 while there is none.</summary>
    public long SealedPosition { get; init; } = -1;

    public long SealedSource { get; init; }

    public long SealedLabelled { get; init; }

    /// <summary>Data of the control record that set the model in force before <see cref="SourceNext"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The newest minute that was told.</summary>
    public long Tick { get; init; }

    public long Voices { get; init; }

    /// <summary>Grows with every change of the catalogue of blocks.</summary>
    public long Catalogue { get; init; }

    /// <summary>Key of the hashes of customers.</summary>
    public string Salt { get; init; } = "";
}

/// <summary>A block of the catalogue.</summary>
internal sealed record BlockRow
{
    public long FirstPosition { get; init; }

    public long LastPosition { get; init; }

    /// <summary>Offset of the record of the log after the block.</summary>
    public long SourceNext { get; init; }

    public long RowCount { get; init; }

    public long FromAt { get; init; }

    public long UntilAt { get; init; }

    public long SealedAt { get; init; }

    public string ColumnsKey { get; init; } = "";

    /// <summary>Null once the words are no longer kept.</summary>
    public string? WordsKey { get; init; }

    /// <summary>Of columns and words together.</summary>
    public long Bytes { get; init; }

    public long Version { get; init; } = 1;

    public byte[] Filter { get; init; } = [];
}

/// <summary>The capability's statements and rows.</summary>
internal static class VoiceStore
{
    public static readonly Statements Sql = new(typeof(VoiceStore).Assembly, "Voices.voices.sql");

    /// <summary>Hints that the labelled stream has grown.</summary>
    public static string LabelledTopic(Platform.Identifiers.TenantId tenant) => "voices-labelled:" + tenant.Value;

    /// <summary>Hints that voices were taken in.</summary>
    public static string IntakeTopic(Platform.Identifiers.TenantId tenant) => "voices:" + tenant.Value;

    public static async Task<EngineRow?> Engine(IReader reader) => await reader.One<EngineRow>(Sql["FindEngine"]);
}
