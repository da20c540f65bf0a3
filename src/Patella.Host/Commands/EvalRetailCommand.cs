using System.CommandLine;
using Patella.Host.Evaluations.Retail;
using Patella.Simulator.Api;
using Patella.Simulator.Retail;

namespace Patella.Host.Commands;

/// <summary><c>patella eval retail</c>: service actions against a published set of retail tasks with their gold end states.</summary>
internal static class EvalRetailCommand
{
    public static Command Build()
    {
        var database = new Option<string>("--db") { Description = "The shop's db.json", Required = true, HelpName = "file" };
        var tasks = new Option<string>("--tasks") { Description = "Tasks with the calls of the correct agent", Required = true, HelpName = "file" };
        var gold = new Option<string>("--gold") { Description = "What must come of them", Required = true, HelpName = "file" };
        var violations = new Option<string?>("--violations") { Description = "Calls that must be refused: asked in their stated state, with every valid write in variants of identity, consent and replay", HelpName = "file" };
        var json = new Option<string?>("--json") { Description = "Write every result to this file", HelpName = "file" };
        var only = new Option<string[]>("--task") { Description = "Only this task, by source and number such as \"tau-v1-dev 12\"; again for others. Only their customers are loaded then", HelpName = "name" };
        var command = new Command("retail", "Replay retail tasks through the public API, each on a fresh copy of the tenant and of the reference marketplace, under its written policy as tables, and compare every path of the end state. Ends with 1 when any differs, or something is done that must not be.")
        {
            database, tasks, gold, violations, json, only,
        };
        command.SetAction(async (parsed, cancellation) => await Run(
            await Read(parsed.GetRequiredValue(database), cancellation), await Read(parsed.GetRequiredValue(tasks), cancellation), await Read(parsed.GetRequiredValue(gold), cancellation),
            parsed.GetValue(violations) is { } path ? await Read(path, cancellation) : null, parsed.GetValue(only) ?? [], parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> Run(byte[] database, byte[] taskFile, byte[] goldFile, byte[]? violationFile, string[] only, string? json, CancellationToken cancellation)
    {
        try
        {
            var tasks = RetailTasks.Read(taskFile, goldFile);
            if (only.Length > 0)
            {
                tasks = [.. tasks.Where(one => only.Contains(one.Task.Name))];
                database = RetailTasks.OfCustomers(database, tasks.Select(one => one.Task.Customer).ToHashSet());
            }

            if (tasks.Count == 0)
            {
                throw new CommandFailedException(ExitCodes.BadInput, "there is no such task in the file.");
            }

            var report = await Follow(database, tasks, violationFile is null ? null : RetailViolations.Read(violationFile), cancellation);
            report.Write(Console.Out);
            if (json is not null)
            {
                await File.WriteAllTextAsync(json, report.ToJson(), CancellationToken.None);
            }

            return report.Good ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (RetailFileException wrong)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"{wrong.Problems.Count} things cannot be taken:\n{wrong.Message}", wrong);
        }
        catch (ApiFailureException failure)
        {
            throw new CommandFailedException(ExitCodes.Failed, failure.Message, failure);
        }
    }

    /// <summary>One bar: a tenth of it for the import, the rest for the tasks.</summary>
    private static Task<RetailReport> Follow(byte[] database, IReadOnlyList<(RetailTask Task, RetailGold Gold)> tasks, ILookup<string, RetailViolation>? violations, CancellationToken cancellation)
        => Screen.Progress($"Replay {tasks.Count} tasks", 100, report => RetailEvaluation.Run(
            Directory.CreateTempSubdirectory("patella-retail-").FullName, database, tasks, hundredths => report(hundredths / 10), done => report(10 + (90.0 * done / tasks.Count)), cancellation, violations));

    private static async Task<byte[]> Read(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"{path} cannot be read: {failure.Message}", failure);
        }
    }
}
