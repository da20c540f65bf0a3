using System.Diagnostics;

namespace Patella.BrowserTests.Machine;

/// <summary>A release pipeline of the demonstration's marketplace: it has a key of its own and asks the gate by the command line, as a pipeline does.</summary>
internal sealed class ReleaseGate
{
    private readonly string _address;
    private readonly string _key;

    private ReleaseGate(string address, string key) => (_address, _key) = (address, key);

    public static async Task<ReleaseGate> Open(string address)
    {
        using var administrator = await DemonstrationDoor.Enter(address, "administrator");
        return new ReleaseGate(address, (string)(await administrator.Post("/api/v1/api-keys", new { name = "release pipeline", scopes = new[] { "launches" } }))["token"]!);
    }

    /// <summary>Asks; the exit code and what was printed.</summary>
    public async Task<(int Code, string Said)> Ask(string kind, string id)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "patella.dll"), "gate", kind, id, "--url", _address, "--key", _key]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }
}
