using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Service.Edge;

namespace Patella.Service.Voices;

/// <summary>The tenant's one stream of voices and of what changes how they are heard. An append returns when it is on disk.</summary>
public sealed class VoiceLog(ILog log)
{
    /// <summary>The topic of voices and control records.</summary>
    public const string Topic = "voices";

    /// <summary>Positions in a record.</summary>
    public const int RecordPositions = 65_536;

    /// <summary>Voices in one record at most.</summary>
    public const int RecordVoices = 8_192;

    /// <summary>Bytes of one record of voices, about; below the log's own limit, so that its labels fit into one record too.</summary>
    public const int RecordBytes = 512 << 10;

    /// <summary>Appends voices durably, in this order.</summary>
    /// <returns>The position of the first.</returns>
    public async Task<long> Append(TenantId tenant, IReadOnlyList<Voice> voices, CancellationToken cancellation = default)
    {
        if (voices.Count == 0)
        {
            throw new ArgumentException("There is nothing to append.", nameof(voices));
        }

        var first = -1L;
        foreach (var records in VoiceRecord.Write(voices).Chunk(16))
        {
            var offset = await log.Append(tenant, Topic, records, cancellation);
            first = first < 0 ? offset * RecordPositions : first;
        }

        return first;
    }

    /// <summary>Appends a control record durably.</summary>
    /// <param name="kind">1 to 40 characters.</param>
    /// <param name="data">Becomes JSON; never personal data.</param>
    /// <returns>Its position.</returns>
    public async Task<long> Control<T>(TenantId tenant, string kind, T data, CancellationToken cancellation = default)
        => await log.Append(tenant, Topic, [VoiceRecord.WriteControl(kind, JsonSerializer.Serialize(data, Json.Options))], cancellation) * RecordPositions;
}
