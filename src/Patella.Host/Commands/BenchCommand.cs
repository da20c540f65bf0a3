using System.CommandLine;
using System.Diagnostics;

namespace Patella.Host.Commands;

/// <summary><c>patella bench</c>: runs the benchmarks of the working copy; they are no part of an installed server.</summary>
internal static class BenchCommand
{
    private const string Project = "bench/Patella.Benchmarks";

    public static Command Build()
    {
        var arguments = new Argument<string[]>("arguments") { Description = "Name of the benchmark and what it takes; without any, the names are listed", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("bench", "Build and run a benchmark of this working copy (" + Project + "). Options of the benchmark follow after --.") { arguments };
        command.SetAction((parsed, cancellation) => Run(parsed.GetValue(arguments) ?? [], cancellation));
        return command;
    }

    private static async Task<int> Run(string[] arguments, CancellationToken cancellation)
    {
        var root = FindRoot() ?? throw new CommandFailedException(ExitCodes.EnvironmentMissing, "benchmarks run in a working copy of Patella only, and this program was not built in one.");
        var start = new ProcessStartInfo("dotnet", ["run", "-c", "Release", "--project", Path.Combine(root, Project), "--", .. arguments]);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, Project)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
