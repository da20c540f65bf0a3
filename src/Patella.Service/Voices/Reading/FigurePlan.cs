using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Voices.Packing;
using Patella.Service.Voices.Sums;

namespace Patella.Service.Voices.Reading;

/// <summary>A stretch of whole slots that roll-ups answer, or (grain -1) one of voices that have to be looked at.</summary>
/// <param name="From">First slot; of rows, UTC microseconds.</param>
/// <param name="Until">Slot after the last.</param>
internal readonly record struct Stretch(int Grain, long From, long Until);

/// <summary>
/// How a question is answered: whole days from cells of days, the rest of them from hours, the edges from minutes where the dimension is counted by the minute, and only what is
/// left, or lies beyond the bound of values, from the voices themselves.
/// </summary>
/// <param name="Dimension">The counted dimension whose cells are read; null: no roll-up has it.</param>
/// <param name="Value">Its value; null for all of them, as groups.</param>
internal sealed record FigurePlan(int? Dimension, string? Value, IReadOnlyList<Stretch> Stretches)
{
    private const long Day = 86_400 * Microseconds.PerSecond;

    /// <summary>Slots that are asked for one by one.</summary>
    private const long MostSlots = 800;

    public static FigurePlan Of(VoiceSlice slice, int pointGrain, int groupColumn, VoiceRules rules, long now)
    {
        var dimension = DimensionOf(slice, groupColumn, out var value);
        var stretches = new List<Stretch>();
        if (dimension is { } counted)
        {
            var kept = new[] { now - (rules.MinuteDays * Day), now - (rules.HourDays * Day), long.MinValue };
            Cover(Math.Max(slice.From, 0), slice.Until, pointGrain >= 0 ? pointGrain : Grains.Day, counted, kept, stretches);
        }
        else
        {
            stretches.Add(new Stretch(-1, slice.From, slice.Until));
        }

        return new FigurePlan(dimension, value, stretches);
    }

    /// <summary>Reads the cells, and gives back the stretches of time whose voices have to be looked at.</summary>
    public async Task<IReadOnlyList<Stretch>> Read(IReader reader, FigureSums into)
    {
        var left = new List<Stretch>(Stretches.Where(stretch => stretch.Grain < 0));
        foreach (var (grain, from, until) in Stretches.Where(stretch => stretch.Grain >= 0))
        {
            var arguments = new { grain, dimension = Dimension!.Value, from, until = until - 1, value = Value, slots = IsOneByOne(from, until) ? Slots(from, until) : [] };
            var cells = await reader.Many<SumCell>(VoiceStore.Sql[Value is null ? "Groups" : IsOneByOne(from, until) ? "PointsOfSlots" : "Points"], arguments);
            var beyond = Dimension == Grains.All ? [] : (await reader.Many<long>(VoiceStore.Sql["SlotsBeyond"], arguments)).ToHashSet();
            foreach (var cell in cells)
            {
                into.Add(cell, grain);
                beyond.Remove(Value is null ? long.MinValue : cell.Slot);
            }

            if (Value is not null)
            {
                // The value has no cell there, but others found no place either: only the voices tell.
                left.AddRange(beyond.Select(slot => new Stretch(-1, slot * Grains.LengthOf(grain), (slot + 1) * Grains.LengthOf(grain))));
            }
            else if (beyond.Count > 0)
            {
                var others = await reader.Many<SumCell>(VoiceStore.Sql["Groups"], new { grain, dimension = Dimension!.Value + Grains.Beyond, from, until = until - 1 });
                foreach (var cell in others)
                {
                    into.Add(cell, grain);
                }
            }
        }

        return left;
    }

    /// <summary>A store walks all values of a range of slots to find one of them, so it is asked slot by slot, unless they are very many.</summary>
    private bool IsOneByOne(long from, long until) => Value is not null && Dimension != Grains.All && until - from <= MostSlots;

    private static long[] Slots(long from, long until)
    {
        var slots = new long[until - from];
        for (var slot = from; slot < until; slot++)
        {
            slots[slot - from] = slot;
        }

        return slots;
    }

    private static int? DimensionOf(VoiceSlice slice, int groupColumn, out string? value)
    {
        value = "";
        var given = slice.Values.Select((text, dimension) => (text, dimension)).Where(one => one.text is not null).ToList();
        if (slice.Word is not null || slice.Author is not null || slice.Further.Count > 0 || slice.Urgency is not null)
        {
            return null;
        }

        var groupDimension = groupColumn >= VoiceRows.FirstDimension ? groupColumn - VoiceRows.FirstDimension : -1;
        switch (given.Count)
        {
            case 0 when groupDimension >= 0:
                value = null;
                return Grains.Fixed(groupDimension);
            case 0:
                return Grains.All;
            case 1 when groupDimension < 0 || groupDimension == given[0].dimension:
                value = given[0].text;
                return Grains.Fixed(given[0].dimension);
            case 2 when groupDimension < 0 && given[0].dimension == VoiceDimensions.Carrier && given[1].dimension == VoiceDimensions.Region:
                value = Grains.Pair(given[0].text!, given[1].text!);
                return Grains.CarrierAndRegion;
            default:
                return null;
        }
    }

    private static void Cover(long from, long until, int grain, int dimension, long[] kept, List<Stretch> into)
    {
        if (from >= until)
        {
            return;
        }

        if (grain < 0)
        {
            into.Add(new Stretch(-1, from, until));
            return;
        }

        var length = Grains.LengthOf(grain);
        var (first, last) = ((from + length - 1) / length, until / length);
        if (first >= last || !Grains.Dimensions(grain).Contains(dimension) || first * length < kept[grain])
        {
            Cover(from, until, grain - 1, dimension, kept, into);
            return;
        }

        Cover(from, first * length, grain - 1, dimension, kept, into);
        into.Add(new Stretch(grain, first, last));
        Cover(last * length, until, grain - 1, dimension, kept, into);
    }
}
