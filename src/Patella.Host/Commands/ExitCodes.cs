namespace Patella.Host.Commands;

/// <summary>What the process tells the shell; docs/operations.md lists the same numbers.</summary>
public static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The work was done and found something wrong, or failed on the way.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the settings file cannot be understood.</summary>
    public const int WrongUsage = 2;

    /// <summary>Something the machine must provide is missing: a free port, a writable folder, a database.</summary>
    public const int EnvironmentMissing = 3;

    /// <summary>The server to talk to does not answer.</summary>
    public const int ServerUnreachable = 4;

    /// <summary>A file or document that was given has content that cannot be taken; nothing was changed.</summary>
    public const int BadInput = 5;

    /// <summary>Stopped by the person (Ctrl+C) before the end.</summary>
    public const int Stopped = 130;
}

/// <summary>Ends a command with one sentence for the person and an exit code for the shell.</summary>
public sealed class CommandFailedException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode => exitCode;
}
