using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Patella.Host.Detection;
using Patella.Host.Evaluations.Incidents;
using Patella.Simulator.Incidents;

namespace Patella.Host.Commands;

/// <summary><c>patella eval incidents</c>: what was found against what was injected, by event.</summary>
internal static class EvalIncidentsCommand
{
    public static Command Build()
    {
        var truth = new Option<FileInfo[]>("--truth") { Description = "truth.json of simulate incidents; several are summed up", Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "file" };
        var found = new Option<FileInfo[]>("--found") { Description = "What detect wrote, in the same order", Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "file" };
        var cells = new Option<double>("--cells") { Description = "Cells that are watched: they set the floor under any delay", DefaultValueFactory = _ => 1_000_000, HelpName = "number" };
        var remarks = new Option<bool>("--remarks") { Description = "Name every alert that is false, further or elsewhere and every incident missed" };
        var command = new Command("incidents", "Score incidents by event: precision, missed above 1.5 times the floor, false alerts a day, alerts an incident, the node, the delay over its bound; beside a random and a silent detector.") { truth, found, cells, remarks };
        command.SetAction(parsed => Run(parsed.GetValue(truth)!, parsed.GetValue(found)!, parsed.GetValue(cells), parsed.GetValue(remarks)));
        return command;
    }

    private static int Run(FileInfo[] truths, FileInfo[] founds, double cells, bool remarks)
    {
        if (truths.Length != founds.Length)
        {
            throw new CommandFailedException(ExitCodes.WrongUsage, "give as many files for --found as for --truth.");
        }

        var (ours, random, silent) = (new List<IncidentScore>(), new List<IncidentScore>(), new List<IncidentScore>());
        foreach (var (truthFile, foundFile) in truths.Zip(founds))
        {
            var truth = Read<IncidentTruth>(truthFile);
            var found = Read<FoundIncident[]>(foundFile);
            ours.Add(IncidentScore.Of(truth, found, cells));
            random.Add(IncidentScore.Of(truth, BlindDetectors.Random(truth, found), cells));
            silent.Add(IncidentScore.Of(truth, [], cells));
        }

        var whole = IncidentScore.Sum(ours);
        Screen.Table(["detector", "alerts", "precision", "missed", "false a day", "alerts an incident", "right node", "delay median", "P90", "over bound median", "P90"],
            [Row("patella", whole), Row("random", IncidentScore.Sum(random)), Row("silent", IncidentScore.Sum(silent))]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{truths.Length} streams, {whole.Days:0.#} days, {whole.Incidents} incidents, {whole.Above} of them above 1.5 times the floor at {cells:0} cells"));
        foreach (var remark in remarks ? whole.Remarks : [])
        {
            Console.WriteLine(remark);
        }

        return ExitCodes.Done;
    }

    private static string[] Row(string name, IncidentScore score)
    {
        static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("0.##", CultureInfo.InvariantCulture);
        return
        [
            name, $"{score.Alerts}", Number(100 * score.Precision) + " %", $"{score.Missed} of {score.Above}, {Number(100 * score.MissRate)} %", Number(score.FalsePerDay), Number(score.AlertsPerIncident),
            Number(100 * score.StrictShare) + " %", Number(IncidentScore.Quantile(score.Delays, 0.5)) + " min", Number(IncidentScore.Quantile(score.Delays, 0.9)) + " min",
            Number(IncidentScore.Quantile(score.Ratios, 0.5)), Number(IncidentScore.Quantile(score.Ratios, 0.9)),
        ];
    }

    private static T Read<T>(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(DetectCommand.Readable(file)), FoundIncident.Options) ?? throw new JsonException("it is empty");
        }
        catch (JsonException failure)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{file.FullName} is not as it should be: {failure.Message}", failure);
        }
    }
}
