using System.CommandLine;
using System.Text.Json;
using Patella.Host.Evaluations;
using Patella.Host.Evaluations.RuleArena;

namespace Patella.Host.Commands;

/// <summary><c>patella eval</c>: measures algorithms against published test sets that lie on this machine.</summary>
internal static class EvalCommand
{
    public static Command Build() => new("eval", "Measure an algorithm against a published test set. The set is given by its path; none is part of Patella.")
    {
        Dmn(),
        EvalRetailCommand.Build(),
        EvalIncidentsCommand.Build(),
        EvalNabCommand.Build(),
        RuleArenaOf(),
        EvalReviewsCommand.Build(),
    };

    private static Command Dmn()
    {
        var path = new Argument<string>("path") { Description = "Folder TestCases of the DMN technology compatibility kit, or a .tar.gz that holds it" };
        var levels = new Option<string[]>("--level") { Description = "Folders at its top to run [default: compliance-level-2 and compliance-level-3]", AllowMultipleArgumentsPerToken = true, HelpName = "name" };
        var least = new Option<int>("--at-least") { Description = "Cases that must pass; fewer end with exit code 1 [default: all]", DefaultValueFactory = _ => int.MaxValue, HelpName = "number" };
        var command = new Command("dmn", "Run the DMN technology compatibility kit against the decision engine and name every case that fails.") { path, levels, least };
        command.SetAction(parsed => RunDmn(parsed.GetRequiredValue(path), parsed.GetValue(levels) ?? [], parsed.GetValue(least)));
        return command;
    }

    private static Command RuleArenaOf()
    {
        var path = new Argument<string>("folder") { Description = "Folder of the RuleArena problems, with airline and tax below it" };
        var command = new Command("rulearena", "Work out airline fees and income tax from decision models alone and name every answer that is not right to the cent.") { path };
        command.SetAction(parsed => RunRuleArena(parsed.GetRequiredValue(path)));
        return command;
    }

    private static int RunRuleArena(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{path} is not there: give the folder that holds airline and tax.");
        }

        RuleArenaReport report;
        try
        {
            report = RuleArena.Run(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{path} cannot be read: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException or FormatException)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{path} is not as the set's files are: {failure.Message}", failure);
        }

        report.Write(Console.Out);
        return report.Results.Count == 0 ? throw new CommandFailedException(ExitCodes.BadInput, $"{path} holds no problem.") : report.Right == report.Results.Count ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int RunDmn(string path, string[] levels, int least)
    {
        if (!Path.Exists(path))
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{path} is not there: give the kit's TestCases folder or its .tar.gz.");
        }

        var report = DmnKit.Run(path, levels);
        report.Write(Console.Out);
        var (passed, total) = report.Count();
        if (total == 0)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{path} holds no case of these levels.");
        }

        return passed >= Math.Min(least, total) ? ExitCodes.Done : ExitCodes.Failed;
    }
}
