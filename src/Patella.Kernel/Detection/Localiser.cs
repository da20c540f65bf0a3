namespace Patella.Kernel.Detection;

/// <summary>
/// The one node that explains the others: of all nodes that most of the voices of a burst share, the one whose count is least likely under its own baseline,
/// less the logarithm of how many such nodes there are.
/// </summary>
internal sealed class Localiser(Lattice lattice, Nodes nodes, Baseline baseline, RecentVoices recent)
{
    /// <summary>Newest voices that are looked at.</summary>
    private const int Voices = 4_000;

    /// <summary>How much better another node must explain before an alarm moves, nats.</summary>
    private const double Better = 4;

    /// <summary>The best node for a burst in a cell since a minute; the present one when none is clearly better.</summary>
    public ulong Place(ulong key, int since, bool settled)
    {
        var what = CellKey.What(key);
        var all = new Dictionary<ulong, int>();
        var inside = new Dictionary<ulong, int>();
        var (whole, first) = (0, baseline.Minute);
        foreach (var number in Of(what, since).Take(Voices))
        {
            first = recent[number].Minute;
            var matches = recent.Matches(number, key);
            whole += matches ? 1 : 0;
            var values = recent.Values(number);
            for (var slot = 1; slot < lattice.Slots; slot++)
            {
                if (values[slot] >= 0)
                {
                    var node = CellKey.Of(what, slot, values[slot]);
                    all[node] = all.GetValueOrDefault(node) + 1;
                    inside[node] = inside.GetValueOrDefault(node) + (matches ? 1 : 0);
                }
            }
        }

        var minutes = baseline.Minute - Math.Max(since, first == baseline.Minute ? since : Math.Min(first, baseline.Minute)) + 1;
        var best = (Key: key, Score: Score(key, all.GetValueOrDefault(key), minutes) + (settled ? Better : 0.5));
        foreach (var (node, count) in inside.Where(pair => pair.Value * 2 >= whole).OrderBy(pair => pair.Key))
        {
            var score = Score(node, all[node], minutes);
            best = score > best.Score ? (node, score) : best;
        }

        return best.Key;
    }

    /// <summary>The node in which voices gather, compared with where voices outside the tree are otherwise; everything when they gather nowhere.</summary>
    public (int Slot, int Value) Gather(IReadOnlyList<long> numbers)
    {
        var counts = new Dictionary<(int Slot, int Value), int>();
        foreach (var number in numbers)
        {
            var values = recent.Values(number);
            for (var slot = 2; slot < lattice.Slots; slot++)
            {
                if (values[slot] >= 0)
                {
                    counts[(slot, values[slot])] = counts.GetValueOrDefault((slot, values[slot])) + 1;
                }
            }
        }

        var best = (Slot: Lattice.Everything, Value: 0, Score: 3.0);
        foreach (var (node, count) in counts.OrderBy(pair => pair.Key))
        {
            double share = Math.Clamp(baseline.NodeShareNow(node.Slot, node.Value), 1e-7, 0.999);
            var (part, rest) = ((double)count / numbers.Count, numbers.Count - count);
            if (part > share)
            {
                var score = (count * Math.Log(part / share)) + (rest == 0 ? 0 : rest * Math.Log((1 - part) / (1 - share))) - Penalty(node.Slot);
                best = score > best.Score ? (node.Slot, node.Value, score) : best;
            }
        }

        return (best.Slot, best.Value);
    }

    /// <summary>Numbers of the voices of a reason or stage since a minute, newest first.</summary>
    public IEnumerable<long> Of(int what, int since)
        => (what & CellKey.StageMark) == 0 ? recent.Of(what, since) : recent.Since(since).Where(number => recent[number].Stage == (what & ~CellKey.StageMark));

    private double Score(ulong key, int count, int minutes)
    {
        var expected = (double)baseline.Rate(key) * minutes;
        return count <= expected ? 0 : ((count * Math.Log(count / expected)) - (count - expected)) / baseline.Dispersion(CellKey.What(key), (float)(expected / minutes)) - Penalty(CellKey.Slot(key));
    }

    private double Penalty(int slot) => slot == Lattice.Everything ? 0 : Math.Log(1 + nodes.Known(slot)) + (lattice.IsPair(slot) ? 2 : 1);
}
