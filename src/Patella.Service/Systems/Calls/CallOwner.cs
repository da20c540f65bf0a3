using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Systems.Registry;

namespace Patella.Service.Systems.Calls;

/// <summary>What sending calls needs of the program.</summary>
internal sealed record CallSeams(IStore Store, IBus Bus, CallSender Sender, SystemRegistry Registry, SystemCalls Calls, CallLinks Links, SecretBox Secrets, MachineTime Machine, ILoggerFactory Loggers);

/// <summary>The worker that calls systems, one process a tenant.</summary>
internal sealed class CallWorker(CallSeams seams) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ($"system-calls:{tenant}", new CallOwner(tenant, seams));
}

/// <summary>Sends what is due, each system's messages one after the other and all systems beside each other, so that a slow one holds up only itself.</summary>
internal sealed partial class CallOwner(TenantId tenant, CallSeams seams) : IPartitionOwner
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly ILogger _logger = seams.Loggers.CreateLogger<CallOwner>();
    private readonly Dictionary<string, Task> _running = [];

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(seams.Bus, CallStore.Topic(tenant));
        try
        {
            while (!ownership.Lost.IsCancellationRequested)
            {
                await Start(ownership);
                await wake.Sleep(Look, ownership.Lost);
            }
        }
        finally
        {
            await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Calls take no commands; they are rows.");

    /// <summary>Sends everything that is due now and returns when it is written down.</summary>
    internal async Task SendDue(Ownership ownership)
    {
        await Start(ownership);
        await Task.WhenAll(_running.Values);
    }

    private async Task Start(Ownership ownership)
    {
        foreach (var (system, _) in _running.Where(one => one.Value.IsCompleted).ToList())
        {
            _running.Remove(system);
        }

        var due = await seams.Store.Read(tenant, reader => reader.Many<MessageRow>(CallStore.Sql["DueMessages"], new { now = seams.Machine.Now }), ownership.Lost);
        foreach (var messages in due.GroupBy(message => message.System).Where(messages => !_running.ContainsKey(messages.Key)))
        {
            _running[messages.Key] = Task.Run(() => SendAll(ownership, [.. messages]), CancellationToken.None);
        }
    }

    private async Task SendAll(Ownership ownership, IReadOnlyList<MessageRow> messages)
    {
        foreach (var message in messages)
        {
            try
            {
                await Send(ownership, message);
            }
            catch (Exception failure) when (failure is OperationCanceledException or OwnershipLostException)
            {
                return;
            }
            catch (StoreUnavailableException failure)
            {
                LogWaiting(message.Id, tenant, failure);
                return;
            }
        }
    }

    private async Task Send(Ownership ownership, MessageRow message)
    {
        // In doubt from here on, until the answer is written down: whoever finds it so after a crash knows no better.
        var ready = await seams.Store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            return await Ready(transaction, message);
        }, cancellation: ownership.Lost);
        if (ready is not { } made)
        {
            return;
        }

        var answer = made.Problem is { } problem ? new CallAnswer(CallOutcome.Refused, problem) : await seams.Sender.Send(made.Message!, ownership.Lost);
        await seams.Store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            await Settle(transaction, message, answer);
        }, cancellation: ownership.Lost);
    }

    private async Task<Prepared?> Ready(ITransaction transaction, MessageRow message)
    {
        var call = await CallStore.Find(transaction, message.CallId);
        var system = (await seams.Registry.Known(transaction)).Find(message.System);
        if (call is null || (message.Action == MessageRow.Call && call.State is CallState.Fixed or CallState.Withdrawn))
        {
            await transaction.Execute(CallStore.Sql["DropMessage"], new { id = message.Id, now = seams.Machine.Now });
            return null;
        }

        if (await transaction.Execute(CallStore.Sql["BeginMessage"], new { id = message.Id, attempts = message.Attempts, now = seams.Machine.Now }) == 0)
        {
            return null;
        }

        if (system is not { CanBeCalled: true } || system.Connector != call.Connector)
        {
            return new Prepared(null, "The system was changed or switched off after the call.");
        }

        var address = system.SealedAddress is { } kept ? await seams.Secrets.Open(tenant, KnownSystem.AddressPlace(system.Id), kept) : system.Address;
        var secret = system.Secret is { } locked ? await seams.Secrets.Open(tenant, KnownSystem.SecretPlace(system.Id), locked) : null;
        if (address is null || (system.Secret is not null && secret is null))
        {
            return new Prepared(null, "The secret cannot be opened here: enter it anew.");
        }

        return new Prepared(new CallMessage(
            message.Id, tenant.Value, call.Id, message.Action, system, address, secret, call.Title, call.Body, (int)call.Severity, call.Subject, Json.Read<Dictionary<string, string>>(call.Place) ?? [],
            seams.Links.Console(call.Link), await seams.Links.Answer(transaction, call.Id), Microseconds.ToTime(call.CalledAt), Microseconds.ToTime(call.DueAt), call.Ticket, message.Doubt != 0 || message.Doubts > 0,
            seams.Machine.Now / Microseconds.PerSecond), null);
    }

    private async Task Settle(ITransaction transaction, MessageRow message, CallAnswer answer)
    {
        var doubts = message.Doubts + (message.Doubt != 0 ? 1 : 0) + (answer.Outcome == CallOutcome.Doubt ? 1 : 0);
        var (state, pause) = CallRetries.After(answer, message.Attempts + 1, doubts);
        if (await transaction.Execute(CallStore.Sql["SettleMessage"], new { id = message.Id, state, doubt = 0L, doubts, nextAt = seams.Machine.Now + pause, problem = answer.Problem, now = seams.Machine.Now }) == 0
            || message.Action != MessageRow.Call)
        {
            return;
        }

        if (state == "sent")
        {
            await seams.Calls.Taken(transaction, message.CallId, answer.Ticket, answer.TicketAddress);
        }
        else if (state == "failed" && await CallStore.Find(transaction, message.CallId) is { } call)
        {
            await seams.Calls.GiveUp(transaction, call);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} of {Tenant} waits")]
    private partial void LogWaiting(string message, TenantId tenant, Exception failure);

    private sealed record Prepared(CallMessage? Message, string? Problem);
}
