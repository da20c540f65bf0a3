using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Tenants;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Voices;

namespace Patella.Host.Demonstration;

/// <summary>The demonstration's crowd: what was said before, so that there is something to compare with, and from then on what is said, until the server stops.</summary>
public sealed partial class DemonstrationVoices(IStore store, TenantStore tenants, BusinessTime clock, TimeProvider machine, IHostApplicationLifetime life, ILogger<DemonstrationVoices> logger)
{
    private const string Told = "demonstration-voices";

    /// <summary>For so long coupons have failed when everybody can hear it; and so long before the end there is still something to hear.</summary>
    private static readonly TimeSpan Heard = TimeSpan.FromMinutes(3);

    private VoiceFaults? _faults;

    /// <summary>Business minutes until coupons have failed for long enough to be heard; 0 while they do.</summary>
    public int MinutesUntilCoupon(DateTimeOffset now)
    {
        if (_faults is not { } faults)
        {
            return 0;
        }

        var round = 0;
        while (faults.Coupon(round).Start + faults.Coupon(round).Length - Heard < now)
        {
            round++;
        }

        return (int)Math.Ceiling(Math.Max(0, (faults.Coupon(round).Start + Heard - now).TotalMinutes));
    }

    /// <summary>Returns when the past is told, within seconds; the present goes on in the background. A start after the first tells no past again.</summary>
    public async Task Speak(Uri address, string token, DemoEcosystem ecosystem, CancellationToken cancellation)
    {
        var connection = new PatellaConnection([address], machine);
        var crowd = new VoiceCrowd(ecosystem);
        _faults = crowd.Faults;
        var player = new VoicePlayer(connection, token, crowd, clock, machine);
        var from = clock.GetUtcNow();
        if (!await store.Read(DemonstrationTenant.Tenant, reader => tenants.FindSetting<bool>(reader, Told), cancellation))
        {
            await player.TellPast(from, cancellation);
            await store.Write(DemonstrationTenant.Tenant, transaction => tenants.SaveSetting(transaction, Told, true), cancellation: cancellation);
        }

        _ = Task.Run(() => GoOn(connection, player, from), CancellationToken.None);
    }

    private async Task GoOn(PatellaConnection connection, VoicePlayer player, DateTimeOffset from)
    {
        using (connection)
        {
            try
            {
                await player.TellOn(from, life.ApplicationStopping);
            }
            catch (OperationCanceledException)
            {
                // The server stops.
            }
            catch (Exception failure)
            {
                LogEnded(failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The demonstration's crowd has fallen silent")]
    private partial void LogEnded(Exception failure);
}
