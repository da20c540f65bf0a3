using Patella.Tests.Cluster;
using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Actions;

/// <summary>
/// Processes are killed and stopped while consumers cancel orders through a marketplace that loses, delays and refuses: each is done once, and each cent of it moves once.
/// Small by default; PATELLA_KILLS says how often on SQLite, PATELLA_FULL=1 goes on for longer.
/// </summary>
public class ActionsUnderFireTests(ITestOutputHelper output)
{
    private const int Seed = 20201111;
    private static readonly bool Full = Environment.GetEnvironmentVariable("PATELLA_FULL") == "1";
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("PATELLA_KILLS"), out var kills) ? kills : Full ? 50 : 4;
    private readonly Random _random = new(Seed);

    [Fact]
    public async Task Nothing_is_done_or_paid_twice_or_lost_when_the_only_process_is_killed()
    {
        var folder = Directory.CreateTempSubdirectory("patella-actions-").FullName;
        await using (var installation = await LiveInstallation.Start("--data", folder))
        {
            await Work(installation, 1, async () =>
            {
                for (var kill = 0; kill < Kills; kill++)
                {
                    await Task.Delay(_random.Next(500, 2_500));
                    await installation.KillAndRestart(0);
                }
            });
        }

        Directory.Delete(folder, recursive: true);
    }

    [PostgresFact]
    public async Task Nothing_is_done_or_paid_twice_or_lost_when_one_of_two_processes_is_killed_or_sleeps()
    {
        var database = await StoreFixture.CreateDatabase();
        try
        {
            await using var installation = await LiveInstallation.Start("--data", Directory.CreateTempSubdirectory("patella-actions-").FullName, "--postgres", StoreFixture.ConnectionStringOf(database));
            await installation.StartProcess();
            await Work(installation, 2, async () =>
            {
                for (var round = 0; round < (Full ? 8 : 2); round++)
                {
                    await Task.Delay(_random.Next(1_500, 3_000));
                    await (round % 2 == 0 ? Kill(installation, round / 2 % 2) : Sleep(installation, 1 - (round / 2 % 2)));
                }
            });
        }
        finally
        {
            await StoreFixture.DropDatabase(database);
        }
    }

    private async Task Work(LiveInstallation installation, int processes, Func<Task> fire)
    {
        await using var shop = await FakeMarketplace.Start();
        shop.FaultOf = FaultOf;
        var buyers = new ActionBuyers(installation, shop, processes, Seed);
        await buyers.Begin(4);
        await fire();
        await buyers.End();
        var judged = await buyers.Judge();
        output.WriteLine($"seed {Seed}: {judged}");
    }

    /// <summary>A third of what is sent goes wrong somehow, by its key, so that a run repeats itself.</summary>
    private static ShopFault FaultOf(string key) => (key.Sum(letter => letter) % 12) switch
    {
        0 => ShopFault.AnswerLost,
        1 => ShopFault.OrderLost,
        2 => ShopFault.Late,
        3 => ShopFault.Refuses,
        _ => ShopFault.None,
    };

    private static async Task Kill(LiveInstallation installation, int index)
    {
        await installation.Process(index).Kill();
        await Task.Delay(6_000);
        await installation.KillAndRestart(index);
    }

    /// <summary>Stopped for longer than its lease lasts, with changes in hand, then woken in the middle of what it did.</summary>
    private static async Task Sleep(LiveInstallation installation, int index)
    {
        await installation.Process(index).Signal("STOP");
        await Task.Delay(9_000);
        await installation.Process(index).Signal("CONT");
        await Task.Delay(2_000);
    }
}
