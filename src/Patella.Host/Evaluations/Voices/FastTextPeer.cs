using System.Diagnostics;
using System.Text;
using Patella.Kernel.Learning.BuiltIn;

namespace Patella.Host.Evaluations.Voices;

/// <summary>fastText of the Debian package on the same texts, with a model trained from the same sentences: characters as words, runs of three. Only where it is installed.</summary>
internal static class FastTextPeer
{
    private const string Program = "fasttext";

    public static string Run(IReadOnlyList<string> texts, int seed)
    {
        if (Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program))) != true)
        {
            return "fastText: not installed here (Debian package fasttext), so not measured beside";
        }

        var folder = Directory.CreateTempSubdirectory("patella-fasttext").FullName;
        try
        {
            var (train, model, few, all) = (Path.Combine(folder, "train.txt"), Path.Combine(folder, "model"), Path.Combine(folder, "few.txt"), Path.Combine(folder, "all.txt"));
            File.WriteAllLines(train, BuiltInVoices.Texts.Select(text => $"__label__{(text.Reason!.Length == 0 ? "none" : text.Reason)} {Spaced(text.Text)}"));
            File.WriteAllLines(few, [Spaced(texts[0])]);
            File.WriteAllLines(all, texts.Select(Spaced));
            Seconds("supervised", "-input", train, "-output", model, "-wordNgrams", "3", "-epoch", "15", "-lr", "0.5", "-thread", "1", "-seed", $"{seed}", "-bucket", "262144", "-dim", "64");
            var load = Seconds("predict", model + ".bin", few);
            var seconds = Math.Max(1e-6, Seconds("predict", model + ".bin", all) - load);
            return $"fastText predict on the same texts (one label each, without loading its model): {seconds / texts.Count * 1e6:0.000} microseconds a text, {texts.Count / seconds:0} a second";
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "fastText: could not be run: " + failure.Message;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Spaced(string text)
    {
        var spaced = new StringBuilder(text.Length * 2);
        foreach (var unit in text)
        {
            if (unit is >= '\u2e80' or ' ') spaced.Append(' ').Append(unit == ' ' ? "" : unit).Append(' ');
            else spaced.Append(char.ToLowerInvariant(unit));
        }

        return spaced.Replace('\n', ' ').ToString();
    }

    /// <summary>Processor time of one run.</summary>
    private static double Seconds(params string[] arguments)
    {
        var before = ThreadTime.OfChildren();
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        while (process.StandardOutput.ReadLine() is not null)
        {
            // What it says is not needed, only how long it takes to say it.
        }

        process.WaitForExit();
        _ = errors.Result;
        return process.ExitCode == 0 ? ThreadTime.OfChildren() - before : throw new InvalidOperationException($"it ended with {process.ExitCode}");
    }
}
