using Patella.Host.Demonstration.Tour;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Tenants;
using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;
using Patella.Simulator.Festival;
using Patella.Simulator.Listening;

namespace Patella.Host.Demonstration;

/// <summary>Makes the demonstration's ecosystem on a store that has none, and fills it through the public interface.</summary>
public sealed partial class DemonstrationTenant(IStore store, TenantStore tenants, FirstRun firstRun, ApiKeys keys, DemonstrationMarketplace marketplace, DemonstrationSystems systems, DemonstrationVoices voices, TourProgress tour, BusinessTime clock, IIdentifiers identifiers, TimeProvider machine, IHostApplicationLifetime life, ILogger<DemonstrationTenant> logger)
{
    /// <summary>The seed of the demonstration; everybody sees the same one.</summary>
    public const ulong Seed = 20171111;

    /// <summary>Simulated agents at work beside the people who look.</summary>
    private const int FestivalAgents = 12;

    /// <summary>Where its people live (IANA).</summary>
    public const string TimeZone = "Asia/Shanghai";

    public static readonly TenantId Tenant = new(DemoPersonas.TenantSlug);

    /// <summary>Whether the people to be can enter: their ecosystem, their accounts and the first orders are there.</summary>
    public bool CanBeEntered { get; private set; }

    /// <summary>Makes the tenant when it is missing.</summary>
    public async Task Ensure()
    {
        if ((await store.Read(TenantId.System, tenants.ListEcosystems)).Any(ecosystem => ecosystem.Tenant == Tenant))
        {
            await store.Prepare(Tenant);
            return;
        }

        var profile = new TenantProfile(DemoPersonas.TenantName, "zh-CN", new Look("#1f5fbf", DemoPersonas.TenantName, "您好，发生了什么？"), Demonstration: true, TimeZone: TimeZone);
        var administrator = new Staff(
            identifiers.New(), "Demonstration", "setup@demo.example", "zh-CN", [Roles.Administrator], [], ["zh-CN"], 1, null, null, "own", true, true);
        await firstRun.Make(Tenant.Value, profile, administrator, identifiers.New());
    }

    /// <summary>
    /// Loads what the first page needs and returns; the rest follows in the background, and then the gentle festival until the server stops.
    /// Loading again adds nothing, and an ecosystem that was loaded is not loaded again.
    /// </summary>
    /// <param name="dataFolder">Where the demonstration's marketplace keeps its state.</param>
    /// <param name="festival">Whether simulated people live in it afterwards, until the server stops.</param>
    public async Task Load(Uri address, string dataFolder, bool festival, CancellationToken cancellation)
    {
        var (_, token) = await store.Write(Tenant, transaction => keys.Make(transaction, "demonstration", ["admin", "events", "imports", "launches"]), cancellation: cancellation);
        var loaded = await store.Read(Tenant, reader => tenants.FindSetting<bool>(reader, "demonstration-loaded"), cancellation);
        EcosystemLoader? loader = null;
        var connection = new PatellaConnection([address], machine);
        var ecosystem = new DemoEcosystem(Seed, Scale.Demo, await Began());
        // Beside the load, because the first page waits for both.
        var opening = Task.Run(() => marketplace.Open(dataFolder, ecosystem, address, token, cancellation), cancellation);
        if (!loaded)
        {
            loader = new EcosystemLoader(connection, token, ecosystem);
            await loader.LoadEssentialAsync(cancellation);
        }

        await opening;
        await marketplace.Announce(connection, token, cancellation);
        await systems.Open(dataFolder, ecosystem, address, connection, token, cancellation);
        if (festival)
        {
            await voices.Speak(address, token, ecosystem, cancellation);
        }

        await tour.Watch();
        CanBeEntered = true;
        _ = Task.Run(async () =>
        {
            marketplace.Fill(ecosystem);
            await LoadRest(loader, connection, address, ecosystem, cancellation);
            await (festival ? Celebrate(address, token, life.ApplicationStopping) : Task.CompletedTask);
        }, CancellationToken.None);
    }

    /// <summary>A gentle festival: simulated consumers ask and simulated agents answer, so that every page has something to show.</summary>
    private async Task Celebrate(Uri address, string token, CancellationToken stopping)
    {
        try
        {
            await FestivalRun.RunAsync(
                new FestivalOptions { Servers = [address], Agents = FestivalAgents, Live = true, ApiKey = token, EcosystemSeed = Seed, Seed = Seed }, null, machine, stopping);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (Exception failure)
        {
            LogFestivalEnded(failure);
        }
    }

    /// <summary>The moment around which the ecosystem is built; kept, so that a start after an interrupted load goes on with the same one.</summary>
    private async Task<DateTimeOffset> Began()
    {
        const string Key = "demonstration-began";
        var known = await store.Read(Tenant, reader => tenants.FindSetting<long>(reader, Key));
        if (known == 0)
        {
            known = clock.Now;
            await store.Write(Tenant, transaction => tenants.SaveSetting(transaction, Key, known));
        }

        return Microseconds.ToTime(known);
    }

    /// <summary>Directors sit beside agents for some minutes, while the history follows.</summary>
    private async Task Visit(Uri address, DemoEcosystem ecosystem, CancellationToken stopping)
    {
        using var connection = new PatellaConnection([address], machine);
        try
        {
            await new ListeningVisits(connection, ecosystem, machine).Make(stopping);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (Exception failure)
        {
            LogVisitsEnded(failure);
        }
    }

    private async Task LoadRest(EcosystemLoader? loader, PatellaConnection connection, Uri address, DemoEcosystem ecosystem, CancellationToken cancellation)
    {
        if (loader is null)
        {
            connection.Dispose();
            return;
        }

        try
        {
            await loader.LoadFloorAsync(cancellation);
            _ = Task.Run(() => Visit(address, ecosystem, life.ApplicationStopping), CancellationToken.None);
            var summary = await loader.LoadHistoryAsync(cancellation);
            await store.Write(Tenant, transaction => tenants.SaveSetting(transaction, "demonstration-loaded", true), cancellation: cancellation);
            LogLoaded(summary.Events, summary.Conversations);
        }
        catch (OperationCanceledException)
        {
            // The next start goes on with it.
        }
        catch (Exception failure)
        {
            LogFailed(failure);
        }
        finally
        {
            connection.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The demonstration is complete: {Events} events, {Conversations} past conversations")]
    private partial void LogLoaded(int events, int conversations);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The gentle festival has ended")]
    private partial void LogFestivalEnded(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The visits to the demonstration's floor have ended early")]
    private partial void LogVisitsEnded(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The demonstration could not be loaded to its end; the next start goes on with it")]
    private partial void LogFailed(Exception failure);
}
