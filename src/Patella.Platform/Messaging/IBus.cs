using Patella.Platform.Identifiers;

namespace Patella.Platform.Messaging;

/// <summary>A hint that something may be new. It may be lost, doubled or late: whoever gets it reads the truth from the store.</summary>
/// <param name="Topic">See <see cref="BusTopics"/>; at most 200 characters.</param>
/// <param name="Payload">At most 2,000 characters; larger ones are dropped.</param>
public readonly record struct BusMessage(string Topic, string Payload);

/// <summary>Carries hints to every process, this one included, outside business transactions.</summary>
public interface IBus
{
    /// <summary>Never blocks and never throws; when too much waits, the oldest hints are dropped.</summary>
    void Publish(BusMessage message);

    /// <summary>The handler must be quick; it is called from many threads.</summary>
    IDisposable Subscribe(Action<BusMessage> handler);
}

public static class BusTopics
{
    /// <summary>The tenant's timeline has grown.</summary>
    public static string Timeline(TenantId tenant) => "timeline:" + tenant.Value;

    /// <summary>Somebody types or has read: for the moment only, never stored. The payload names the conversation.</summary>
    public static string Moments(TenantId tenant) => "moments:" + tenant.Value;
}
