using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timers;

namespace Patella.Service.Remedies;

/// <summary>Collects every day what is outstanding; after thirty days of waiting for settlements what is left is claimed.</summary>
internal sealed class RecoveryTimers(AdvanceDesk desk, TimerTable timers, BusinessTime business) : ITimerHandler
{
    private const long Day = 86_400 * Microseconds.PerSecond;

    public string Capability => AdvanceDesk.Capability;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        if (timer.Key.Split('/') is not [var caseRef, var currency] || await AdvanceDesk.Lock(transaction, caseRef, currency) is not { Party: not null } row)
        {
            return;
        }

        var stand = await Step(transaction, row, RecoverySteps.Sweep, timer);
        if (stand?.Outstanding > stand?.Claimed && row.ClaimAt <= business.Now)
        {
            stand = await Step(transaction, row, RecoverySteps.Claim, timer);
        }

        if (stand is null || stand.Outstanding > 0 || stand.Held > 0)
        {
            await timers.Set(transaction, Capability, timer.Key, business.Now + Day);
        }
    }

    private async Task<AdvanceStand?> Step(ITransaction transaction, AdvanceRow row, string step, BusinessTimer timer)
    {
        var id = $"{step}:{Short(row.CaseRef)}:{timer.Generation}:{timer.DueAt / Microseconds.PerSecond}";
        return (await desk.Recover(transaction, new NewRecovery(id, row.CaseRef, row.Currency, step, null, "by the day", RemedyGiver.System))) is { Succeeded: true } done ? done.Value : null;
    }

    // A case's id may be as long as a recovery's.
    private static string Short(string caseRef) => Kernel.Ledger.TransferHash.Of([caseRef])[..24];
}
