using Patella.Platform.Storage;

namespace Patella.Service.Reports;

/// <summary>The figures of a span of business time on the board, in three groups: assured (picked up, replied, got a person), simple (steps to abandoned), caring (rated on).</summary>
/// <param name="Steps">Messages of the consumer, things asked of them and repeated contacts, of all contacts together.</param>
/// <param name="Repeated">Contacts about the same within 72 hours of another.</param>
/// <param name="Rated">Contacts whose consumer said how satisfied they are; <paramref name="Satisfied"/> of them 4 or 5.</param>
/// <param name="Judged">Contacts whose consumer said whether it is solved.</param>
public sealed record AnswerFigures(
    long Offered, long PickedUp, long Replied, long AskedForPerson, long GotPerson, long Abandoned, double BotShare,
    long Steps, long Repeated, long Reopened, long Rated, long Satisfied, long Judged, long Solved);

/// <summary>Reads the figures of a short span from its lines, so that every minute of it counts.</summary>
public sealed class AnswerReport
{
    private static readonly string Columns = string.Join(", ",
        Counted("1 = 1", "offered"), Counted("picked = 1", "picked_up"), Counted("replied = 1", "replied"), Counted("asked_at is not null", "asked"),
        Counted("asked_at is not null and person_reply_at is not null", "got"), Counted("abandoned = 1", "abandoned"), Counted("picked = 1 and asked_at is null", "bot"),
        "cast(coalesce(sum(said + choices + repeated), 0) as bigint) as steps", Counted("repeated = 1", "repeated"), Counted("reopened = 1", "reopened"), Counted("satisfied is not null", "rated"),
        Counted("satisfied >= 4", "satisfied"), Counted("solved is not null", "judged"), Counted("solved = 1", "solved"));

    /// <summary>Keys of lists that open to conversations.</summary>
    public static IReadOnlyCollection<string> Figures => [.. FigureBook.OpenToConversations.Keys];

    /// <param name="from">Inclusive, business time, UTC microseconds.</param>
    /// <param name="until">Exclusive.</param>
    public async Task<AnswerFigures> Read(IReader reader, long from, long until, string? unit = null)
    {
        var row = (await reader.One<SumRow>($"select {Columns} from contact_line where tenant = @tenant and offered_at >= @from and offered_at < @until {OfUnit(unit)}", new { from, until, unit }))!;
        return new AnswerFigures(
            row.Offered, row.PickedUp, row.Replied, row.Asked, row.Got, row.Abandoned, row.PickedUp == 0 ? 0 : (double)row.Bot / row.PickedUp,
            row.Steps, row.Repeated, row.Reopened, row.Rated, row.Satisfied, row.Judged, row.Solved);
    }

    /// <summary>The conversations that a figure counts, newest first.</summary>
    public async Task<IReadOnlyList<string>> Behind(IReader reader, string figure, long from, long until, string? unit, int limit)
        => await reader.Many<string>(
            $"select conversation from contact_line where tenant = @tenant and offered_at >= @from and offered_at < @until and {FigureBook.OpenToConversations[figure]} {OfUnit(unit)} order by offered_at desc limit @limit",
            new { from, until, unit, limit });

    private static string OfUnit(string? unit) => unit is null ? "" : "and unit = @unit";

    private static string Counted(string condition, string name) => $"coalesce(sum(case when {condition} then 1 else 0 end), 0) as {name}";

    private sealed class SumRow
    {
        public long Offered { get; init; }

        public long PickedUp { get; init; }

        public long Replied { get; init; }

        public long Asked { get; init; }

        public long Got { get; init; }

        public long Abandoned { get; init; }

        public long Bot { get; init; }

        public long Steps { get; init; }

        public long Repeated { get; init; }

        public long Reopened { get; init; }

        public long Rated { get; init; }

        public long Satisfied { get; init; }

        public long Judged { get; init; }

        public long Solved { get; init; }
    }
}
