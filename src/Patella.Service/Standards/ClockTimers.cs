using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;

namespace Patella.Service.Standards;

/// <summary>Looks at a clock when its warning or its due time has come. The row decides, not the timer: one that comes late, early or twice does no harm.</summary>
internal sealed class ClockTimers(ServiceClocks clocks, TimerTable timers, BusinessTime business) : ITimerHandler
{
    /// <summary>Business time after which a clock that somebody else had in hand is looked at again.</summary>
    private const long AgainAfter = Microseconds.PerSecond;

    public string Capability => ServiceClocks.Capability;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        // Whoever answers holds the clock and wants the timer's row, which this transaction holds: waiting here would be a deadlock.
        var sql = StandardBooks.Sql["FindClock"] + (transaction.Kind == StoreKind.Postgres ? " for update skip locked" : "");
        if (await transaction.One<Clock>(sql, new { id = timer.Key }) is not { } clock)
        {
            if (transaction.Kind == StoreKind.Postgres && await transaction.One<Clock>(StandardBooks.Sql["FindClock"], new { id = timer.Key }) is { IsOpen: true })
            {
                await timers.Set(transaction, Capability, timer.Key, business.Now + AgainAfter);
            }

            return;
        }

        var after = ClockRules.Look(clock, business.Now);
        await clocks.Save(transaction, clock, after);
        if (ClockRules.NextLook(after) is { } next && next == ClockRules.NextLook(clock))
        {
            // Early: the timer is gone with this transaction, the clock still runs.
            await timers.Set(transaction, Capability, clock.Id, next);
        }
    }
}
