using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Andon.Reading;
using Patella.Service.Dispatch;
using Patella.Service.Improvements.Reading;
using Patella.Service.Systems;
using Patella.Service.Tenants;
using Patella.Service.Voices;
using Patella.Service.Voices.Reading;

namespace Patella.Service.Reports.Wall;

/// <summary>What a wall reads from.</summary>
internal sealed class WallSources(IStore store, LabelledVoices voices, IVoiceUnderstanding understanding, IPlaceNames places, TenantStore tenants, ISystemCalls calls, AnswerReport report, DispatchDesk dispatch, PullBell bell, ImprovementFigures figures, BusinessTime clock, MachineTime machine)
{
    public IStore Store => store;

    public BusinessTime Clock => clock;

    public MachineTime Machine => machine;

    public TenantStore Tenants => tenants;

    public WallIncidents Incidents() => new(understanding, places, tenants, calls);

    public WallWords Words() => new(voices);

    public WallAnswering Answering() => new(report, dispatch);

    public WallCord Cord() => new(bell, figures);
}

/// <summary>What is kept of one tenant's wall between two readings.</summary>
internal sealed class WallState(TenantId tenant, WallSources sources)
{
    private readonly WallIncidents _incidents = sources.Incidents();
    private readonly WallWords _words = sources.Words();
    private readonly WallSums _sums = new();
    private readonly WallAnswering _answering = sources.Answering();
    private readonly WallCord _cord = sources.Cord();
    private readonly Kept<WallPlace> _place = new(TimeSpan.FromSeconds(60));

    public WallDocument Document { get; } = new(sources.Machine.Now.ToString("x", System.Globalization.CultureInfo.InvariantCulture) + "-" + Environment.ProcessId.ToString("x", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Machine time of the newest reading.</summary>
    public long ReadAt { get; private set; } = long.MinValue;

    /// <summary>Reads all parts. When one of them cannot be read, nothing of this reading is told.</summary>
    /// <param name="hints">How many hints there were that incidents have changed.</param>
    public async Task Read(long hints)
    {
        var reading = new WallReading(tenant, sources.Store, sources.Clock.Now, sources.Machine.Now);
        var place = await _place.Get(reading, 0, () => reading.Store.Read(tenant, PlaceOf));
        var obstacles = await _incidents.Read(reading, hints);
        var usual = await _sums.Usual(reading);
        var (trend, unknown) = await _sums.Trend(reading, usual, _incidents);
        var parts = new WallParts(
            place, obstacles, await _words.Read(reading, _incidents.Open), trend, await _sums.Outside(reading, usual), unknown, await _answering.Read(reading), await _sums.ByRegion(reading, usual, _incidents.Open),
            await _cord.Bell(reading), await _cord.Helped(reading));
        Document.Take(Microseconds.ToTime(reading.Now), sources.Clock.Rate, parts);
        ReadAt = reading.Machine;
    }

    private async Task<WallPlace> PlaceOf(IReader reader)
    {
        var profile = await sources.Tenants.Profile(reader);
        return new WallPlace(profile.Name, profile.TimeZone);
    }
}
