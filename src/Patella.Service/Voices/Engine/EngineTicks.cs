using System.Diagnostics;
using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;

namespace Patella.Service.Voices.Engine;

/// <summary>
/// Tells in the log that minutes have ended, once there is somebody to listen to. While somebody tells what was said in the past, the past is heard as it was: a tick of the
/// present between two batches would make all that follows late, and what is late is no news.
/// </summary>
internal sealed class EngineTicks(TenantId tenant, EngineParts parts)
{
    /// <summary>Voices older than this, business microseconds, are somebody's past.</summary>
    private const long Past = 600 * Microseconds.PerSecond;

    /// <summary>The latest business time among the voices that were counted last, and when that was, machine time.</summary>
    private (long Newest, long Since) _heard;

    public static long MinuteOf(VoiceControl tick) => JsonSerializer.Deserialize<TickData>(tick.Data, Edge.Json.Options)!.Minute;

    /// <summary>These were counted.</summary>
    public void Heard(IReadOnlyCollection<LabelledVoice> voices)
    {
        if (voices.Count > 0)
        {
            _heard = (voices.Max(voice => voice.At), Stopwatch.GetTimestamp());
        }
    }

    /// <param name="sourceNext">Offset of the first record of the log that is not understood.</param>
    /// <returns>False when there was nothing to tell.</returns>
    public async Task<bool> Tell(EngineRow row, long sourceNext, CancellationToken cancellation)
    {
        var ended = (parts.Business.Now / (60 * Microseconds.PerSecond)) - 1;
        if (row.Voices == 0 || ended <= row.Tick || sourceNext != row.SourceNext || IsTheirPast())
        {
            return false;
        }

        parts.At(EngineStep.BeforeTick);
        await parts.Log.Append(tenant, VoiceLog.Topic, [VoiceRecord.WriteControl(VoiceControls.Tick, JsonSerializer.Serialize(new TickData(ended), Edge.Json.Options))], cancellation);
        return true;
    }

    private bool IsTheirPast() => _heard.Since != 0 && _heard.Newest < parts.Business.Now - Past && Stopwatch.GetElapsedTime(_heard.Since) < parts.Patience;

    private sealed record TickData(long Minute);
}
