using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Voices.Sums;

/// <summary>
/// Counts voices into the cells of minute, hour and day. A slot takes a bounded number of values a dimension, first come first kept: a value that has a
/// cell has all its voices in it; the voices of the others are summed beside it, so every dimension still adds up to all.
/// </summary>
internal sealed class VoiceSums
{
    /// <summary>Slots whose values are remembered; when there are more, they are read again from the store.</summary>
    private const int SlotsKept = 4_096;

    private static readonly Bulk Rows = new(
        "voice_sum", ["grain", "dimension", "slot", "value", "stage", "reason"], ["count", "families", "positive", "negative", "urgent", "at_once"],
        column => column is not ("value" or "stage" or "reason"), "{0} = voice_sum.{0} + excluded.{0}");

    private readonly Dictionary<(int Grain, int Dimension, long Slot), HashSet<string>> _values = [];

    /// <summary>Counts voices and writes what changes. When the transaction fails, this object must be thrown away.</summary>
    public async Task Add(ITransaction transaction, IEnumerable<LabelledVoice> voices)
    {
        var cells = new Dictionary<SumKey, SumCell>();
        foreach (var voice in voices)
        {
            for (var grain = Grains.Minute; grain <= Grains.Day; grain++)
            {
                foreach (var dimension in Grains.Dimensions(grain))
                {
                    if (Grains.ValueOf(voice, dimension) is { } value)
                    {
                        await Add(transaction, cells, voice, grain, dimension, value);
                    }
                }
            }
        }

        await Save(transaction, cells.Values);
        if (_values.Count > SlotsKept)
        {
            _values.Clear();
        }
    }

    /// <summary>Writes cells in one go; those that are there are added to.</summary>
    public static async Task Save(ITransaction transaction, IReadOnlyCollection<SumCell> cells)
    {
        if (transaction.Kind == StoreKind.Postgres)
        {
            // One order for everybody, so that two writers never wait for each other.
            await Rows.Save(transaction, cells.Select(cell => (object?[])
                [cell.Grain, cell.Dimension, cell.Slot, cell.Value, cell.Stage, cell.Reason, cell.Count, cell.Families, cell.Positive, cell.Negative, cell.Urgent, cell.AtOnce]));
            return;
        }

        foreach (var cell in cells)
        {
            await transaction.Execute(VoiceStore.Sql["AddSum"], cell);
        }
    }

    private async Task Add(ITransaction transaction, Dictionary<SumKey, SumCell> cells, LabelledVoice voice, int grain, int dimension, string value)
    {
        var slot = Grains.SlotOf(grain, voice.At);
        if (dimension != Grains.All && !await Takes(transaction, grain, dimension, slot, value))
        {
            (dimension, value) = (dimension + Grains.Beyond, "");
        }

        var key = new SumKey(grain, dimension, slot, value, voice.Stage, voice.Reason);
        if (!cells.TryGetValue(key, out var cell))
        {
            cells[key] = cell = new SumCell { Grain = grain, Dimension = dimension, Slot = slot, Value = value, Stage = voice.Stage, Reason = voice.Reason };
        }

        cell.Add(voice);
    }

    private async Task<bool> Takes(ITransaction transaction, int grain, int dimension, long slot, string value)
    {
        if (!_values.TryGetValue((grain, dimension, slot), out var values))
        {
            values = [.. await transaction.Many<string>(VoiceStore.Sql["ValuesOfSlot"], new { grain, dimension, slot })];
            _values[(grain, dimension, slot)] = values;
        }

        return values.Contains(value) || (values.Count < Grains.BoundOf(grain) && values.Add(value));
    }
}
