namespace Patella.Kernel.Detection;

/// <summary>
/// What each cell would show if nothing were wrong: its learnt share of the others' traffic, shrunk to what its parents say, times the hour's factor, times
/// how busy its node is with other reasons.
/// </summary>
internal sealed partial class Baseline(DetectorSettings settings, Lattice lattice, CellTable cells, Nodes nodes)
{
    /// <summary>No cell expects fewer voices a minute than this: about one and a half a day.</summary>
    public const float Floor = 0.001f;

    /// <summary>Voices that the node's own traffic has to show before it counts.</summary>
    private const float NodePrior = 5;

    private const float LevelPrior = 0.5f, LevelGuess = 0.01f;
    private readonly float[] _strength = [.. Enumerable.Repeat(6f, lattice.Slots)];
    private readonly float[] _fades = [.. Enumerable.Range(0, 4096).Select(minutes => Nodes.Fade(minutes, (float)settings.MemoryDays * 1440))];
    private readonly Traffic[] _traffic = [new(), new()];
    private readonly Rhythm[] _rhythm = [new(), new()];
    private double _beyond, _voices = 50;
    private long _sparse, _sparseVoices, _sparseBeyond;

    public int Minute { get; private set; } = -1;

    public int Hour { get; private set; } = -1;

    /// <summary>Traffic ever seen, fading with the memory.</summary>
    public double Exposure { get; private set; }

    /// <summary>Whether enough was heard to have shares at all.</summary>
    public bool Warm { get; private set; }

    public long Heard { get; private set; }

    public Traffic Traffic(int what) => _traffic[what == CellKey.Phrase ? 0 : what >> 15];

    public Rhythm Rhythm(int what) => _rhythm[what == CellKey.Phrase ? 0 : what >> 15];

    public static int Index(int what) => what == CellKey.Phrase ? 0 : what & ~CellKey.StageMark;

    public float MemoryMinutes { get; } = (float)settings.MemoryDays * 1440;

    /// <summary>What is left of what was learnt so many minutes ago, of a table.</summary>
    public float Fade(int minutes) => minutes < _fades.Length ? _fades[minutes] : Nodes.Fade(minutes, MemoryMinutes);

    /// <summary>Variance over mean of a cell that expects a given number in a minute.</summary>
    public float Dispersion(int what, float expected)
        => _scattered + Math.Min(Now(what).Scatter * expected, 20);

    public void Roll(int minute, int hour)
    {
        Heard += _traffic[0].Pending;
        _traffic[0].Roll(minute);
        _traffic[1].Roll(minute);
        nodes.Roll(minute);
        Exposure = (Exposure * Nodes.Fade(Minute < 0 ? 0 : minute - Minute, MemoryMinutes)) + _traffic[0].Between(Minute, minute);
        foreach (var (traffic, rhythm) in _traffic.Zip(_rhythm))
        {
            rhythm.Ensure(traffic.Known);
            if (hour != Hour)
            {
                if (Hour >= 0)
                {
                    rhythm.EndHour(Hour);
                }

                rhythm.BeginHour(hour);
            }
        }

        (Minute, Hour) = (minute, hour);
        Refresh();
        Warm |= (Heard >= 400 && minute >= 8) || (Heard >= 60 && minute >= 60) || minute >= 360;
    }

    /// <summary>Voices expected for each voice of others at the node, before the hour.</summary>
    public float Level(in Cell cell) => Believed(cell).Level;

    /// <summary>The level made larger by what is not known of it. What a node said asleep tells little of it awake: it speaks at least as the whole does, and a third more is no news.</summary>
    public float Careful((float Level, float Voices, float Guess) believed, bool awake)
        => (awake ? Math.Max(believed.Level, believed.Guess) * 1.33f : believed.Level) * (1 + ((Minute < 120 ? 2.5f : 1.5f) / MathF.Sqrt(believed.Voices))) * (Minute < 1440 ? 1.15f : 1);

    /// <summary>The level of a cell, the voices it is known by, and what was guessed before it was heard. In the first two hours a part says little for itself: a fault may be under way in it.</summary>
    public (float Level, float Voices, float Guess) Believed(in Cell cell)
    {
        var (prior, guess) = PriorOf(cell.Key);
        var weight = Minute < 120 && CellKey.Slot(cell.Key) > Lattice.Everything ? Math.Max(Minute / 120f, 0.05f) : 1;
        var voices = (cell.Count * weight) + prior;
        return (voices / ((cell.Exposure * weight) + (prior / guess)), voices, guess);
    }

    /// <summary>The hour's factor on what is said of a reason.</summary>
    public float Hourly(int what) => Now(what).Hour;

    /// <summary>
    /// Whether the node is new, and of a kind whose nodes differ much in what is said at them: for two hours its own mix of reasons is learnt. Where nodes are
    /// much alike, as versions are, a new one is watched from its first minute.
    /// </summary>
    public bool IsYoung(int slot, int value) => slot > Lattice.Everything && _strength[slot] < 3 && nodes.First(slot, value) > 30 && Minute - nodes.First(slot, value) < 120;

    /// <summary>What the parts of a reason expect together in this minute: more than the whole when the traffic moves to nodes that speak of it more.</summary>
    public double Mixed(ulong key)
    {
        var largest = (double)Rate(key);
        if (CellKey.Slot(key) != Lattice.Everything || CellKey.IsPhrase(key))
        {
            return largest;
        }

        for (var slot = 2; slot < lattice.Slots; slot++)
        {
            if (nodes.Known(slot) is > 1 and <= 64)
            {
                largest = Math.Max(largest, Enumerable.Range(0, nodes.Known(slot)).Sum(value => (double)Rate(CellKey.Of(CellKey.What(key), slot, value))));
            }
        }

        return largest;
    }

    /// <summary>Expected of a key in one minute of the present traffic, whether or not it has a cell.</summary>
    public float Rate(ulong key)
    {
        var what = CellKey.What(key);
        var cell = new Cell { Key = key, Last = -1 };
        if (cells.TryFind(key, out var place))
        {
            cell = cells.Cells[place];
        }
        else
        {
            Begin(ref cell);
        }

        var recent = cell.Recent * Nodes.Fade(Minute - cell.Last, Nodes.RecentMinutes);
        var (level, _, guess) = Believed(cell);
        var around = Around(cell, level, recent, cell.Last == Minute ? cell.Now - Excused(key) : 0);
        level = around.Awake ? Math.Max(level, guess) * 1.33f : level;
        return Math.Max(level * Hourly(what) * around.Now, Floor / 2);
    }

    /// <summary>Learns how much sparse cells scatter beyond Poisson, in whole numbers until the minute is over, so that the order of cells changes nothing.</summary>
    public void LearnSparse(float count, float expected)
    {
        if (expected < 0.5f && count < 4 + (20 * expected))
        {
            _sparse++;
            _sparseVoices += (long)count;
            _sparseBeyond += (long)(((count * (count - 1)) - (count * expected)) * 1_048_576);
        }
    }

    /// <summary>Ends the steps of a minute.</summary>
    public void Settle()
    {
        var fade = Math.Pow(0.9999, _sparse);
        (_beyond, _voices) = ((_beyond * fade) + (_sparseBeyond / 1_048_576.0), (_voices * fade) + _sparseVoices);
        (_sparse, _sparseVoices, _sparseBeyond) = (0, 0, 0);
    }

    /// <summary>How far cells stray from what their parents say, slot by slot: the prior's weight in voices.</summary>
    public void LearnStrength()
    {
        var strays = new List<float>[lattice.Slots];
        foreach (ref readonly var cell in cells.Cells.AsSpan())
        {
            var slot = CellKey.Slot(cell.Key);
            if (cell.Key == 0 || slot == Lattice.Everything)
            {
                continue;
            }

            var expected = PriorOf(cell.Key).Guess * (cell.Exposure + cell.RunExposure);
            var count = cell.Count + cell.RunCount;
            if (expected >= 4)
            {
                (strays[slot] ??= []).Add((((count - expected) * (count - expected)) - count) / (expected * expected));
            }
        }

        for (var slot = 2; slot < lattice.Slots; slot++)
        {
            if (strays[slot] is { Count: >= 8 } found)
            {
                found.Sort();
                var kept = found[..(found.Count - (found.Count / 12))];
                _strength[slot] = Math.Clamp(1 / Math.Max(kept.Average(), 0.001f), 0.3f, 40);
            }
        }
    }

    public void Save(StateWriter state)
    {
        state.Array<float>(_strength);
        state.Array<double>([_beyond, _voices, Exposure]);
        state.Array<long>([Minute, Hour, Warm ? 1 : 0, Heard]);
        foreach (var (traffic, rhythm) in _traffic.Zip(_rhythm))
        {
            traffic.Save(state);
            rhythm.Save(state);
        }
    }

    public void Load(StateReader state)
    {
        state.Array<float>().CopyTo(_strength, 0);
        var sums = state.Array<double>();
        (_beyond, _voices, Exposure) = (sums[0], sums[1], sums[2]);
        var numbers = state.Array<long>();
        (Minute, Hour, Warm, Heard) = ((int)numbers[0], (int)numbers[1], numbers[2] != 0, numbers[3]);
        foreach (var (traffic, rhythm) in _traffic.Zip(_rhythm))
        {
            traffic.Load(state);
            rhythm.Load(state);
        }
    }

    /// <summary>What is believed of a cell before it was heard: so many voices at such a level.</summary>
    public (float Prior, float Guess) PriorOf(ulong key)
    {
        if (CellKey.IsPhrase(key))
        {
            return (1f, 0.005f);
        }

        var slot = CellKey.Slot(key);
        if (slot == Lattice.Everything)
        {
            return (LevelPrior, LevelGuess);
        }

        // The guess is itself known by so many voices only.
        ref readonly var whole = ref Now(CellKey.What(key));
        return (1 / ((1 / _strength[slot]) + (1 / (whole.Count + LevelPrior))), Math.Max(whole.Level, 1e-12f));
    }
}
