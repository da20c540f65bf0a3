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
            try
            {
                handler(message);
            }
            catch (Exception failure)
            {
                // A hint is nobody's duty: one broken listener may not stop the publisher or the others.
                System.Diagnostics.Trace.TraceWarning("A listener of {0} failed: {1}", message.Topic, failure);
            }
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
