using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Patella.Host.Detection;

namespace Patella.Host.Commands;

/// <summary><c>patella detect</c>: the engine of the live stream over one's own file.</summary>
internal static class DetectCommand
{
    public static Command Build()
    {
        var voices = new Option<FileInfo?>("--voices") { Description = "JSON lines in time order: id, time (ISO 8601), text, customer, reason (optional), and any other text field as a dimension", HelpName = "file" };
        var series = new Option<FileInfo?>("--series") { Description = "CSV of timestamp,value", HelpName = "file" };
        var json = new Option<string?>("--json") { Description = "Write what was found to this file [default: print it]", HelpName = "file" };
        var budget = new Option<double>("--false-alarms") { Description = "False alarms a day that are accepted", DefaultValueFactory = _ => 0.25, HelpName = "number" };
        var command = new Command("detect", "Find what is newly wrong in a stream of voices, or sudden changes in a series. Baselines are learnt from the stream itself.") { voices, series, json, budget };
        budget.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => double.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value is <= 0 or > 1_000))
            {
                result.AddError("--false-alarms must be above 0 and at most 1000.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(voices) is null == result.GetResult(series) is null)
            {
                result.AddError("give either --voices or --series.");
            }
        });
        command.SetAction(parsed => parsed.GetValue(voices) is { } file ? Voices(file, parsed.GetValue(json), parsed.GetValue(budget)) : Series(parsed.GetValue(series)!, parsed.GetValue(json)));
        return command;
    }

    /// <summary>A file that must be there.</summary>
    public static string Readable(FileInfo file) => file.Exists ? file.FullName : throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{file.FullName} is not there.");

    private static int Voices(FileInfo path, string? json, double budget)
    {
        var watch = Stopwatch.StartNew();
        var file = new VoiceFile(Readable(path));
        var shape = StreamShape.Of(file);
        if (shape.LeftOut.Count > 0)
        {
            Console.Error.WriteLine($"patella: more than 16 dimensions; left out: {string.Join(", ", shape.LeftOut)}");
        }

        var detection = new FileDetection(shape, budget);
        var found = detection.Run(file);
        var report = detection.Report;
        foreach (var (line, problem) in report.Problems)
        {
            Console.Error.WriteLine($"patella: line {line} {problem}");
        }

        if (report.Good == 0)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{path.FullName} has no line that can be read.");
        }

        Write(json, found.Where(incident => incident.State != Service.Incidents.Engine.IncidentState.Merged).OrderBy(incident => incident.RaisedAt).ThenBy(incident => incident.Number).Select(incident => FoundIncident.Of(incident, detection.IdOf)).ToArray());
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Lines} lines: {report.Good} read, {report.Bad} refused, {report.Doubled} doubled, {report.Late} late; dimensions {string.Join(", ", shape.Dimensions)}; reasons {(shape.ReasonsAreGiven ? "given" : "understood")}; {report.Cells} cells; {found.Count} incidents; {watch.Elapsed.TotalSeconds:0.0} s"));
        return ExitCodes.Done;
    }

    private static int Series(FileInfo path, string? json)
    {
        var (points, problems) = SeriesFile.Read(Readable(path));
        foreach (var (line, problem) in problems.Take(20))
        {
            Console.Error.WriteLine($"patella: line {line}: {problem}");
        }

        if (points.Count == 0)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{path.FullName} has no line of timestamp,value.");
        }

        var alerts = SeriesFile.Alerts(points);
        Write(json, alerts);
        Console.Error.WriteLine($"{points.Count} points, {problems.Count} lines refused, {alerts.Count} alerts");
        return ExitCodes.Done;
    }

    private static void Write<T>(string? json, T found)
    {
        if (json is null)
        {
            Console.WriteLine(JsonSerializer.Serialize(found, FoundIncident.Options));
            return;
        }

        using var file = new FileStream(json, FileMode.Create, FileAccess.Write);
        JsonSerializer.Serialize(file, found, FoundIncident.Options);
    }
}
