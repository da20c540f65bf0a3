using System.Text.Json;
using Patella.Simulator.Api;

namespace Patella.Simulator.Voices;

/// <summary>Tells a server what the crowd says, through the public API: first what was said before, then minute by minute as it is said.</summary>
public sealed class VoicePlayer(PatellaConnection connection, string apiKey, VoiceCrowd crowd, TimeProvider business, TimeProvider machine)
{
    private const int LinesAtOnce = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> _told = [];

    /// <summary>Sends all of the past up to a moment, oldest first. Sent again it adds nothing.</summary>
    /// <returns>How many voices were said.</returns>
    public async Task<int> TellPast(DateTimeOffset until, CancellationToken cancellation)
    {
        var sent = 0;
        await TellChanges(until, cancellation);
        foreach (var batch in Minutes(until - VoiceCrowd.History, until).SelectMany(crowd.In).Where(voice => voice.Time <= until).Chunk(LinesAtOnce))
        {
            await Send(batch, cancellation);
            sent += batch.Length;
        }

        return sent;
    }

    /// <summary>Sends what is said from a moment on, as the server's business time passes, until cancelled.</summary>
    public async Task TellOn(DateTimeOffset from, CancellationToken cancellation)
    {
        using var beat = new PeriodicTimer(Pause, machine);
        while (await beat.WaitForNextTickAsync(cancellation))
        {
            try
            {
                from = await Tell(from, business.GetUtcNow(), cancellation);
            }
            catch (ApiFailureException)
            {
                // Asked again at the next beat: the server knows what it has taken already.
            }
        }
    }

    private async Task<DateTimeOffset> Tell(DateTimeOffset from, DateTimeOffset now, CancellationToken cancellation)
    {
        await TellChanges(now, cancellation);
        foreach (var batch in Minutes(from, now).SelectMany(crowd.In).Where(voice => voice.Time > from && voice.Time <= now).Chunk(LinesAtOnce))
        {
            await Send(batch, cancellation);
        }

        return now;
    }

    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset from, DateTimeOffset until)
    {
        for (var minute = from.AddTicks(-(from.Ticks % TimeSpan.TicksPerMinute)); minute <= until; minute = minute.AddMinutes(1))
        {
            yield return minute;
        }
    }

    private async Task TellChanges(DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var change in crowd.Faults.Changes(now).Where(change => change.At <= now && !_told.Contains(change.Id)))
        {
            await connection.RequireAsync(HttpMethod.Post, "/api/v1/changes", apiKey, change, cancellation);
            _told.Add(change.Id);
        }
    }

    private async Task Send(IReadOnlyList<SimulatedVoice> voices, CancellationToken cancellation)
    {
        using var lines = new MemoryStream();
        foreach (var voice in voices)
        {
            JsonSerializer.Serialize(lines, voice, Wire.Json);
            lines.WriteByte((byte)'\n');
        }

        var answer = await connection.SendBytesAsync(HttpMethod.Post, "/api/v1/voices", apiKey, lines.ToArray(), "application/x-ndjson", cancellation);
        if (!answer.IsSuccess || answer.Body.GetProperty("refused").GetArrayLength() > 0)
        {
            throw new ApiFailureException($"/api/v1/voices {answer.Code}", answer.Body.ToString());
        }
    }
}
