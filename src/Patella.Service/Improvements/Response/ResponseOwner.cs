using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Improvements.Projects;

namespace Patella.Service.Improvements.Response;

/// <summary>The capability's background work for one tenant, in the process that owns it: messages on their way, people not yet found, projects to be measured.</summary>
internal sealed class ResponseOwner(TenantId tenant, IStore store, IBus bus, Survey survey, Delivery delivery, Measuring measuring, MachineTime machine) : IPartitionOwner
{
    /// <summary>Messages between two looks at the rest of the work.</summary>
    private const int MessagesAtOnce = 100;

    /// <summary>Machine time between two looks at voices and projects, microseconds; messages do not wait for it.</summary>
    private const long LookEvery = 2 * Microseconds.PerSecond;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private long _lookedAt;

    public static string Partition(TenantId tenant) => $"improvements-work/{tenant}";

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(bus, ResponseRows.Topic(tenant));
        while (!ownership.Lost.IsCancellationRequested)
        {
            if (!await Work(ownership.Check, ownership.Lost))
            {
                await wake.Sleep(LongestSleep, ownership.Lost);
            }
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("What people ask of responses is written into the store.");

    /// <summary>Does the next piece of work.</summary>
    /// <returns>Whether there may be more at once.</returns>
    internal async Task<bool> Work(Func<ITransaction, Task> check, CancellationToken cancellation)
    {
        var pending = await store.Read(tenant, reader => reader.Many<DeliveryRow>(ResponseRows.Sql["Pending"], new { limit = MessagesAtOnce }), cancellation);
        foreach (var one in pending)
        {
            await delivery.Run(tenant, one.Message, one.Person, check, cancellation);
        }

        if (pending.Count == 0 && machine.Now - _lookedAt < LookEvery)
        {
            return false;
        }

        _lookedAt = machine.Now;
        var more = pending.Count == MessagesAtOnce;
        foreach (var row in await store.Read(tenant, ResponseRows.Open, cancellation))
        {
            if (await survey.Work(tenant, row, check, cancellation))
            {
                (more, _lookedAt) = (true, 0);
            }
        }

        await measuring.Work(tenant, check, cancellation);
        return more;
    }
}

/// <summary>The work of every tenant.</summary>
internal sealed class ResponseWorker(IStore store, IBus bus, Survey survey, Delivery delivery, Measuring measuring, MachineTime machine) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (ResponseOwner.Partition(tenant), new ResponseOwner(tenant, store, bus, survey, delivery, measuring, machine));
}
