using System.CommandLine;
using System.Text.Json;
using Patella.Host.Doctor;
using Patella.Host.Hosting;
using Patella.Platform.Migrations;
using Patella.Service.Edge;

namespace Patella.Host.Commands;

/// <summary><c>patella doctor</c>: looks at everything a server needs and says what to do.</summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var place = new StorePlaceArguments();
        var port = new Option<int>("--port", "-p") { Description = "Port the server has or is to have", DefaultValueFactory = _ => 5080, HelpName = "number" };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON" };
        var command = new Command("doctor", "Look at folder, disk, store, migrations, clock, leases, backups, port and telemetry, and say what to do. Changes nothing; works beside a running server.") { port, json };
        place.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var results = await Examine(place.Read(parsed), parsed.GetValue(port), MachineClock.Provider);
            Print(results, parsed.GetValue(json));
            return results.Any(result => result.State == CheckState.Failed) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    internal static async Task<IReadOnlyList<CheckResult>> Examine(StorePlace place, int port, TimeProvider clock)
    {
        await using var services = place.Open();
        var migrations = services.GetRequiredService<MigrationSet>();
        IStoreDoctor store = place.Postgres is { } postgres ? new PostgresDoctor(postgres, migrations, clock) : new SqliteDoctor(place.DataFolder, migrations, clock);
        return
        [
            MachineChecks.Folder(place.DataFolder, holdsState: place.Postgres is null),
            MachineChecks.Disk(place.DataFolder),
            .. await store.Check(),
            BackupRecord.Check(place.DataFolder, clock),
            MachineChecks.OpenFiles(),
            await MachineChecks.Port(port),
            await MachineChecks.Collector(),
            MachineChecks.Web(WebFolder.Find(AppContext.BaseDirectory)),
        ];
    }

    private static void Print(IReadOnlyList<CheckResult> results, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(results, Json.Options));
            return;
        }

        Screen.Table(["state", "what", "found", "to do"], results.Select(result => new[] { WordOf(result.State), result.Name, result.Detail, result.Advice }));
        var failed = results.Count(result => result.State == CheckState.Failed);
        var warnings = results.Count(result => result.State == CheckState.Warning);
        Console.WriteLine(failed + warnings == 0 ? "All is well." : $"{failed} failed, {warnings} to look at.");
    }

    private static string WordOf(CheckState state) => state switch
    {
        CheckState.Ok => "ok",
        CheckState.Warning => "warning",
        CheckState.Failed => "FAILED",
        CheckState.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
