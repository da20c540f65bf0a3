using Patella.Platform.Storage;
using Patella.Service.Andon.Pulls;

namespace Patella.Service.Andon.Reading;

/// <summary>How the bell stands.</summary>
/// <param name="Standing">Pulls that are not over; all of them block.</param>
/// <param name="Waiting">Of these, which nobody has acknowledged.</param>
/// <param name="Overdue">Of these, which should have been acknowledged or decided by now.</param>
/// <param name="Oldest">The one that stands longest; null when none does.</param>
/// <param name="OldestAt">When it was pulled, UTC microseconds of business time.</param>
/// <param name="InTime">Of the pulls of a stretch, those acknowledged in time; what was taken back at once is none.</param>
/// <param name="Late">Those that were acknowledged late, or should have been by now.</param>
public sealed record BellState(long Standing, long Waiting, long Overdue, string? Oldest, long? OldestAt, long InTime, long Late);

/// <summary>The state of the bell in a few figures, for higher capabilities: <c>GET /pulls</c> lists what each of them counts.</summary>
public sealed class PullBell
{
    /// <param name="from">Begin of the stretch that <see cref="BellState.InTime"/> and <see cref="BellState.Late"/> count, UTC microseconds; it ends before <paramref name="until"/>.</param>
    public async Task<BellState> Read(IReader reader, long from, long until, long now)
    {
        var live = (await reader.One<LiveRow>(PullRows.Sql["Bell"], new { now }))!;
        var oldest = live.Standing == 0 ? null : await reader.One<Pull>(PullRows.Sql["OldestLive"]);
        var taken = (await reader.One<TakenRow>(PullRows.Sql["AcknowledgedBetween"], new { from, until, now }))!;
        return new BellState(live.Standing, live.Waiting, live.Overdue, oldest?.Id, oldest?.PulledAt, taken.InTime, taken.Late);
    }

    private sealed record LiveRow
    {
        public long Standing { get; init; }

        public long Waiting { get; init; }

        public long Overdue { get; init; }
    }

    private sealed record TakenRow
    {
        public long InTime { get; init; }

        public long Late { get; init; }
    }
}
