using System.CommandLine;
using Patella.Host.Detection;
using Patella.Host.Evaluations.Voices;
using Patella.Kernel.Learning;
using Patella.Kernel.Learning.BuiltIn;
using Patella.Kernel.Learning.Training;
using Patella.Service.Voices.Understanding;

namespace Patella.Host.Commands;

/// <summary><c>patella voices</c>: the engine of voices over files, for people with their own data.</summary>
internal static class VoicesCommand
{
    private const int MostTold = 20;

    /// <summary>Texts from which a larger second table is worth its memory.</summary>
    private const int ManyTexts = 20_000;

    public static Command Build() => new("voices", "Teach and run the understanding of voices over files.")
    {
        Train(),
        Classify(),
        VoicesImportCommand.Build("import"),
        VoicesBenchCommand.Build(),
    };

    private static Command Train()
    {
        var labels = new Option<string>("--labels") { Description = "Texts with their reason and, if known, sentiment (-1, 0, 1) and urgency (0, 1, 2): a .csv whose first line names the columns, or .jsonl", Required = true, HelpName = "file" };
        var output = new Option<string>("--out") { Description = "Where the model goes", Required = true, HelpName = "model" };
        var alone = new Option<bool>("--alone") { Description = "Learn from this file alone, with the reasons it names (stage/reason, or plain ones); without it, the built-in tree and sentences are taught further" };
        var command = new Command("train", "Train a model from labelled texts, in seconds. Lines that cannot be taken are named, the others are learnt from; the same file gives the same bytes.") { labels, output, alone };
        command.SetAction(parsed => RunTrain(parsed.GetRequiredValue(labels), parsed.GetRequiredValue(output), parsed.GetValue(alone)));
        return command;
    }

    private static Command Classify()
    {
        var voices = new Option<string>("--voices") { Description = "A JSON object a line with id, text and, if known, time", Required = true, HelpName = "file.jsonl" };
        var model = new Option<string?>("--model") { Description = "A model of patella voices train; the built-in one without it", HelpName = "model" };
        var output = new Option<string?>("--out") { Description = "Where the answers go, a JSON object a line; standard output without it", HelpName = "file.jsonl" };
        var command = new Command("classify", "Say of each voice what it is about. Lines that cannot be read are counted and named, the others go on.") { voices, model, output };
        command.SetAction(parsed => RunClassify(parsed.GetRequiredValue(voices), parsed.GetValue(model), parsed.GetValue(output)));
        return command;
    }

    private static int RunTrain(string labels, string output, bool alone)
    {
        var bytes = new MemoryStream(ReadFile(labels));
        var file = labels.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? LabelFile.ReadCsv(bytes) : LabelFile.ReadJsonLines(bytes);
        var problems = file.Problems.Select(problem => (problem.Line, Detail: problem.Detail.In("en"))).ToList();
        try
        {
            var table = alone ? LabelledTree.Of(file.Lines) : BuiltInTree.Table;
            problems.AddRange(file.Lines.Where(line => !IsKnown(table, line)).Select(line => (line.Line, $"There is no reason {line.Label.Reason} in the tree.")));
            var known = file.Lines.Where(line => IsKnown(table, line)).Select(line => line.Label).ToList();
            Tell(problems.OrderBy(problem => problem.Item1).Select(problem => $"line {problem.Item1}: {problem.Item2}").ToList());
            if (known.Count == 0)
            {
                throw new CommandFailedException(ExitCodes.BadInput, $"{labels} has no line that can be learnt from; nothing was written.");
            }

            var model = VoiceTrainer.Train(table, alone ? known : [.. BuiltInVoices.Texts, .. known], (alone ? new TrainingOptions() : BuiltInVoices.Options) with { SecondBits = known.Count > ManyTexts ? 20 : 18 });
            File.WriteAllBytes(output, model.Save());
            Console.WriteLine($"{known.Count} labels learnt, {problems.Count} lines refused; model {model.Hash}");
            return ExitCodes.Done;
        }
        catch (ArgumentException wrong)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{labels} cannot be learnt from: {wrong.Message}", wrong);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{output} cannot be written: {failure.Message}", failure);
        }
    }

    private static bool IsKnown(ReasonTable table, LabelLine line) => string.IsNullOrEmpty(line.Label.Reason) || table.TryReason(line.Label.Reason, out _);

    private static int RunClassify(string voices, string? modelPath, string? output)
    {
        var model = modelPath is null ? BuiltInVoices.Model : Load(modelPath);
        try
        {
            using var into = new BufferedStream(output is null ? Console.OpenStandardOutput() : File.Create(output), 1 << 16);
            var summary = VoiceClassification.Run(model, new VoiceFile(voices), into);
            into.Flush();
            Tell([.. summary.Problems.Select(problem => $"line {problem.Line} {problem.Detail}")], summary.Refused);
            Console.Error.WriteLine($"patella: {summary.Lines} voices, {summary.Read} understood, {summary.Refused} refused");
            return summary.Read == 0 && summary.Refused > 0 ? ExitCodes.BadInput : ExitCodes.Done;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, failure.Message, failure);
        }
    }

    private static VoiceModel Load(string path)
    {
        try
        {
            return VoiceModel.Load(ReadFile(path));
        }
        catch (FormatException wrong)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{path} cannot be taken: {wrong.Message}", wrong);
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static void Tell(IReadOnlyList<string> problems, long? all = null)
    {
        foreach (var problem in problems.Take(MostTold))
        {
            Console.Error.WriteLine("patella: " + problem);
        }

        if ((all ?? problems.Count) > MostTold)
        {
            Console.Error.WriteLine($"patella: and {(all ?? problems.Count) - MostTold} more");
        }
    }
}
