namespace Patella.Platform.Messaging;

/// <summary>
/// Somebody who sleeps until a hint on a topic of the bus, or for as long as they say. A hint that comes while they work is kept, a second one is the same one;
/// one that is lost costs the length of a sleep.
/// </summary>
public sealed class WakeUp : IDisposable
{
    private readonly SemaphoreSlim _told = new(0, 1);
    private readonly IDisposable _hints;

    public WakeUp(IBus bus, string topic) => _hints = bus.Subscribe(message =>
    {
        if (message.Topic == topic)
        {
            Tell();
        }
    });

    /// <summary>Wakes the sleeper, from here.</summary>
    public void Tell()
    {
        try
        {
            _told.Release();
        }
        catch (SemaphoreFullException)
        {
            // Told already.
        }
    }

    /// <summary>Sleeps; at once over when a hint is kept.</summary>
    /// <exception cref="OperationCanceledException">The sleeper is called off.</exception>
    public Task Sleep(TimeSpan most, CancellationToken cancellation) => _told.WaitAsync(most, cancellation);

    // The semaphore is left to the collector: a hint may be under way.
    public void Dispose() => _hints.Dispose();
}
