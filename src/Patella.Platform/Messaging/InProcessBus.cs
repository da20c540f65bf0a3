using System.Collections.Immutable;

namespace Patella.Platform.Messaging;

/// <summary>The bus of one process: handlers are called at once on the publisher's thread.</summary>
public sealed class InProcessBus : IBus
{
    private ImmutableArray<Action<BusMessage>> _handlers = [];

    public void Publish(BusMessage message)
    {
        foreach (var handler in _handlers)
        {
            handler(message);
        }
    }

    public IDisposable Subscribe(Action<BusMessage> handler)
    {
        ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Add(handler));
        return new Subscription(() => ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Remove(handler)));
    }
}

internal sealed class Subscription(Action end) : IDisposable
{
    private Action? _end = end;

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
