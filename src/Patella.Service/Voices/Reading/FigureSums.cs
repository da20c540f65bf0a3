using Patella.Service.Voices.Packing;
using Patella.Service.Voices.Sums;

namespace Patella.Service.Voices.Reading;

/// <summary>Collects counts of a slice by slot and by group, from cells or from rows.</summary>
/// <param name="grain">Of the points; -1 for none.</param>
/// <param name="column">Of the groups, see <see cref="VoiceRows"/>; -1 for none.</param>
internal sealed class FigureSums(VoiceSlice slice, int grain, int column)
{
    public SumCell Total { get; private set; } = new();

    public bool HasRows { get; private set; }

    public Dictionary<long, long> Points { get; private set; } = [];

    public Dictionary<string, SumCell> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Voices of a cell that the slice means.</summary>
    public long Of(SumCell cell) => slice.Sentiment switch
    {
        -1 => cell.Negative,
        0 => cell.Count - cell.Negative - cell.Positive,
        1 => cell.Positive,
        _ => cell.Count,
    };

    /// <summary>Takes what was counted without regard to groups: voices without a value of the dimension are in it too.</summary>
    public void TakeTotals(FigureSums all) => (Total, Points) = (all.Total, all.Points);

    public void Add(SumCell cell, int cellGrain)
    {
        if (!IsMeant(cell))
        {
            return;
        }

        var count = Of(cell);
        var counted = new SumCell { Count = count, Families = cell.Families, Negative = slice.Sentiment is null ? cell.Negative : slice.Sentiment < 0 ? count : 0 };
        Total.Add(counted);
        if (grain >= 0)
        {
            Point(Grains.SlotOf(grain, cell.Slot * Grains.LengthOf(cellGrain)), count);
        }

        if (column >= 0)
        {
            Group(column switch { VoiceRows.Reason => cell.Reason, VoiceRows.Stage => cell.Stage, _ => cell.Value }, counted);
        }
    }

    public void Add(VoiceRows rows, List<int> some)
    {
        HasRows = true;
        var texts = column >= 0 ? rows.Text(column) : null;
        foreach (var row in some)
        {
            var counted = new SumCell { Count = 1, Families = rows.Multiplicities[row] <= 1 ? 1 : 0, Negative = rows.Sentiment(row) < 0 ? 1 : 0 };
            Total.Add(counted);
            if (grain >= 0)
            {
                Point(Grains.SlotOf(grain, rows.Ats[row]), 1);
            }

            if (texts is not null && (texts[row] is not null || column is VoiceRows.Reason or VoiceRows.Stage))
            {
                Group(texts[row] ?? "", counted);
            }
        }
    }

    private bool IsMeant(SumCell cell)
        => (slice.Reason is null || cell.Reason == slice.Reason) && (slice.Stage is null || cell.Stage == slice.Stage) && (slice.InTree is null || cell.Reason.Length > 0 == slice.InTree);

    private void Point(long slot, long count) => Points[slot] = Points.GetValueOrDefault(slot) + count;

    private void Group(string value, SumCell counted)
    {
        if (!Groups.TryGetValue(value, out var group))
        {
            Groups[value] = group = new SumCell { Value = value };
        }

        group.Add(counted);
    }
}
