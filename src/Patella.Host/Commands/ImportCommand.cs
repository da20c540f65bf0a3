using System.CommandLine;
using Patella.Host.Hosting;
using Patella.Simulator.Api;
using Patella.Simulator.Retail;

namespace Patella.Host.Commands;

/// <summary><c>patella import</c>: brings data in, a shop's through the public API as any shop would, a whole tenant's into the store.</summary>
internal static class ImportCommand
{
    public static Command Build() => new("import", "Load data from a file. The whole file is checked first: what cannot be taken is named by line and field, and then nothing is loaded.")
    {
        Retail(),
        ImportEventsCommand.Build(),
        VoicesImportCommand.Build("voices"),
        TenantCommands.Import(),
    };

    private static Command Retail()
    {
        var file = new Argument<string>("file") { Description = "The shop's db.json: customers, products and orders" };
        var door = new ServerDoor();
        var command = new Command("retail", "Load a retail shop (customers, products, orders) as events of the neutral envelope. Loading it again changes nothing. The key needs the scopes admin and events.") { file };
        door.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var json = await ReadFile(parsed.GetRequiredValue(file), cancellation);
            var key = door.RequireKey(parsed, "admin and events");
            return await RunRetail(await door.Servers(parsed, cancellation), key, json, cancellation);
        });
        return command;
    }

    private static async Task<int> RunRetail(IReadOnlyList<Uri> servers, string key, byte[] json, CancellationToken cancellation)
    {
        using var connection = new PatellaConnection(servers, MachineClock.Provider);
        try
        {
            // The progress bar counts in hundredths, because how many events there are is known only inside.
            var summary = await Screen.Progress("Send events", 100, report => RetailImport.RunAsync(
                connection, key, json, MachineClock.Provider.GetUtcNow(), new Teller<(int Sent, int Total)>(state => report(100.0 * state.Sent / Math.Max(1, state.Total))), cancellation));
            Screen.Table(["customers", "products", "variants", "orders", "events", "known before"],
                [[$"{summary.Customers}", $"{summary.Products}", $"{summary.Variants}", $"{summary.Orders}", $"{summary.Events}", $"{summary.Duplicates}"]]);
            return ExitCodes.Done;
        }
        catch (RetailFileException wrong)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"nothing was loaded, because {wrong.Problems.Count} things in the file cannot be taken:\n{wrong.Message}", wrong);
        }
        catch (ApiFailureException failure)
        {
            throw new CommandFailedException(ExitCodes.Failed, failure.Message, failure);
        }
    }

    private static async Task<byte[]> ReadFile(string path, CancellationToken cancellation)
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

/// <summary>Reports on the thread that works, in order; the framework's own posts to the pool and may come late.</summary>
internal sealed class Teller<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
