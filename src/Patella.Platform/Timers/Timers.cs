using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;

namespace Patella.Platform.Timers;

/// <summary>A moment of business time at which a capability wants to be called.</summary>
public sealed class BusinessTimer
{
    public required string Capability { get; init; }

    public required string Key { get; init; }

    /// <summary>Grows each time the key is set again; the effect belongs to one generation.</summary>
    public required long Generation { get; init; }

    /// <summary>UTC microseconds of business time.</summary>
    public required long DueAt { get; init; }

    public required string Payload { get; init; }
}

/// <summary>What happens when a capability's timer is due: inside the transaction that removes the timer, so exactly once in effect.</summary>
public interface ITimerHandler
{
    string Capability { get; }

    Task Fire(ITransaction transaction, BusinessTimer timer);
}

/// <summary>Sets and cancels timers inside the caller's transaction.</summary>
public sealed class TimerTable(IBus bus)
{
    public static string Topic(TenantId tenant) => "timers:" + tenant.Value;

    /// <summary>Sets or moves a timer.</summary>
    /// <param name="dueAt">UTC microseconds of business time; in the past means at once.</param>
    public async Task Set(ITransaction transaction, string capability, string key, long dueAt, string payload = "{}")
    {
        await transaction.Execute(
            """
            insert into timer (tenant, capability, key, generation, due_at, payload) values (@tenant, @capability, @key, 1, @dueAt, @payload)
            on conflict (tenant, capability, key) do update set generation = timer.generation + 1, due_at = excluded.due_at, payload = excluded.payload
            """, new { capability, key, dueAt, payload });
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(Topic(tenant), "")));
    }

    /// <summary>Cancels a timer; one that is not set is no error.</summary>
    public Task Cancel(ITransaction transaction, string capability, string key)
        => transaction.Execute("delete from timer where tenant = @tenant and capability = @capability and key = @key", new { capability, key });
}
