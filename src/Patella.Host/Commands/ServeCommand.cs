using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Patella.Host.Hosting;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;

namespace Patella.Host.Commands;

/// <summary><c>patella serve</c>: runs the server until it is stopped.</summary>
internal static partial class ServeCommand
{
    public static Command Build()
    {
        var arguments = new ServeArguments();
        var command = new Command("serve", "Run the server. It prints one address when it is ready and runs until Ctrl+C.");
        arguments.AddTo(command);
        command.SetAction((parsed, cancellation) => Run(arguments.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> Run(ServeOptions options, CancellationToken cancellation)
    {
        await using var app = ServerComposition.Build(options);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"port {options.Port} is taken by another program: stop that one, or choose another port with --port.", failure);
        }

        if (options.Demonstration)
        {
            var demonstration = app.Services.GetRequiredService<Demonstration.DemonstrationTenant>();
            await demonstration.Ensure();
            await demonstration.Load(app.Services.GetRequiredService<ControlFile>().Uri, options.DataFolder, options.Festival, cancellation);
        }

        app.Services.GetRequiredService<ControlFile>().Write(options.DataFolder);
        var firstRun = options.Demonstration ? null : await app.Services.GetRequiredService<FirstRun>().Offer();
        LogStarted(app.Logger, typeof(ServeCommand).Assembly.GetName().Version!.ToString(3), app.Services.GetRequiredService<IStore>().Kind, options.Address);
        Console.WriteLine($"Patella is ready: {options.Address}");
        if (firstRun is not null)
        {
            Console.WriteLine($"Nobody is here yet. Make the first administrator, once: {options.Address}/console/first-run?code={firstRun}");
        }

        await app.WaitForShutdownAsync(cancellation);
        ControlFile.Remove(options.DataFolder);
        return ExitCodes.Done;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Patella {Version} serves from {Store} at {Address}")]
    private static partial void LogStarted(ILogger logger, string version, StoreKind store, string address);
}
