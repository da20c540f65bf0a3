using Patella.Simulator.Api;

namespace Patella.Simulator.Festival;

/// <summary>Plays a supervisor who watches the live board during the run.</summary>
internal sealed class SupervisorActor(FestivalContext context, string token) : IAsyncDisposable
{
    private readonly LiveChannel _channel = new(context.Connection, token, context.Time);
    private int _pushes;

    /// <summary>Opens the board and follows it.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _channel.BoardChanged = () => Interlocked.Increment(ref _pushes);
        _channel.Start();
        await _channel.FollowTopicAsync("board");
        await context.Connection.RequireAsync(HttpMethod.Get, "/api/v1/board", token, null, cancellation);
    }

    /// <summary>Closes the board; one that never moved during a run is an error.</summary>
    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        if (_pushes == 0)
        {
            context.Meter.Error("the board never moved");
        }
    }
}
