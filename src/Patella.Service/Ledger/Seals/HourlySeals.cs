using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Service.Ledger.Seals;

/// <summary>Seals the books at the first look after each hour of business time in which something moved.</summary>
internal sealed class SealWorker(IStore store, SealChain seals, BusinessTime business, ILogger<HourlySeals> logger) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => ("ledger-seals:" + tenant.Value, new HourlySeals(tenant, store, seals, business, logger));
}

internal sealed partial class HourlySeals(TenantId tenant, IStore store, SealChain seals, BusinessTime business, ILogger<HourlySeals> logger) : IPartitionOwner
{
    private const long Hour = 3_600 * Microseconds.PerSecond;

    /// <summary>Longest machine time between two looks, for a business clock whose rate was changed meanwhile.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(20);

    public async Task Run(Ownership ownership)
    {
        // Once an hour and once after a start: finding out that nothing has moved takes a look at every account.
        for (var sealedHour = long.MinValue; !ownership.Lost.IsCancellationRequested;)
        {
            var hour = business.Now / Hour;
            if (hour > sealedHour)
            {
                await Seal(ownership);
                sealedHour = hour;
            }

            var wait = business.ToMachine(TimeSpan.FromMicroseconds(Hour - (business.Now % Hour)));
            await Task.Delay(wait < LongestSleep ? wait : LongestSleep, ownership.Lost);
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload)
        => throw new NotSupportedException("Seals take no commands; finance seals through the ledger's door.");

    private async Task Seal(Ownership ownership)
    {
        var outcome = await store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            return await seals.Make(transaction);
        }, WriteMode.Serializable, ownership.Lost);
        if (outcome.Problem is { Code: "books-do-not-balance" })
        {
            LogUneven(tenant.Value);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The books of {Tenant} do not balance and were not sealed")]
    private partial void LogUneven(string tenant);
}
