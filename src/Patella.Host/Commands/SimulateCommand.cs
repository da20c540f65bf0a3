using System.CommandLine;
using System.Globalization;
using Patella.Host.Hosting;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Festival;

namespace Patella.Host.Commands;

/// <summary><c>patella simulate</c>: plays people against a running server, through the public API and the live channel alone.</summary>
internal static class SimulateCommand
{
    public static Command Build() => new("simulate", "Play consumers, agents and carriers against a running server and report what they saw.")
    {
        Festival(),
        SimulateMarketplaceCommand.Build(),
        SimulateIncidentsCommand.Build(),
    };

    private static Command Festival()
    {
        var sessions = new Option<int>("--sessions") { Description = "Consumers who come", DefaultValueFactory = _ => 2_000, HelpName = "number" };
        var agents = new Option<int>("--agents") { Description = "Agents on duty", DefaultValueFactory = _ => 60, HelpName = "number" };
        var scenario = new Option<FestivalScenario>("--scenario") { Description = "festival (staffed for the forecast) or crush (130 % in the first part of the night)", DefaultValueFactory = _ => FestivalScenario.Festival, HelpName = "name" };
        var seed = new Option<ulong>("--seed") { Description = "The same seed plays the same people", DefaultValueFactory = _ => 1, HelpName = "number" };
        var speed = new Option<double?>("--speed") { Description = "How many times faster than the server's business clock people act [default: so that it takes about 90 s]", HelpName = "factor" };
        var duration = new Option<double?>("--seconds") { Description = "Spread the arrivals over this many seconds instead", HelpName = "number" };
        var tenant = new Option<string>("--tenant") { Description = "The tenant's slug", DefaultValueFactory = _ => DemoPersonas.TenantSlug, HelpName = "slug" };
        var json = new Option<string?>("--json") { Description = "Write the summary to this file", HelpName = "file" };
        var door = new ServerDoor();
        var command = new Command("festival", "A night of a shopping festival. With a key (scopes admin, events, imports) what it needs is loaded first; without one the server must have been started with --demo. Ends with 1 when an acknowledged message was lost or doubled or anything failed.")
        {
            sessions, agents, scenario, seed, speed, duration, tenant, json,
        };
        door.AddTo(command);
        sessions.Validators.Add(result => Positive(result, "--sessions"));
        agents.Validators.Add(result => Positive(result, "--agents"));
        command.SetAction(async (parsed, cancellation) => await Run(
            new FestivalOptions
            {
                Servers = await door.Servers(parsed, cancellation),
                ApiKey = door.Key(parsed),
                Sessions = parsed.GetValue(sessions),
                Agents = parsed.GetValue(agents),
                Scenario = parsed.GetValue(scenario),
                Seed = parsed.GetValue(seed),
                Speed = parsed.GetValue(speed),
                Duration = parsed.GetValue(duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Tenant = parsed.GetValue(tenant)!,
            },
            parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> Run(FestivalOptions options, string? json, CancellationToken cancellation)
    {
        try
        {
            using var screen = new FestivalScreen(options.Sessions);
            var summary = await FestivalRun.RunAsync(options, screen, MachineClock.Provider, cancellation);
            screen.Dispose();
            Print(summary);
            if (json is not null)
            {
                await File.WriteAllTextAsync(json, summary.ToJson(), CancellationToken.None);
            }

            return summary.Errors + summary.Lost + summary.Doubled == 0 ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (ApiFailureException failure)
        {
            throw new CommandFailedException(ExitCodes.Failed, failure.Message, failure);
        }
    }

    private static void Print(FestivalSummary summary)
    {
        static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
        static string Share(int part, int whole) => whole == 0 ? "" : (100.0 * part / whole).ToString("0.00", CultureInfo.InvariantCulture) + " %";
        Screen.Table(["figure", "value", "share"],
        [
            ["offered", $"{summary.Offered}", ""],
            ["pickedUp", $"{summary.PickedUp}", Share(summary.PickedUp, summary.Offered)],
            ["replied", $"{summary.Replied}", Share(summary.Replied, summary.Offered)],
            ["askedForPerson", $"{summary.AskedForPerson}", Share(summary.AskedForPerson, summary.Offered)],
            ["gotPerson", $"{summary.GotPerson}", Share(summary.GotPerson, summary.AskedForPerson)],
            ["abandoned", $"{summary.Abandoned}", Share(summary.Abandoned, summary.Offered)],
            ["botShare", Number(summary.BotShare), ""],
            ["waitP50 seconds", Number(summary.WaitP50), ""],
            ["waitP90 seconds", Number(summary.WaitP90), ""],
            ["waitP99 seconds", Number(summary.WaitP99), ""],
            ["messagesPerSecond", Number(summary.MessagesPerSecond), ""],
            ["lost", $"{summary.Lost}", ""],
            ["doubled", $"{summary.Doubled}", ""],
            ["errors", $"{summary.Errors}", string.Join(", ", summary.ErrorReasons.Select(reason => $"{reason.Key}: {reason.Value}"))],
        ]);
        Console.WriteLine($"scenario {summary.Scenario}, seed {summary.Seed}; {Number(summary.MachineSeconds)} s of the machine, {Number(summary.BusinessSeconds)} s of business time at rate {Number(summary.TimeRate)}, people {Number(summary.Speed)} times as fast");
    }

    private static void Positive(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.Tokens.Any(token => int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value < 1))
        {
            result.AddError($"{name} must be 1 or more.");
        }
    }
}
