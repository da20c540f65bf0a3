using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Standards;

namespace Patella.Service.Reports;

/// <summary>How a clock of a standard ended, by its first miss or else its answer.</summary>
internal sealed record StandardLine
{
    public string Clock { get; init; } = "";

    public long At { get; init; }

    public string Unit { get; init; } = "";

    public string Measure { get; init; } = "";

    public long Met { get; init; }

    public string? Conversation { get; init; }

    public string? CaseRef { get; init; }

    /// <summary>A miss outweighs everything; of the same kind the earlier one stands.</summary>
    public static StandardLine Worse(StandardLine left, StandardLine right)
        => left.Met != right.Met ? left.Met < right.Met ? left : right : left.At <= right.At ? left : right;
}

/// <summary>Keeps the lines of clocks from <c>standard.met</c> and <c>standard.breached</c>, counted on the day they were met or missed.</summary>
internal static class StandardLines
{
    private static readonly Bulk Table = new("standard_line", ["clock"], ["at", "unit", "measure", "met", "conversation", "case_ref"], column => column is "at" or "met");

    public static bool Matters(TimelineEntry entry) => entry.Kind is ClockEntries.Met or ClockEntries.Breached;

    public static async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries, SlotSums sums)
    {
        var told = entries.Where(Matters).Select(Of).OfType<StandardLine>().ToList();
        if (told.Count == 0)
        {
            return;
        }

        var ids = told.Select(line => line.Clock).Distinct().ToList();
        var before = (await transaction.Many<StandardLine>(ReportStore.Sql["FindStandardLines"], new { ids })).ToDictionary(line => line.Clock);
        var after = new Dictionary<string, StandardLine>(before);
        foreach (var line in told)
        {
            after[line.Clock] = after.TryGetValue(line.Clock, out var known) ? StandardLine.Worse(known, line) : line;
        }

        foreach (var line in after.Values.Where(line => before.GetValueOrDefault(line.Clock) != line))
        {
            if (before.GetValueOrDefault(line.Clock) is { } old)
            {
                sums.Add(SumOf(old), -1, old.At, old.Unit);
            }

            sums.Add(SumOf(line), 1, line.At, line.Unit);
        }

        await Table.Save(transaction, after.Values.Select(line => new object?[] { line.Clock, line.At, line.Unit, line.Measure, line.Met, line.Conversation, line.CaseRef }));
    }

    private static StandardLine? Of(TimelineEntry entry) => Json.Read<ClockEntryData>(entry.Data) is { } data
        ? new StandardLine
        {
            Clock = data.Clock ?? entry.Id, At = entry.At, Unit = entry.Unit ?? "", Measure = data.Measure ?? "", Met = entry.Kind == ClockEntries.Met ? 1 : 0, Conversation = entry.Conversation, CaseRef = entry.CaseRef,
        }
        : null;

    private static Sum SumOf(StandardLine line) => (line.Measure == Measures.Promise, line.Met == 1) switch
    {
        (true, true) => Sum.PromisesMet,
        (true, false) => Sum.PromisesBroken,
        (false, true) => Sum.StandardsMet,
        (false, false) => Sum.StandardsBroken,
    };
}
