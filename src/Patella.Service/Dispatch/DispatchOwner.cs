using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Dispatch;

/// <summary>What the owner of a pool needs from outside.</summary>
public sealed record DispatchSeams(
    IStore Store, IBus Bus, StaffStore People, ConversationStore Conversations, IIdentifiers Identifiers, BusinessTime Clock, MachineTime Machine,
    IEnumerable<IContactKeepers> Keepers);

/// <summary>Owns one tenant's pool: a loop of turns, each one transaction.</summary>
public sealed partial class DispatchOwner(TenantId tenant, DispatchSeams seams, ILogger logger) : IPartitionOwner
{
    internal const string Reader = "dispatch";
    private const int CommandLimit = 256;
    private const int EntryLimit = 500;

    /// <summary>After this time without a page on the live channel nobody is offered contacts any more, microseconds of machine time.</summary>
    internal const long GoneAfter = 3 * 60 * Microseconds.PerSecond;

    /// <summary>How often that is looked at.</summary>
    private const long LookEvery = 20 * Microseconds.PerSecond;

    internal static readonly Statements Sql = new(typeof(DispatchOwner).Assembly, "Dispatch.dispatch.sql");
    private readonly Channel<PendingCommand> _mailbox = Channel.CreateBounded<PendingCommand>(new BoundedChannelOptions(4_096) { SingleReader = true });
    private volatile TenantPool? _pool;

    public static string Partition(TenantId tenant) => $"{Reader}:{tenant}";

    public async Task Run(Ownership ownership)
    {
        using var wake = new Wake();
        var topic = BusTopics.Timeline(tenant);
        using var hints = seams.Bus.Subscribe(message =>
        {
            if (message.Topic == topic)
            {
                wake.Up();
            }
        });
        var poll = seams.Store.Kind == StoreKind.Sqlite ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(100);
        try
        {
            var pool = await seams.Store.Read(tenant, reader => TenantPool.Load(reader, seams.People, seams.Identifiers, seams.Machine.Now), ownership.Lost);
            var position = await seams.Store.Read(tenant, reader => TimelineCursor.Find(reader, Reader), ownership.Lost);
            _pool = pool;
            var first = true;
            // Pages come back one by one after a restart: nobody is held for gone before they had the time.
            var look = seams.Machine.Now + GoneAfter;
            while (!ownership.Lost.IsCancellationRequested)
            {
                var turn = new DispatchTurn(pool, seams);
                turn.Entries = await seams.Store.ReadTimeline(tenant, position, EntryLimit, ownership.Lost);
                while (turn.Commands.Count < CommandLimit && _mailbox.Reader.TryRead(out var command))
                {
                    turn.Commands.Add(command);
                }

                if (seams.Machine.Now >= look)
                {
                    look = seams.Machine.Now + LookEvery;
                    turn.Gone = await seams.Store.Read(tenant, reader => FindGone(reader, seams.Machine.Now), ownership.Lost);
                }

                if (first || turn.HasWork(seams.Machine.Now))
                {
                    await Take(ownership, turn);
                    position = turn.Entries.Count > 0 ? turn.Entries[^1].Place : position;
                    first = false;
                }

                if (turn.Entries.Count < EntryLimit && turn.Commands.Count < CommandLimit)
                {
                    await wake.Wait(_mailbox.Reader, Sleep(pool, poll), ownership.Lost);
                }
            }
        }
        finally
        {
            _pool = null;
        }
    }

    public async Task<string> Handle(Ownership ownership, string command, string payload)
    {
        var pending = new PendingCommand(command, Json.Read<DispatchCommand>(payload)!);
        if (!_mailbox.Writer.TryWrite(pending))
        {
            throw new StoreUnavailableException("Too many commands wait for dispatch.");
        }

        return Json.Write(await pending.Answer.WaitAsync(TimeSpan.FromSeconds(8), ownership.Lost));
    }

    internal static Task<IReadOnlyList<string>> FindGone(IReader reader, long now) => reader.Many<string>(Sql["ListGone"], new { before = now - GoneAfter });

    private TimeSpan Sleep(TenantPool pool, TimeSpan poll)
    {
        var now = seams.Machine.Now;
        var due = pool.Pool.NextWakeup(now) is { } at ? TimeSpan.FromMicroseconds(Math.Max(1_000, at - now)) : poll;
        return due < poll ? due : poll;
    }

    private async Task Take(Ownership ownership, DispatchTurn turn)
    {
        try
        {
            await seams.Store.Write(tenant, async transaction =>
            {
                turn.BeginOnce();
                await ownership.Check(transaction);
                await turn.Run(transaction);
                if (turn.Entries.Count > 0)
                {
                    await TimelineCursor.Move(transaction, Reader, turn.Entries[^1].Place);
                }
            }, cancellation: ownership.Lost);
            turn.Complete();
        }
        catch (Exception failure)
        {
            // The pool may have gone further than the rows: forget it, the loop builds it again.
            turn.Fail(failure);
            LogTurnFailed(tenant, failure.Message);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A dispatch turn of {Tenant} was given up and the pool is built again: {Reason}")]
    private partial void LogTurnFailed(TenantId tenant, string reason);
}

/// <summary>A command in the mailbox and the one who waits for its answer.</summary>
internal sealed class PendingCommand(string name, DispatchCommand command)
{
    private readonly TaskCompletionSource<DispatchAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public DispatchCommand Command => command;

    public Task<DispatchAnswer> Answer => _answer.Task;

    /// <summary>The answer, told after the commit.</summary>
    public DispatchAnswer? Decided { get; set; }

    public void Tell() => _answer.TrySetResult(Decided ?? new DispatchAnswer());

    public void Fail(Exception failure) => _answer.TrySetException(failure);
}

/// <summary>Sleeps until a hint, a command or a moment.</summary>
internal sealed class Wake : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Up()
    {
        try
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Awake already, or ending.
        }
    }

    public async Task Wait(ChannelReader<PendingCommand> mailbox, TimeSpan limit, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var signal = _signal.WaitAsync(limit, stop.Token);
        var command = mailbox.WaitToReadAsync(stop.Token).AsTask();
        await Task.WhenAny(signal, command);
        await stop.CancelAsync();
        await Task.WhenAll(signal, command).ContinueWith(_ => { }, TaskScheduler.Default);
        cancellation.ThrowIfCancellationRequested();
    }

    public void Dispose() => _signal.Dispose();
}
