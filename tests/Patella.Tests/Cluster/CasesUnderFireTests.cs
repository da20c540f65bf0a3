using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Cluster;

/// <summary>
/// Processes are killed and stopped while cases and their clocks are under way: transfers that silence accepts, promises that run out, pauses, warnings,
/// breaches. Business time runs 120 times as fast. Small by default; PATELLA_FULL=1 goes on for longer, PATELLA_KILLS says how often on SQLite.
/// </summary>
public class CasesUnderFireTests(ITestOutputHelper output)
{
    private const int Seed = 20171111;
    private static readonly bool Full = Environment.GetEnvironmentVariable("PATELLA_FULL") == "1";
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("PATELLA_KILLS"), out var kills) ? kills : Full ? 50 : 4;
    private readonly Random _random = new(Seed);

    [Fact]
    public async Task No_case_promise_or_breach_is_lost_or_doubled_when_the_only_process_is_killed()
    {
        var folder = Directory.CreateTempSubdirectory("patella-cases-").FullName;
        CaseWorkers workers;
        await using (var installation = await LiveInstallation.Start("--data", folder, "--time-rate", "120"))
        {
            workers = await Work(installation, 1, async () =>
            {
                for (var kill = 0; kill < Kills; kill++)
                {
                    await Task.Delay(_random.Next(800, 2_500));
                    await installation.KillAndRestart(0);
                }
            });
        }

        await Judge(workers, new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "tenants", "acme.db"), Pooling = false }.ToString()));
        Directory.Delete(folder, recursive: true);
    }

    [PostgresFact]
    public async Task No_case_promise_or_breach_is_lost_or_doubled_when_one_of_two_processes_is_killed_or_stopped()
    {
        var database = await StoreFixture.CreateDatabase();
        try
        {
            CaseWorkers workers;
            await using (var installation = await LiveInstallation.Start("--data", Directory.CreateTempSubdirectory("patella-cases-").FullName, "--time-rate", "120", "--postgres", StoreFixture.ConnectionStringOf(database)))
            {
                await installation.StartProcess();
                workers = await Work(installation, 2, async () =>
                {
                    for (var round = 0; round < (Full ? 8 : 2); round++)
                    {
                        await Task.Delay(_random.Next(1_500, 3_000));
                        await (round % 2 == 0 ? KillAndStart(installation, round / 2 % 2) : Sleep(installation, 1 - (round / 2 % 2)));
                    }
                });
            }

            await Judge(workers, new NpgsqlConnection(StoreFixture.ConnectionStringOf(database)));
        }
        finally
        {
            await StoreFixture.DropDatabase(database);
        }
    }

    private async Task<CaseWorkers> Work(LiveInstallation installation, int processes, Func<Task> fire)
    {
        var workers = new CaseWorkers(installation, processes, Seed);
        await workers.Begin(6);
        await fire();
        await Task.Delay(3_000);
        await workers.End();

        // What fell due while somebody was dead is caught up with: by the time a new promise would have run out, nothing overdue may be left.
        var token = await CaseWorkers.Ready(() => installation.SignIn(0, "sue"));
        var until = workers.BusinessNow;
        await Waiting.Until(async () =>
        {
            var risk = (await CaseWorkers.Ready(() => installation.Ask(0, HttpMethod.Get, "/api/v1/standards/clocks?outcome=breached&limit=200", token)))!["items"]!.AsArray();
            return risk.All(clock => (string)clock!["state"]! == "breached" || (DateTimeOffset)clock["dueAt"]! > until) && workers.BusinessNow > until.AddMinutes(30);
        }, "the clocks that fell due", TimeSpan.FromSeconds(60));
        return workers;
    }

    private async Task KillAndStart(LiveInstallation installation, int index)
    {
        output.WriteLine($"kill process {index}");
        await installation.Process(index).Kill();
        await Task.Delay(6_000);
        await installation.KillAndRestart(index);
    }

    /// <summary>Stopped for longer than its lease lasts, with cases and clocks in hand, then woken in the middle of what it did.</summary>
    private async Task Sleep(LiveInstallation installation, int index)
    {
        output.WriteLine($"stop process {index}");
        await installation.Process(index).Signal("STOP");
        await Task.Delay(9_000);
        await installation.Process(index).Signal("CONT");
        await Task.Delay(2_000);
    }

    private async Task Judge(CaseWorkers workers, DbConnection connection)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            var ledger = await CaseLedger.Read(connection);
            output.WriteLine($"seed {Seed}: {workers.Acknowledged.Count} deeds acknowledged, {workers.Refused.Count} refused; {ledger.Summary}");
            Assert.True(workers.Acknowledged.Count > 30, $"only {workers.Acknowledged.Count} deeds were acknowledged");
            ledger.HoldsAgainst(workers);
            ledger.IsOneStory();
            ledger.EachClockBrokeOnce((workers.BusinessNow.AddMinutes(-60) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        }
    }
}
