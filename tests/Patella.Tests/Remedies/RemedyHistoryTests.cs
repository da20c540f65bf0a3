using System.Globalization;
using Patella.Platform.Storage;
using Patella.Tests.Ledger;
using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Remedies;

/// <summary>
/// Random histories of remedies and the ledger under them: orders, charges, gestures, advances and recoveries over a provider of random faults, clocks that are set
/// back, accounts closed in between, and a process that dies at every kind of point. PATELLA_LEDGER_OPERATIONS sets how many operations a store gets; PATELLA_FULL=1
/// makes it ten million.
/// </summary>
public class RemedyHistoryTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_123;
    private const int ReducedOperations = 900;
    private const int FullOperations = 10_000_000;

    /// <summary>Operations on one store before it is brought to rest, verified as a whole and a new one begins.</summary>
    private const int EpochOperations = 450;

    private static int Operations => int.TryParse(Environment.GetEnvironmentVariable("PATELLA_LEDGER_OPERATIONS"), CultureInfo.InvariantCulture, out var count) ? count
        : Environment.GetEnvironmentVariable("PATELLA_FULL") == "1" ? FullOperations : ReducedOperations;

    [Theory, OnSqlite, OnPostgres]
    public async Task No_cent_is_lost_and_none_paid_twice_whatever_dies_in_between(StoreKind kind)
    {
        var deaths = Enum.GetValues<Moment>().ToDictionary(moment => moment, _ => 0);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var (left, epoch) = (Operations, 0); left > 0; left -= EpochOperations, epoch++)
        {
            var process = new DyingProcess();
            var history = await RemedyHistory.Begin(kind, process, Seed + epoch);
            await using var world = history.World;
            await history.Run(Math.Min(left, EpochOperations));
            foreach (var (moment, count) in process.Deaths)
            {
                deaths[moment] += count;
            }

            foreach (var (what, count) in history.Counts)
            {
                counts[what] = counts.GetValueOrDefault(what) + count;
            }
        }

        output.WriteLine($"seed {Seed}, {Operations} operations, deaths: {string.Join(", ", deaths.Select(pair => $"{pair.Key} {pair.Value}"))}");
        output.WriteLine(string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.All(deaths, pair => Assert.True(pair.Value > 0, $"nothing died at {pair.Key}"));
        Assert.All(new[] { "Pay ok", "Reserve more-than-paid", "Cancel ok", "Retry ok", "odd settled", "Recover ok", "Reverse ok", "Know ok" }, what => Assert.True(counts.GetValueOrDefault(what) > 0, $"no {what}"));
    }

    [Fact]
    public async Task A_ledger_that_is_wrong_by_a_cent_now_and_then_is_seen()
    {
        var history = await RemedyHistory.Begin(StoreKind.Sqlite, new DriftingProcess(new Random(Seed)), Seed);
        await using var world = history.World;
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => history.Run(ReducedOperations));
    }
}
