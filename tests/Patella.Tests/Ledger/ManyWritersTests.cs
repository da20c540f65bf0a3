using System.Collections.Concurrent;
using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Ledger;
using Patella.Tests.Platform;
using Xunit.Abstractions;
using static Patella.Kernel.Ledger.TransferOrder;

namespace Patella.Tests.Ledger;

/// <summary>Many writers in two processes on the same accounts, who say some things twice: what was acknowledged is there once, and the books balance.</summary>
public class ManyWritersTests(ITestOutputHelper output)
{
    private const string Cny = LedgerWorld.Currency;

    [Theory]
    [OnSqlite(1), OnSqlite(2), OnPostgres(1), OnPostgres(2), OnPostgres(3)]
    public async Task What_was_acknowledged_is_in_the_journal_once(StoreKind kind, int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var world = await LedgerWorld.Create(kind);
        var platform = (await world.Accounts(ChartOfAccounts.Platform, 1))[0];
        var funds = await world.Accounts(ChartOfAccounts.Fund, 3);
        var buyers = await world.Accounts(ChartOfAccounts.BuyerValue, 5);
        await world.Post([.. funds.Select((fund, number) => Move($"budget{number}", platform, fund, 2_000, Cny, "budget"))]);
        PostingIntake[] processes = [world.Intake, await world.Another()];
        var acknowledged = new ConcurrentDictionary<string, long>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var random = new Random((seed * 100) + writer);
            for (var step = 0; step < 40; step++)
            {
                // Each id belongs to two writers, who mean the same by it.
                var id = $"w{writer / 2}.{step}";
                var order = Move(id, funds[step % 3], buyers[step % 5], 10 + step, Cny, "gesture");
                var answer = await (random.Next(5) == 0 ? world.Post(order) : processes[writer % 2].Post(world.Tenant, order));
                if (answer.Succeeded)
                {
                    acknowledged[id] = answer.Value.First.Amount;
                }
                else
                {
                    Assert.Equal("limit-reached", answer.Problem!.Code);
                }
            }
        })));

        var journal = (await world.Journal()).Where(entry => entry.Reason == "gesture").ToDictionary(entry => entry.Id, entry => entry.Amount);
        Assert.Equal(acknowledged.OrderBy(pair => pair.Key), journal.OrderBy(pair => pair.Key));
        Assert.All(await world.AllAccounts(), account => Assert.True(account.Kind != ChartOfAccounts.Fund || account.Balance >= 0));
        var finding = await world.Verify();
        Assert.True(finding.Intact, finding.ToString());
    }
}
