using System.CommandLine;
using Patella.Host.Evaluations.Voices;

namespace Patella.Host.Commands;

/// <summary><c>patella voices bench</c>: what one core does with voices, step by step.</summary>
internal static class VoicesBenchCommand
{
    public static Command Build()
    {
        var texts = new Option<string?>("--texts") { Description = "Texts, one a line; without it they are made up, 60 characters on average", HelpName = "file" };
        var count = new Option<int>("--voices") { Description = "How many", DefaultValueFactory = _ => 300_000, HelpName = "number" };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same voices", DefaultValueFactory = _ => 1, HelpName = "number" };
        var command = new Command("bench", "Measure the whole path on one thread by its processor time: parse, normalise, near-duplicates, model, detector. Beside fastText on the same texts when it is installed.") { texts, count, seed };
        command.SetAction(parsed => Run(parsed.GetValue(texts), Math.Clamp(parsed.GetValue(count), 1_000, 5_000_000), parsed.GetValue(seed)));
        return command;
    }

    private static int Run(string? texts, int count, int seed)
    {
        if (texts is not null && !File.Exists(texts))
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{texts} is not there.");
        }

        var lines = BenchVoices.Lines(texts is null ? BenchVoices.MadeUp(count, seed) : [.. File.ReadLines(texts).Where(line => line.Length > 0).Take(count)], seed);
        Console.WriteLine($"{lines.Count} voices, {lines.Characters:0.0} characters on average, processor time of one thread");
        var steps = VoicesBench.Run(lines);
        Screen.Table(["step", "microseconds a voice", "voices a second"], steps.Select(step => (string[])[step.Name, $"{step.Microseconds:0.000}", $"{1e6 / step.Microseconds:0}"]));
        foreach (var note in VoicesBench.Notes)
        {
            Console.WriteLine(note);
        }

        Console.WriteLine(FastTextPeer.Run(lines.Texts, seed));
        return ExitCodes.Done;
    }
}
