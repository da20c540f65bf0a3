using System.Collections.Concurrent;
using System.Diagnostics;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Actions.Running;

/// <summary>Waits with a caller until an action has ended. The bus is a hint that may be lost; the store is looked at again every half second.</summary>
internal sealed class ActionWaits : IDisposable
{
    /// <summary>Longest wait of a call.</summary>
    public const int MostSeconds = 10;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private readonly IStore _store;
    private readonly IDisposable _hints;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    public ActionWaits(IStore store, IBus bus)
    {
        _store = store;
        _hints = bus.Subscribe(message =>
        {
            if (message.Topic.StartsWith("action-ended:", StringComparison.Ordinal) && _waiting.TryRemove(message.Topic + " " + message.Payload, out var waiter))
            {
                waiter.TrySetResult();
            }
        });
    }

    /// <summary>The action as it stands when it has ended or the time is over.</summary>
    public async Task<ServiceAction> Until(Caller caller, ServiceAction action, int seconds, CancellationToken cancellation)
    {
        var (started, limit) = (Stopwatch.GetTimestamp(), TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MostSeconds)));
        var key = ActionEnd.Topic(caller.Tenant) + " " + action.Id;
        while (!action.HasEnded && action.State != ActionState.WaitingApproval && limit - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            // Before the look, so that an end between the look and the wait is not missed.
            var waiter = _waiting.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            action = await _store.Read(caller.Tenant, reader => ActionRows.Find(reader, action.Id), cancellation) ?? action;
            if (!action.HasEnded)
            {
                await Task.WhenAny(waiter.Task, Task.Delay(left < Look ? left : Look, cancellation));
            }
        }

        _waiting.TryRemove(key, out _);
        return action;
    }

    public void Dispose() => _hints.Dispose();
}
