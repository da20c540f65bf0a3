using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Messaging;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Service.Voices.Blocks;

namespace Patella.Service.Voices.Engine;

/// <summary>What the engine of every tenant works with.</summary>
internal sealed record EngineParts(
    IStore Store, ILog Log, ISegments Segments, IBus Bus, BusinessTime Business, MachineTime Machine, IVoiceUnderstanding Understanding, BlockCatalogue Catalogue, BlockReader Blocks,
    VoiceRetention Retention, VoicePieces Pieces, IIdentifiers Identifiers)
{
    /// <summary>Rows of a block at most.</summary>
    public int BlockRows { get; init; } = 65_536;

    /// <summary>Rows of a page of a block.</summary>
    public int PageRows { get; init; } = BlockPages.PageRows;

    /// <summary>How long, machine time, the present waits for more of somebody's past.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where a test lets the engine die; does nothing otherwise.</summary>
    public Action<EngineStep> At { get; init; } = _ => { };
}

/// <summary>Moments between two durable steps.</summary>
public enum EngineStep
{
    BeforeLabels = 1,
    AfterLabels = 2,
    BeforeSums = 3,
    AfterSums = 4,
    BeforeBlock = 5,
    AfterPieces = 6,
    AfterBlock = 7,
    AfterTruncation = 8,
    BeforeTick = 9,
}

/// <summary>Another engine wrote at the same time: this one knows no longer where it stands and begins anew.</summary>
internal sealed class EngineRacedException(TenantId tenant) : Exception($"Another engine wrote labels of {tenant}; this one begins again.");
