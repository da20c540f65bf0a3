using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Patella.Host.Evaluations.Incidents;

namespace Patella.Host.Commands;

/// <summary><c>patella eval nab</c>: series with labelled windows.</summary>
internal static class EvalNabCommand
{
    public static Command Build()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder with windows.json and the series it names", Required = true, HelpName = "folder" };
        var command = new Command("nab", "Score the detector of series on NAB's labelled windows, by event, with one setting for all of them, beside a random detector.") { data };
        command.SetAction(parsed => Run(parsed.GetValue(data)!));
        return command;
    }

    private static int Run(DirectoryInfo data)
    {
        if (!File.Exists(Path.Combine(data.FullName, "windows.json")))
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{data.FullName} has no windows.json.");
        }

        try
        {
            var ours = NabScore.Read(data.FullName, random: false);
            Screen.Table(["series", "alerts", "precision", "windows", "recall", "F1"],
                [.. ours.Append(NabScore.Sum("all", ours)).Append(NabScore.Sum("all, at random", NabScore.Read(data.FullName, random: true))).Select(score => new[]
                {
                    score.Name, $"{score.Alerts}", Number(score.Precision), $"{score.Found} of {score.Windows}", Number(score.Recall), Number(score.F1),
                })]);
            return ExitCodes.Done;
        }
        catch (Exception failure) when (failure is JsonException or FormatException or IOException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{data.FullName} is not as the set is: {failure.Message}", failure);
        }
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
