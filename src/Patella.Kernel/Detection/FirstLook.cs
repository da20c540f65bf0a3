namespace Patella.Kernel.Detection;

/// <summary>
/// What is done once, when enough was heard to have shares at all: until then everything was learnt, also a fault that began soon after the stream did. The past of
/// each cell is cut where its rate has grown most clearly, and what came after the cut is taken back and tested.
/// </summary>
internal sealed class FirstLook(Lattice lattice, CellTable cells, Phrases phrases, RecentVoices recent, Baseline baseline)
{
    /// <summary>Voices below which a cell shows no change clearly enough.</summary>
    private const int FewestVoices = 10;

    /// <summary>Reasons that grow from the same minute on from which it is no fault: voices of another source have joined, with a mix of their own.</summary>
    private const int MixReasons = 3;

    private readonly int[] _counts = new int[baseline.Minute + 1];

    /// <summary>Voices of each minute at each node, and of those that no reason names under slot 0.</summary>
    private readonly Dictionary<(int Slot, int Value), int[]> _nodes = [];

    /// <summary>Takes back what came after a clear change.</summary>
    /// <param name="threshold">Nats from which a change is clear.</param>
    public void Take(double threshold)
    {
        // Voices are at most those kept as evidence. In the order of keys everything comes before its parts.
        var heard = Heard();
        if (IsMixed(heard, threshold))
        {
            return;
        }

        var (what, whole) = (-1, -1);
        foreach (var (key, voices) in Cells(heard))
        {
            (what, whole) = (CellKey.What(key), what == CellKey.What(key) ? whole : -1);
            var table = CellKey.IsPhrase(key) ? phrases.Cells : cells;
            if (!table.TryFind(key, out var place))
            {
                continue;
            }

            var grown = Grown(key, voices, threshold);
            if (grown.At >= 0)
            {
                Begin(ref table.Cells[place], grown.At, (float)grown.Clear, grown.Factor);
            }

            if (CellKey.Slot(key) == Lattice.Everything && what != CellKey.Phrase)
            {
                whole = grown.At;
                baseline.Refresh(table.Cells[place]);
            }
            else if (grown.At < 0 && whole >= 0)
            {
                // The parts of a fault have learnt it too, each too little to show it.
                Begin(ref table.Cells[place], whole, 0, 0);
            }
        }
    }

    /// <summary>Whether several reasons have grown together, be it a third as clearly.</summary>
    private bool IsMixed(List<(ulong Key, int Minute)> heard, double threshold)
    {
        var grown = Cells(heard).Where(cell => CellKey.Slot(cell.Key) == Lattice.Everything && CellKey.What(cell.Key) is > 0 and < CellKey.StageMark)
            .Select(cell => Grown(cell.Key, cell.Voices, threshold / 3)).Where(cell => cell.At >= 0).ToList();
        return grown.Exists(one => grown.Count(other => Math.Abs(other.At - one.At) <= 2) >= MixReasons);
    }

    /// <summary>Each cell with its number of voices; those of its minutes stand in the counts meanwhile.</summary>
    private IEnumerable<(ulong Key, int Voices)> Cells(List<(ulong Key, int Minute)> heard)
    {
        for (var from = 0; from < heard.Count;)
        {
            var (key, until) = (heard[from].Key, from);
            Array.Clear(_counts);
            for (; until < heard.Count && heard[until].Key == key; until++)
            {
                _counts[heard[until].Minute]++;
            }

            yield return (key, until - from);
            from = until;
        }
    }

    /// <summary>Cells and minutes of all voices so far, in the order of keys.</summary>
    private List<(ulong Key, int Minute)> Heard()
    {
        var heard = new List<(ulong, int)>();
        for (var number = recent.Oldest; number < recent.Next; number++)
        {
            var voice = recent[number];
            var values = recent.Values(number);
            for (var slot = Lattice.Everything; slot < lattice.Slots; slot++)
            {
                if (values[slot] >= 0)
                {
                    Count(slot, values[slot], voice.Minute);
                    heard.Add((CellKey.Of(voice.Reason, slot, values[slot]), voice.Minute));
                    var stage = CellKey.Of(voice.Stage | CellKey.StageMark, slot, values[slot]);
                    if (cells.TryFind(stage, out _))
                    {
                        heard.Add((stage, voice.Minute));
                    }
                }
            }

            if (voice.Reason == 0)
            {
                Count(0, 0, voice.Minute);
            }
        }

        heard.AddRange(phrases.Since(0).Select(pair => (CellKey.OfPhrase(pair.Phrase), recent[pair.Number].Minute)));
        heard.Sort();
        return heard;
    }

    private void Count(int slot, int value, int minute)
    {
        if (!_nodes.TryGetValue((slot, value), out var counts))
        {
            _nodes[(slot, value)] = counts = new int[_counts.Length];
        }

        counts[minute]++;
    }

    /// <summary>Voices of others at the node of a cell in a minute.</summary>
    private int Around(ulong key, int minute) => CellKey.IsPhrase(key)
        ? _nodes[(Lattice.Everything, 0)][minute] - _nodes[(0, 0)][minute]
        : _nodes[(CellKey.Slot(key), CellKey.Value(key))][minute] - _counts[minute];

    /// <summary>Where the rate of a cell has grown most clearly.</summary>
    /// <returns>Nats, the minute from which it is more (-1 for none) and how many times.</returns>
    private (double Clear, int At, double Factor) Grown(ulong key, int all, double threshold)
    {
        var best = (Clear: threshold, At: -1, Factor: 0.0);
        if (all < FewestVoices)
        {
            return best;
        }

        var (prior, guess) = baseline.PriorOf(key);
        var (before, beforeExposure) = (all + (double)prior, prior / (double)guess);
        for (var minute = 0; minute < _counts.Length; minute++)
        {
            beforeExposure += Around(key, minute);
        }

        var (voices, exposure) = (0.0, 0.0);
        for (var minute = _counts.Length - 1; minute > 0; minute--)
        {
            var around = Around(key, minute);
            (voices, exposure, before, beforeExposure) = (voices + _counts[minute], exposure + around, before - _counts[minute], beforeExposure - around);
            var expected = before / beforeExposure * Math.Max(exposure, 1);
            var clear = TwoRates.Clear(voices, Math.Max(exposure, 1), before, beforeExposure) / baseline.Dispersion(CellKey.What(key), (float)(expected / (_counts.Length - minute)));
            best = clear > best.Clear ? (clear, minute, voices / expected) : best;
        }

        return best;
    }

    /// <summary>Lets a run begin in a minute of the past; what was heard before it is learnt.</summary>
    private void Begin(ref Cell cell, int at, float sum, double factor)
    {
        CellStep.Quiet(ref cell);
        (cell.Count, cell.Exposure) = (0, 0);
        for (var minute = 0; minute < at; minute++)
        {
            (cell.Count, cell.Exposure) = (cell.Count + _counts[minute], cell.Exposure + Around(cell.Key, minute));
        }

        for (var minute = at; minute < _counts.Length && sum > 0; minute++)
        {
            (cell.RunCount, cell.RunExposure) = (cell.RunCount + _counts[minute], cell.RunExposure + Around(cell.Key, minute));
        }

        CellStep.Begin(ref cell, sum, factor, _counts.Length - at);
    }
}
