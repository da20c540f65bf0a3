using System.CommandLine;
using Patella.Platform.Storage;

namespace Patella.Host.Commands;

/// <summary>The program's verbs. Each is there only when what it needs is there.</summary>
public static class CommandLine
{
    /// <summary>Parses and runs one command line; the result is an <see cref="ExitCodes">exit code</see>.</summary>
    public static async Task<int> Run(string[] arguments)
    {
        var root = Build();
        var parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Say(error.Message);
            }

            Say("see: " + string.Join(' ', ["patella", .. NamesOf(parsed.CommandResult), "--help"]));
            return ExitCodes.WrongUsage;
        }

        // The server ends by itself on a signal; 30 s is what a full queue of writes may need to reach the disk.
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
        return await Guard(() => parsed.InvokeAsync(configuration));
    }

    public static RootCommand Build() => new("Patella: the service OS of a marketplace. Consumers ask, a bot and people answer, and what went wrong is put right.")
    {
        ServeCommand.Build(),
        MigrateCommand.Build(),
        BackupCommands.Backup(),
        BackupCommands.Restore(),
        TenantCommands.Export(),
        DoctorCommand.Build(),
        SimulateCommand.Build(),
        ImportCommand.Build(),
        DetectCommand.Build(),
        EvalCommand.Build(),
        GateCommand.Build(),
        BenchCommand.Build(),
        VoicesCommand.Build(),
    };

    private static async Task<int> Guard(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (CommandFailedException failure)
        {
            Say(failure.Message);
            return failure.ExitCode;
        }
        catch (StoreUnavailableException failure)
        {
            Say(failure.Message);
            return ExitCodes.EnvironmentMissing;
        }
        catch (OperationCanceledException)
        {
            Say("stopped.");
            return ExitCodes.Stopped;
        }
    }

    private static IEnumerable<string> NamesOf(System.CommandLine.Parsing.CommandResult result)
        => (result.Parent is System.CommandLine.Parsing.CommandResult parent ? NamesOf(parent) : []).Concat(result.Command is RootCommand ? [] : [result.Command.Name]);

    private static void Say(string message) => Console.Error.WriteLine("patella: " + message);
}
