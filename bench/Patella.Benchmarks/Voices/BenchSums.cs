using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Voices;
using Patella.Service.Voices.Sums;

namespace Patella.Benchmarks.Voices;

/// <summary>Counts a stream in order of time into the roll-ups, slot by slot, with the bounds of the product; a day from its hours, which gives the same as voice by voice.</summary>
internal sealed class BenchSums(IStore store, TenantId tenant, long minutesFrom)
{
    private readonly Dictionary<(int Dimension, string Value, string Stage, string Reason), SumCell>[] _cells = [[], [], []];
    private readonly long[] _slots = [-1, -1, -1];

    public long Written { get; private set; }

    public async Task Add(LabelledVoice voice)
    {
        await Turn(Grains.Minute, voice.At);
        await Turn(Grains.Hour, voice.At);
        await Turn(Grains.Day, voice.At);
        Count(Grains.Hour, voice);
        if (voice.At >= minutesFrom)
        {
            Count(Grains.Minute, voice);
        }
    }

    public async Task End()
    {
        await Flush(Grains.Minute);
        await Flush(Grains.Hour);
        await Flush(Grains.Day);
    }

    private async Task Turn(int grain, long at)
    {
        var slot = Grains.SlotOf(grain, at);
        if (slot != _slots[grain])
        {
            await Flush(grain);
            _slots[grain] = slot;
        }
    }

    private void Count(int grain, LabelledVoice voice)
    {
        foreach (var dimension in Grains.Dimensions(grain))
        {
            if (Grains.ValueOf(voice, dimension) is { } value)
            {
                Cell(grain, dimension, value, voice.Stage, voice.Reason).Add(voice);
            }
        }
    }

    private SumCell Cell(int grain, int dimension, string value, string stage, string reason)
    {
        var key = (dimension, value, stage, reason);
        if (!_cells[grain].TryGetValue(key, out var cell))
        {
            _cells[grain][key] = cell = new SumCell { Value = value, Stage = stage, Reason = reason };
        }

        return cell;
    }

    private async Task Flush(int grain)
    {
        if (_cells[grain].Count == 0)
        {
            return;
        }

        // The hour belongs to a day that is still open: it is turned first.
        var bounded = new Dictionary<SumKey, SumCell>();
        var values = new Dictionary<int, HashSet<string>>();
        foreach (var ((dimension, value, stage, reason), cell) in _cells[grain])
        {
            if (grain == Grains.Hour)
            {
                Cell(Grains.Day, dimension, value, stage, reason).Add(cell);
            }

            values.TryAdd(dimension, []);
            var taken = dimension == Grains.All || values[dimension].Contains(value) || (values[dimension].Count < Grains.BoundOf(grain) && values[dimension].Add(value));
            var key = new SumKey(grain, taken ? dimension : dimension + Grains.Beyond, _slots[grain], taken ? value : "", stage, reason);
            if (!bounded.TryGetValue(key, out var sum))
            {
                bounded[key] = sum = new SumCell { Grain = grain, Dimension = key.Dimension, Slot = key.Slot, Value = key.Value, Stage = stage, Reason = reason };
            }

            sum.Add(cell);
        }

        foreach (var some in bounded.Values.Chunk(50_000))
        {
            await store.Write(tenant, transaction => VoiceSums.Save(transaction, some));
        }

        Written += bounded.Count;
        _cells[grain].Clear();
    }
}
