using Patella.Platform.Clocks;
using Patella.Platform.Storage;

namespace Patella.Host.Demonstration.Tour;

/// <summary>
/// The clock that a viewer of the demonstration moves on: a business minute at a time, so that everything that lives by it (voices, deadlines, detection) sees each
/// minute pass. It runs at its own rate before, in between and afterwards, so a process that dies on the way leaves no clock that runs away.
/// </summary>
public sealed partial class TourClock(ClockKeeper keeper, IHostApplicationLifetime life, MachineTime machine, ILogger<TourClock> logger)
{
    /// <summary>Most business minutes at once.</summary>
    public const int Most = 120;

    /// <summary>Machine time between two minutes: what the crowd says in a minute is heard before the next begins.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private int _left;

    /// <summary>Business minutes that it has still to move on.</summary>
    public int Left
    {
        get
        {
            lock (_gate)
            {
                return _left;
            }
        }
    }

    /// <summary>Begins to move on; asked again on the way, the further of both counts.</summary>
    /// <param name="minutes">1 to <see cref="Most"/>.</param>
    public void MoveOn(int minutes)
    {
        lock (_gate)
        {
            var moving = _left > 0;
            _left = Math.Max(_left, minutes);
            if (!moving)
            {
                _ = Task.Run(Go);
            }
        }
    }

    private async Task Go()
    {
        try
        {
            do
            {
                await keeper.MoveOn(TimeSpan.FromMinutes(1), life.ApplicationStopping);
                await Task.Delay(Beat, machine.Provider, life.ApplicationStopping);
            }
            while (!IsThere());
        }
        catch (Exception failure)
        {
            // The store is away, or the server stops: the minutes that have passed have passed, and the viewer may ask again.
            LogStopped(failure);
            lock (_gate)
            {
                _left = 0;
            }
        }
    }

    private bool IsThere()
    {
        lock (_gate)
        {
            return --_left <= 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The demonstration's clock is not moved on any further")]
    private partial void LogStopped(Exception failure);
}
