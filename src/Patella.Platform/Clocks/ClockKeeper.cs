using Microsoft.Extensions.Logging;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;

namespace Patella.Platform.Clocks;

/// <summary>
/// Keeps the anchor of business time in the store of the installation, so that every process runs by the same one and a restart goes on from it.
/// While the embedded store is cleanly stopped, business time passes as fast as the machine's, whatever the rate: a demonstration at 120 times
/// that was closed over night has not slept through a month.
/// </summary>
public sealed partial class ClockKeeper(IStore store, IBus bus, BusinessTime clock, MachineTime machine, ILogger<ClockKeeper> logger) : IAsyncDisposable
{
    private const string Topic = "clock";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private IDisposable? _hints;
    private Task _loop = Task.CompletedTask;

    /// <summary>Adopts the stored anchor, writing the first one when there is none, and follows its changes until disposed. The system's store must be prepared.</summary>
    /// <param name="rate">When given, business time runs so fast from now on, in every process (0.001 to 10,000).</param>
    public async Task Start(double? rate = null, CancellationToken cancellation = default)
    {
        await store.Write(TenantId.System, GoOn, cancellation: cancellation);
        await LookOnce(cancellation);
        if (rate is { } wanted && wanted != clock.Rate)
        {
            await ChangeRate(wanted, cancellation);
        }

        _hints = bus.Subscribe(message =>
        {
            if (message.Topic == Topic)
            {
                Wake();
            }
        });
        _loop = Task.Run(Follow, CancellationToken.None);
    }

    /// <summary>Changes the rate from this instant on, without a jump, for every process.</summary>
    /// <param name="rate">0.001 to 10,000.</param>
    public Task ChangeRate(double rate, CancellationToken cancellation = default) => Change(() => clock.WithRate(rate), cancellation);

    /// <summary>Moves business time on from this instant, for every process; its rate stays. Whatever was due in between is late, as after a sleep.</summary>
    /// <param name="span">Not negative: business time never runs backwards.</param>
    public Task MoveOn(TimeSpan span, CancellationToken cancellation = default) => Change(() => clock.MovedOn(span), cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _hints?.Dispose();
        await _stop.CancelAsync();
        await _loop;
        if (_hints is not null && store.Kind == StoreKind.Sqlite)
        {
            await Pause();
        }
    }

    private static Task<AnchorRow?> Find(IReader reader)
        => reader.One<AnchorRow>("select version, machine, business, rate, stopped from clock_anchor where tenant = @tenant");

    private static async Task Save(ITransaction transaction, AnchorRow before, ClockAnchor anchor, long stopped)
    {
        if (await transaction.Execute(
            "update clock_anchor set version = version + 1, machine = @Machine, business = @Business, rate = @Rate, stopped = @stopped where tenant = @tenant and version = @Version",
            new { anchor.Machine, anchor.Business, anchor.Rate, stopped, before.Version }) == 0)
        {
            throw new VersionConflictException("The clock");
        }
    }

    /// <summary>Writes the first anchor, or lets a stopped clock run again.</summary>
    private async Task GoOn(ITransaction transaction)
    {
        var now = machine.Now;
        await transaction.Execute(
            "insert into clock_anchor (tenant, version, machine, business, rate, stopped) values (@tenant, 1, @Machine, @Business, @Rate, 0) on conflict (tenant) do nothing",
            clock.Anchor);
        if (await Find(transaction) is { Stopped: > 0 } row)
        {
            var slept = Math.Max(0, now - row.Stopped);
            await Save(transaction, row, new ClockAnchor(now, row.Anchor.At(row.Stopped) + slept, row.Rate), stopped: 0);
        }
    }

    private async Task Pause()
    {
        try
        {
            await store.Write(TenantId.System, async transaction =>
            {
                if (await Find(transaction) is { } row)
                {
                    await Save(transaction, row, row.Anchor, machine.Now);
                }
            });
        }
        catch (StoreUnavailableException)
        {
            // Then the stop was not a clean one, and business time goes on at its rate.
        }
    }

    private async Task Change(Func<ClockAnchor> anchor, CancellationToken cancellation)
    {
        await store.Write(TenantId.System, async transaction =>
        {
            var row = await Find(transaction) ?? throw new InvalidOperationException("The clock was not started.");
            clock.Adopt(row.Anchor);
            await Save(transaction, row, anchor(), stopped: 0);
        }, cancellation: cancellation);
        await LookOnce(cancellation);
        bus.Publish(new BusMessage(Topic, ""));
    }

    private async Task LookOnce(CancellationToken cancellation)
    {
        if (await store.Read(TenantId.System, Find, cancellation) is { } row && row.Anchor != clock.Anchor)
        {
            clock.Adopt(row.Anchor);
            LogAdopted(row.Rate);
        }
    }

    private async Task Follow()
    {
        while (!_stop.IsCancellationRequested)
        {
            await ((Task)_wake.WaitAsync(Look, _stop.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await LookOnce(_stop.Token);
            }
            catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
            {
                // The anchor held goes on; the next look may succeed.
            }
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Business time runs {Rate} times as fast as the machine's")]
    private partial void LogAdopted(double rate);

    private sealed class AnchorRow
    {
        public required long Version { get; init; }

        public required long Machine { get; init; }

        public required long Business { get; init; }

        public required double Rate { get; init; }

        /// <summary>Machine time of a clean stop; 0 while it runs.</summary>
        public required long Stopped { get; init; }

        public ClockAnchor Anchor => new(Machine, Business, Rate);
    }
}
