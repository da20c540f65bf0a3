using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Ledger.Posting;

namespace Patella.Service.Ledger;

/// <summary>Writes down that a hold has run out. It was over at its instant, whether or not this came; a hold that was ended before is left as it is.</summary>
internal sealed class LedgerTimers(GeneralLedger ledger, TimerTable timers, BusinessTime business, MachineTime machine, IIdentifiers identifiers) : ITimerHandler
{
    public string Capability => GeneralLedger.Capability;

    public async Task Fire(ITransaction transaction, BusinessTimer timer)
    {
        var ended = await ledger.Post(transaction, TransferOrder.Expire(OrderShape.ExpiryPrefix + timer.Key, timer.Key));
        if (ended.Problem is { Code: "not-yet-expired" })
        {
            await timers.Set(transaction, Capability, timer.Key, timer.DueAt);
        }
        else if (ended is { Succeeded: true, Value: { Repeated: false, First: var entry } })
        {
            await transaction.Append(new TimelineEntry
            {
                Id = identifiers.New(), Kind = LedgerEntries.Expired, At = business.Now, RecordedAt = machine.Now, AuthorParty = "system",
                Data = Json.Write(new { transfer = entry.Id, pending = timer.Key, entry.Document, entry.Amount, entry.Currency }),
            });
        }
    }
}
