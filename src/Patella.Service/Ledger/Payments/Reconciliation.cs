using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;

namespace Patella.Service.Ledger.Payments;

/// <summary>
/// Compares every hour what the provider says it moved with what we have confirmed. What differs stands on a list until both agree or somebody settles it;
/// nothing is booked because of it.
/// </summary>
public sealed partial class Reconciliation(IStore store, IPaymentProvider provider, BusinessTime business, ILogger<Reconciliation> logger)
{
    private const long Hour = 3_600 * Microseconds.PerSecond;

    /// <summary>What ended less than this ago is left to the next run: the provider's list may lag.</summary>
    private const long Lag = 300 * Microseconds.PerSecond;

    private const int PageRows = 1_000;

    internal async Task RunWhenDue(TenantId tenant, Ownership ownership)
    {
        if (!await provider.IsSetUp(tenant, ownership.Lost))
        {
            return;
        }

        var until = await store.Read(tenant, reader => reader.One<long?>(PaymentDesk.Sql["Reconciled"]), ownership.Lost) ?? 0;
        if (business.Now - Lag < until + Hour)
        {
            return;
        }

        try
        {
            await Run(tenant, until, ownership);
        }
        catch (Exception failure) when (failure is not OwnershipLostException and not StoreUnavailableException && !ownership.Lost.IsCancellationRequested)
        {
            // Without its list there is nothing to compare; the next look tries again, and the span only grows.
            LogFailed(tenant.Value, failure.Message);
        }
    }

    /// <summary>Compares from where the last run ended.</summary>
    /// <returns>How many mismatches are open afterwards.</returns>
    internal async Task<long> Run(TenantId tenant, long from, Ownership ownership)
    {
        var until = business.Now - Lag;
        var theirs = (await provider.List(tenant, Math.Max(0, from - Hour), business.Now, ownership.Lost)).ToLookup(entry => entry.Key);
        return await store.Write(tenant, async transaction =>
        {
            await ownership.Check(transaction);
            var (agreed, found) = (new List<string>(), new List<Mismatch>());
            foreach (var keys in theirs.Select(group => group.Key).Chunk(PageRows))
            {
                var ours = (await transaction.Many<Payment>(PaymentDesk.Sql["FindPayments"], new { ids = keys })).ToDictionary(payment => payment.Id);
                foreach (var key in keys)
                {
                    var mismatches = Compare(ours.GetValueOrDefault(key), [.. theirs[key]]).ToList();
                    found.AddRange(mismatches);
                    if (mismatches.Count == 0)
                    {
                        agreed.Add(key);
                    }
                }
            }

            found.AddRange(await MissingThere(transaction, theirs, from, until));
            foreach (var mismatch in found)
            {
                await transaction.Execute(PaymentDesk.Sql["AddMismatch"], mismatch);
            }

            await transaction.Execute(PaymentDesk.Sql["Agree"], new { payments = agreed, now = business.Now });
            var open = await transaction.One<long>(PaymentDesk.Sql["CountOpen"]);
            await transaction.Execute(PaymentDesk.Sql["SaveReconciliation"], new { until, ranAt = business.Now, entries = theirs.Count, open });
            return open;
        }, cancellation: ownership.Lost);
    }

    private IEnumerable<Mismatch> Compare(Payment? ours, ProviderEntry[] entries)
    {
        var (first, sum) = (entries[0], entries.Sum(entry => entry.Amount));
        if (ours is null)
        {
            yield return new Mismatch { Payment = first.Key, Kind = "not-ours", Theirs = sum, Currency = first.Currency, FoundAt = business.Now };
            yield break;
        }

        if (ours.State == PaymentState.Failed)
        {
            yield return Mismatch.Of(ours, "paid-though-failed", sum, business.Now);
        }

        // Twice the same key is twice the amount: a provider that paid doubly shows here.
        if (first.Currency != ours.Currency || sum != ours.Amount)
        {
            yield return Mismatch.Of(ours, first.Currency != ours.Currency ? "currency" : "amount", sum, business.Now);
        }
    }

    private async Task<List<Mismatch>> MissingThere(IReader reader, ILookup<string, ProviderEntry> theirs, long from, long until)
    {
        var (missing, after) = (new List<Mismatch>(), "");
        while (await reader.Many<Payment>(PaymentDesk.Sql["ConfirmedBetween"], new { from, until, after, limit = PageRows }) is { Count: > 0 } page)
        {
            missing.AddRange(page.Where(payment => !theirs.Contains(payment.Id)).Select(payment => Mismatch.Of(payment, "missing-there", null, business.Now)));
            after = page[^1].Id;
        }

        return missing;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The payments of {Tenant} could not be compared with the provider's: {Reason}")]
    private partial void LogFailed(string tenant, string reason);
}
