using System.Diagnostics;
using System.Globalization;
using Patella.Simulator.Festival;
using Patella.Tests.Hosting;
using Patella.Tests.Platform;
using Xunit.Abstractions;

namespace Patella.Tests.Cluster;

/// <summary>
/// The festival of the demonstration goes on while processes are killed or stopped. Small by default; with PATELLA_FULL=1 the night of
/// 2,000 sessions. PATELLA_KILLS says how often on SQLite (4; 50 when full; 1000 for a long night).
/// </summary>
public class FestivalUnderFireTests(ITestOutputHelper output)
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("PATELLA_FULL") == "1";
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("PATELLA_KILLS"), out var kills) ? kills : Full ? 50 : 4;
    private static readonly int Sessions = Full || Kills >= 50 ? 2_000 : 200;
    private static readonly int Agents = Sessions == 2_000 ? 60 : 12;
    private readonly Random _random = new(20171111);
    private readonly List<PatellaProcess> _processes = [];

    [Fact]
    public async Task Every_session_goes_on_when_the_only_process_is_killed_again_and_again()
    {
        var port = PatellaProcess.FreePort();
        var arguments = Arguments(port, Directory.CreateTempSubdirectory("patella-fire-").FullName);
        await StartDemonstration(arguments);
        var slowest = TimeSpan.Zero;
        var pause = Kills > 4 ? 5_000 : 3_500;
        var summary = await Festival([port], seconds: Math.Max(Sessions == 2_000 ? 240 : 25, Kills * pause / 1_000.0), async over =>
        {
            for (var kill = 0; kill < Kills && !over(); kill++)
            {
                await Task.Delay(_random.Next(pause / 2, pause));
                await _processes[0].Kill();
                await _processes[0].DisposeAsync();
                var started = Stopwatch.GetTimestamp();
                _processes[0] = await PatellaProcess.Serve(arguments);
                var took = Stopwatch.GetElapsedTime(started);
                slowest = took > slowest ? took : slowest;
            }
        });
        output.WriteLine($"{Kills} kills, slowest restart {slowest.TotalSeconds:0.0} s");
        await CheckAndEnd(summary);
    }

    [PostgresFact]
    public async Task Every_session_goes_on_when_one_of_two_processes_is_killed_or_stopped()
    {
        var database = await StoreFixture.CreateDatabase();
        try
        {
            var ports = new[] { PatellaProcess.FreePort(), PatellaProcess.FreePort() };
            var folder = Directory.CreateTempSubdirectory("patella-fire-").FullName;
            var arguments = ports.Select(port => Arguments(port, folder, "--postgres", StoreFixture.ConnectionStringOf(database))).ToList();
            await StartDemonstration(arguments[0]);
            _processes.Add(await PatellaProcess.Serve(arguments[1]));
            var rounds = Full ? 8 : 2;
            var summary = await Festival(ports, seconds: Sessions == 2_000 ? 240 : 30, async over =>
            {
                for (var round = 0; round < rounds && !over(); round++)
                {
                    await Task.Delay(_random.Next(3_000, 6_000));
                    await (round % 2 == 0 ? KillAndStart(round / 2 % 2, arguments) : Sleep(1 - (round / 2 % 2)));
                    await Task.Delay(Full ? 8_000 : 3_000);
                }
            });
            await CheckAndEnd(summary);
        }
        finally
        {
            await StoreFixture.DropDatabase(database);
        }
    }

    private async Task KillAndStart(int index, List<string[]> arguments)
    {
        output.WriteLine($"kill process {index}");
        await _processes[index].Kill();
        await _processes[index].DisposeAsync();
        await Task.Delay(6_000);
        _processes[index] = await PatellaProcess.Serve(arguments[index]);
    }

    /// <summary>Stopped for longer than its lease lasts, then woken in the middle of what it did.</summary>
    private async Task Sleep(int index)
    {
        output.WriteLine($"stop process {index}");
        await _processes[index].Signal("STOP");
        await Task.Delay(9_000);
        await _processes[index].Signal("CONT");
    }

    private static string[] Arguments(int port, string folder, params string[] store)
        => ["--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder, "--demo", "--no-festival", .. store];

    private async Task StartDemonstration(string[] arguments)
    {
        _processes.Add(await PatellaProcess.Serve(arguments));
        await _processes[0].Said("The demonstration is complete");
    }

    private static async Task<FestivalSummary> Festival(IEnumerable<int> ports, double seconds, Func<Func<bool>, Task> fire)
    {
        var running = false;
        var progress = new Seen(now => running |= now.Started > 0);
        var options = new FestivalOptions
        {
            Servers = ports.Select(port => new Uri($"http://127.0.0.1:{port}")).ToList(),
            Sessions = Sessions,
            Agents = Agents,
            Seed = 6,
            Duration = TimeSpan.FromSeconds(seconds),
        };
        var festival = FestivalRun.RunAsync(options, progress, TimeProvider.System, CancellationToken.None);
        await Waiting.Until(() => running || festival.IsCompleted, "the first consumers", TimeSpan.FromMinutes(2));
        await fire(() => festival.IsCompleted);
        return await festival;
    }

    private async Task CheckAndEnd(FestivalSummary summary)
    {
        output.WriteLine(summary.ToJson());
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Assert.Equal(Sessions, summary.Offered);
        Assert.Equal((0, 0, 0), (summary.Errors, summary.Lost, summary.Doubled));
    }

    /// <summary>Reports come on other threads; only the latest counts.</summary>
    private sealed class Seen(Action<FestivalProgress> look) : IProgress<FestivalProgress>
    {
        public void Report(FestivalProgress value) => look(value);
    }
}
