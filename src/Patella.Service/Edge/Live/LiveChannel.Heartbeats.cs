using System.Text.Json;
using Patella.Platform.Messaging;

namespace Patella.Service.Edge.Live;

/// <summary>What goes out to every page by itself: heartbeats, and the end of those whose session has ended.</summary>
public sealed partial class LiveChannel
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Heartbeat / Beats);
        using var ends = bus.Subscribe(CutOff);
        for (var beat = 0; await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully && tick.Result, TaskScheduler.Default); beat++)
        {
            var part = beat % Beats;
            var connections = _beats[part].Select(pair => pair.Key).Where(connection => connection.Caller is not null).ToList();

            // A hint that somebody's session has ended may be lost: once a minute each is asked for, not all in the same round.
            foreach (var connection in (part + (beat / Beats)) % RoundsAMinute == 0 ? connections : [])
            {
                await CutOffUnlessGood(connection, connection.Caller!);
            }

            SendHeartbeats(connections);
        }
    }

    private void SendHeartbeats(List<LiveConnection> connections)
    {
        var at = clock.GetUtcNow();
        var quiet = new Lazy<byte[]>(() => JsonSerializer.SerializeToUtf8Bytes(new { type = "heartbeat", at, newest = new Dictionary<string, long>() }, Json.Options));
        foreach (var connection in connections)
        {
            var newest = _heartbeats.SelectMany(heartbeat => heartbeat.Newest(connection)).ToDictionary(pair => pair.Key, pair => pair.Value);
            if (newest.Count == 0)
            {
                connection.SendBytes(quiet.Value);
            }
            else
            {
                connection.Send(new { type = "heartbeat", at, newest });
            }
        }
    }

    private void CutOff(BusMessage message)
    {
        if (CallerEnds.IsEnd(message))
        {
            foreach (var connection in _beats.SelectMany(beat => beat.Keys).Where(connection => connection.Caller is { } caller && CallerEnds.Means(message, caller)))
            {
                connection.Close();
            }
        }
    }

    private async Task CutOffUnlessGood(LiveConnection connection, Caller caller)
    {
        try
        {
            if (!await callers.IsStillGood(caller))
            {
                connection.Close();
            }
        }
        catch (Patella.Platform.Storage.StoreUnavailableException)
        {
            // Nobody can be asked for now; whatever the page wants to do is checked when it does it.
        }
    }
}
