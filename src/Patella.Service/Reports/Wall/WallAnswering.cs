using System.Globalization;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Dispatch;

namespace Patella.Service.Reports.Wall;

/// <summary>How people are served: the last minutes from their few lines, the day from its half hours, who waits from the owner of the pool.</summary>
internal sealed class WallAnswering(AnswerReport report, DispatchDesk dispatch)
{
    private const long Window = 15 * WallReading.Minute;
    private readonly Kept<WallAnswers> _lately = new(TimeSpan.FromSeconds(2)), _today = new(TimeSpan.FromSeconds(2));
    private readonly Kept<WallQueue> _queue = new(TimeSpan.FromSeconds(2));

    public async Task<WallService> Read(WallReading reading) => new(
        await _lately.Get(reading, 0, () => reading.Store.Read(reading.Tenant, reader => Lately(reader, reading.Now))),
        await _today.Get(reading, reading.Today, () => reading.Store.Read(reading.Tenant, reader => Today(reader, reading))),
        Microseconds.ToTime(reading.Today).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), await _queue.Get(reading, 0, () => Queue(reading)));

    private async Task<WallAnswers> Lately(IReader reader, long now)
    {
        var figures = await report.Read(reader, now - Window, now + 1);
        var standards = (await reader.One<AnswerRow>(WallReading.Sql["StandardsSince"], new { from = now - Window, until = now + 1 }))!;
        return new WallAnswers(figures.Offered, figures.PickedUp, figures.Replied, figures.AskedForPerson, figures.GotPerson, (long)Math.Round(figures.BotShare * figures.PickedUp), standards.Kept, standards.Missed);
    }

    private static async Task<WallAnswers> Today(IReader reader, WallReading reading)
    {
        var row = (await reader.One<AnswerRow>(WallReading.Sql["SlotsOfToday"], new { from = reading.Today, until = reading.Now + 1 }))!;
        return new WallAnswers(row.Offered, row.PickedUp, row.Replied, row.Asked, row.Got, row.ByBot, row.Kept, row.Missed);
    }

    private async Task<WallQueue> Queue(WallReading reading)
    {
        var board = await dispatch.Board(reading.Tenant);
        return new WallQueue(
            board.Queues.Sum(queue => queue.Waiting), board.Queues.Max(queue => queue.OldestSeconds) is { } oldest ? Math.Round(oldest) : null,
            board.People.Count(person => person.State == "available" && person.Load < person.Capacity), board.People.Count(person => person.Load > 0));
    }

    internal sealed class AnswerRow
    {
        public long Offered { get; init; }

        public long PickedUp { get; init; }

        public long Replied { get; init; }

        public long Asked { get; init; }

        public long Got { get; init; }

        public long ByBot { get; init; }

        public long Kept { get; init; }

        public long Missed { get; init; }
    }
}
