using Patella.Platform.Clocks;
using Patella.Service.Andon.Reading;
using Patella.Service.Improvements.Reading;

namespace Patella.Service.Reports.Wall;

/// <summary>What the front line has stopped, and who was helped before they had to ask.</summary>
internal sealed class WallCord(PullBell bell, ImprovementFigures figures)
{
    private const int DaysOfPulls = 7;
    private const int DaysOfHelp = 30;
    private readonly Kept<BellState> _bell = new(TimeSpan.FromSeconds(2));
    private readonly Kept<HelpedSums> _helped = new(TimeSpan.FromSeconds(30));

    public async Task<WallBell> Bell(WallReading reading)
    {
        var window = reading.Hours(DaysOfPulls * 24);
        var state = await _bell.Get(reading, reading.HourNow, () => reading.Store.Read(reading.Tenant, reader => bell.Read(reader, Microseconds.From(window.From), Microseconds.From(window.Until), reading.Now)));
        return new WallBell(window, state.Standing, state.Waiting, state.Overdue, state.Oldest is { } id ? new WallPull(id, Microseconds.ToTime(state.OldestAt!.Value)) : null, state.InTime, state.Late);
    }

    public async Task<WallHelped> Helped(WallReading reading)
    {
        var window = reading.Hours(DaysOfHelp * 24);
        var sums = await _helped.Get(reading, reading.HourNow, () => reading.Store.Read(reading.Tenant, reader => figures.Helped(reader, Microseconds.From(window.From), Microseconds.From(window.Until))));
        return new WallHelped(window, sums.Helped, sums.HelpedBeforeAsking);
    }
}
