using System.CommandLine;
using System.Globalization;
using Patella.Simulator.Incidents;

namespace Patella.Host.Commands;

/// <summary><c>patella simulate incidents</c>: a stream of voices with known faults.</summary>
internal static class SimulateIncidentsCommand
{
    public static Command Build()
    {
        var seed = new Option<ulong>("--seed") { Description = "The same seed writes the same bytes", DefaultValueFactory = _ => 1, HelpName = "number" };
        var folder = new Option<string>("--out") { Description = "Folder for voices.jsonl and truth.json", Required = true, HelpName = "folder" };
        var days = new Option<int>("--days") { Description = "Days of the stream", DefaultValueFactory = _ => 7, HelpName = "number" };
        var voices = new Option<int>("--voices") { Description = "Voices a day", DefaultValueFactory = _ => 40_000, HelpName = "number" };
        var incidents = new Option<int>("--incidents") { Description = "Faults injected", DefaultValueFactory = _ => 16, HelpName = "number" };
        var quiet = new Option<bool>("--no-traps") { Description = "Without sales, floods, copies and drifts" };
        var texts = new Option<FileInfo?>("--texts") { Description = "Speak in the lines of this file instead of our own sentences", HelpName = "file" };
        var command = new Command("incidents", "Write a stream of voices with faults that are known, and with what only looks like faults: sales, floods, copies of one text, slow drifts.") { seed, folder, days, voices, incidents, quiet, texts };
        days.Validators.Add(result => Between(result, "--days", 1, 100));
        voices.Validators.Add(result => Between(result, "--voices", 100, 10_000_000));
        incidents.Validators.Add(result => Between(result, "--incidents", 0, 1_000));
        command.SetAction(parsed =>
        {
            var lines = parsed.GetValue(texts) is { } file ? File.ReadLines(DetectCommand.Readable(file)).Where(line => line.Length > 0).Take(1_000_000).ToList() : null;
            if (lines is { Count: 0 })
            {
                throw new CommandFailedException(ExitCodes.BadInput, "the file of --texts has no line.");
            }

            var truth = IncidentStream.Write(
                new IncidentStreamOptions { Seed = parsed.GetValue(seed), Days = parsed.GetValue(days), VoicesPerDay = parsed.GetValue(voices), Incidents = parsed.GetValue(incidents), Traps = !parsed.GetValue(quiet), Texts = lines },
                parsed.GetValue(folder)!);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {truth.Seed}: {truth.Voices} voices, {truth.Incidents.Count} incidents, {truth.Traps.Count} traps in {parsed.GetValue(folder)}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Between(System.CommandLine.Parsing.OptionResult result, string name, int least, int most)
    {
        if (result.Tokens.Any(token => int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && (value < least || value > most)))
        {
            result.AddError($"{name} must be from {least} to {most}.");
        }
    }
}
