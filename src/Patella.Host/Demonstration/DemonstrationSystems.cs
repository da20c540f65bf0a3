using Patella.Platform.Clocks;
using Patella.Service.Connectors.Webhooks;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Systems;
using Patella.Simulator.Voices;

namespace Patella.Host.Demonstration;

/// <summary>The demonstration's six business and seven technical systems, in this process, on a loopback port of their own: they take calls and say when what is broken is mended.</summary>
public sealed class DemonstrationSystems(BusinessTime clock, EgressPolicy egress, TimeProvider machine) : IAsyncDisposable
{
    private const string FileName = "demo-systems.json";
    private SystemAnswers? _answers;
    private SystemDesk? _desk;

    /// <summary>Listens, and tells the tenant where: another port at every start.</summary>
    public async Task Open(string dataFolder, DemoEcosystem ecosystem, Uri patella, PatellaConnection connection, string apiKey, CancellationToken cancellation)
    {
        var faults = new VoiceFaults(ecosystem);
        _answers = new SystemAnswers(patella, DemonstrationTenant.Tenant.Value, machine);
        _desk = new SystemDesk(_answers, clock, machine, (words, now) => MendedAt(faults, words, now), Path.Combine(Directory.CreateDirectory(dataFolder).FullName, FileName));
        await _desk.Start(cancellation);
        egress.Open(_desk.Address);
        await connection.RequireAsync(HttpMethod.Post, "/api/v1/settings/import", apiKey, new { systems = SimulatedSystem.Settings(_desk.Address) }, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }

        _answers?.Dispose();
    }

    /// <summary>The end of the fault whose place the words name.</summary>
    private static DateTimeOffset? MendedAt(VoiceFaults faults, string words, DateTimeOffset now)
        => faults.Around(now).Where(fault => fault.Start <= now && now < fault.Start + fault.Length + TimeSpan.FromMinutes(30) && Names(faults, fault, words)).Select(fault => (DateTimeOffset?)(fault.Start + fault.Length)).FirstOrDefault();

    private static bool Names(VoiceFaults faults, VoiceFault fault, string words)
    {
        if (fault == faults.Growing)
        {
            return new[] { faults.Product.Merchant.ExternalId, faults.Product.Merchant.Name, faults.Product.Id }.Any(name => words.Contains(name, StringComparison.Ordinal));
        }

        var round = int.Parse(fault.Name[(fault.Name.LastIndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        return fault.Topic == "coupon-fails" ? words.Contains(VoiceFaults.VersionOf(round), StringComparison.Ordinal) : words.Contains(VoiceFaults.CarrierOf(round), StringComparison.Ordinal) || words.Contains(VoiceFaults.RegionOf(round), StringComparison.Ordinal);
    }
}
