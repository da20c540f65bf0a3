using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Patella.Host.Hosting;
using Patella.Simulator.Marketplace;
using Patella.Simulator.Retail;

namespace Patella.Host.Commands;

/// <summary><c>patella simulate marketplace</c>: the reference marketplace with its payment provider, as a server of its own.</summary>
internal static class SimulateMarketplaceCommand
{
    private const string FileName = "marketplace.jsonl";

    public static Command Build()
    {
        var port = new Option<int>("--port", "-p") { Description = "Port on the loopback address", DefaultValueFactory = _ => 5090, HelpName = "number" };
        var data = new Option<string?>("--data") { Description = "Folder that keeps its state; in memory without one", HelpName = "folder" };
        var faults = new Option<string?>("--faults") { Description = "How it misbehaves: kind:share:of:times, several with commas, such as late:0.2,error:1:changes:2. Kinds: late, twice, lost-answer, wrong-amount, error, never; of: changes or payments", HelpName = "list" };
        var secret = new Option<string?>("--secret") { Description = "The secret (whsec_...) that Patella signs its calls with, as in its settings; without one every call is taken", HelpName = "secret" };
        var retail = new Option<string?>("--retail") { Description = "Begin with the orders, goods and customers of this retail file, when there are none yet", HelpName = "db.json" };
        var seed = new Option<ulong>("--seed") { Description = "The same seed strikes the same calls with faults", DefaultValueFactory = _ => 1, HelpName = "number" };
        var patella = new Option<string?>("--url") { Description = "Address of Patella, to tell it what happens besides answering; needs --key", HelpName = "url" };
        var key = new Option<string?>("--key") { Description = "API key with the scope events (or PATELLA_API_KEY)", HelpName = "key" };
        var command = new Command("marketplace", "Be the marketplace and the payment provider on the other side of Patella's connectors: orders, stock, payments, delays and faults. Runs until Ctrl+C.")
        {
            port, data, faults, secret, retail, seed, patella, key,
        };
        command.SetAction((parsed, cancellation) => Run(
            new MarketplaceOptions
            {
                Port = parsed.GetValue(port),
                File = FileIn(parsed.GetValue(data)),
                Faults = FaultsOf(parsed.GetValue(faults)),
                Secret = SecretOf(parsed.GetValue(secret)),
                Seed = parsed.GetValue(seed),
                Patella = parsed.GetValue(patella) is { } url ? AddressOf(url) : null,
                ApiKey = parsed.GetValue(key) ?? Variables.Read("PATELLA_API_KEY"),
            },
            parsed.GetValue(retail), cancellation));
        return command;
    }

    private static async Task<int> Run(MarketplaceOptions options, string? retail, CancellationToken cancellation)
    {
        try
        {
            await using var server = new MarketplaceServer(options, MachineClock.Provider, MachineClock.Provider);
            if (retail is not null && server.Marketplace.State.Orders.IsEmpty)
            {
                server.Marketplace.State = RetailShop.StateOf(RetailImport.Read(await File.ReadAllBytesAsync(retail, cancellation)), MachineClock.Provider.GetUtcNow());
            }

            await server.Start(cancellation);
            Console.WriteLine($"The reference marketplace is ready: {server.Address} ({server.Marketplace.State.Orders.Count} orders)");
            await server.WaitForShutdown(cancellation);
            return ExitCodes.Done;
        }
        catch (RetailFileException wrong)
        {
            throw new CommandFailedException(ExitCodes.BadInput, $"the retail file cannot be taken:\n{wrong.Message}", wrong);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, $"port {options.Port} is taken by another program: choose another one with --port.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailedException(ExitCodes.EnvironmentMissing, failure.Message, failure);
        }
    }

    private static string? FileIn(string? folder) => folder is null ? null : Path.Combine(Directory.CreateDirectory(folder).FullName, FileName);

    private static IReadOnlyList<Fault> FaultsOf(string? list)
    {
        try
        {
            return list is null ? [] : Fault.ReadList(list);
        }
        catch (FormatException wrong)
        {
            throw new CommandFailedException(ExitCodes.WrongUsage, wrong.Message, wrong);
        }
    }

    private static string? SecretOf(string? secret) => secret is null || Signature.IsSecret(secret) ? secret
        : throw new CommandFailedException(ExitCodes.WrongUsage, "--secret must be whsec_ and at least 16 bytes in base64, as the settings have it.");

    private static Uri AddressOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new CommandFailedException(ExitCodes.WrongUsage, $"--url {url} is not an address such as http://127.0.0.1:5080.");
}
