using Patella.Platform.Messaging;

namespace Patella.Service.Connectors;

/// <summary>Hints that something changed or was kept; a lost one costs seconds.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly IDisposable _hints;

    public WakeUp(IBus bus, string topic) => _hints = bus.Subscribe(message =>
    {
        if (message.Topic == topic)
        {
            Tell(Settings);
            Tell(Kept);
        }
    });

    public SemaphoreSlim Settings { get; } = new(0, 1);

    public SemaphoreSlim Kept { get; } = new(0, 1);

    public static void Tell(SemaphoreSlim one)
    {
        try
        {
            one.Release();
        }
        catch (SemaphoreFullException)
        {
            // Told already.
        }
    }

    // The semaphores are left to the collector: a hint may be under way.
    public void Dispose() => _hints.Dispose();
}
