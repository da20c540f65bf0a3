namespace Patella.Kernel.Detection;

/// <summary>
/// Hears a stream of voices and says what is newly raised above its baseline, for whom and since when. A pure function of the stream: the same voices in the
/// same minutes give the same alarms, also from a snapshot. Not for several threads.
/// </summary>
/// <remarks>Why it is built so: docs/decisions/037-alarms-with-a-stated-budget.md.</remarks>
public sealed class Detector
{
    private const int SweepMinutes = 360;

    /// <summary>Cells read before their turn, so that several are under way at once.</summary>
    private const int Ahead = 12;

    private readonly DetectorSettings _settings;
    private readonly Lattice _lattice;
    private readonly CellTable _cells;
    private readonly Nodes _nodes;
    private readonly Baseline _baseline;
    private readonly RecentVoices _recent;
    private readonly Phrases _phrases;
    private readonly AlarmDesk _desk;
    private readonly ulong[] _keys;
    private long _start = -1, _rolled;
    private ulong _warm;

    public Detector(DetectorSettings settings)
    {
        _settings = settings;
        _lattice = new Lattice(settings);
        _cells = new CellTable(settings.MaximalCells);
        _nodes = new Nodes(_lattice.Slots, (float)settings.MemoryDays * 1440);
        _baseline = new Baseline(settings, _lattice, _cells, _nodes);
        _recent = new RecentVoices(settings.RecentVoices, _lattice.Slots);
        _phrases = new Phrases(settings, _recent);
        _desk = new AlarmDesk(settings, _lattice, _cells, _phrases, _recent, _nodes, _baseline);
        _keys = new ulong[_lattice.Slots * 2];
    }

    /// <summary>Cells watched now, phrases among them.</summary>
    public int Cells => _cells.Count + _phrases.Cells.Count;

    /// <summary>Sum above which a cell raises an alarm: the logarithm of all looks of a day over the false alarms accepted in it, and of the four sums of each.</summary>
    public double Threshold => Math.Log(Math.Max(Cells, 1_000) * 1440.0 / _settings.FalseAlarmsPerDay) + Math.Log(CellStep.Factors.Length);

    /// <summary>Counts one voice into the minute that the next tick ends.</summary>
    /// <param name="voice">Its labels.</param>
    /// <param name="dimensions">The interned value of each dimension, from 0 without gaps, -1 where unknown.</param>
    /// <param name="text">UTF-8; looked at only when the reason is 0, may be empty.</param>
    public void Add(in Observation voice, ReadOnlySpan<int> dimensions, ReadOnlySpan<byte> text)
    {
        if (voice.Reason >= Lattice.MaximalReasons || voice.Stage >= Lattice.MaximalReasons)
        {
            throw new ArgumentOutOfRangeException(nameof(voice), "Reasons and stages are numbered below 32752.");
        }

        Span<int> values = stackalloc int[_lattice.Slots];
        _lattice.Fill(dimensions, values);
        var count = 0;
        for (var slot = 1; slot < values.Length; slot++)
        {
            if (values[slot] >= 0)
            {
                var key = CellKey.Of(voice.Reason, slot, values[slot]);
                _warm ^= _cells.Warm(key);
                _keys[count++] = key;
                if (_settings.Stages && voice.Stage != 0)
                {
                    _keys[count++] = CellKey.Of(voice.Stage | CellKey.StageMark, slot, values[slot]);
                }

                if (slot > Lattice.Everything)
                {
                    _nodes.Hit(slot, values[slot]);
                }
            }
        }

        for (var i = 0; i < count; i++)
        {
            _cells.Hit(_keys[i]);
        }

        _baseline.Traffic(0).Hit(voice.Reason);
        if (_settings.Stages && voice.Stage != 0)
        {
            _baseline.Traffic(CellKey.StageMark).Hit(voice.Stage);
        }

        _recent.Add(voice, int.MaxValue, values);
        if (voice.Reason == 0 && text.Length > 0)
        {
            _phrases.Add(_recent.Next - 1, text);
        }
    }

    /// <summary>Ends a minute; what was added since the last tick belongs to it. A minute that is not later than the last one ends nothing.</summary>
    /// <param name="minute">Minutes since 1970.</param>
    public IReadOnlyList<Alarm> Tick(long minute)
    {
        _start = _start < 0 ? minute : _start;
        var now = (int)(minute - _start);
        if (now <= _baseline.Minute)
        {
            return [];
        }

        _recent.Stamp(_rolled, now);
        _rolled = _recent.Next;
        var before = _baseline.Minute;
        var cold = !_baseline.Warm;
        _desk.Excuse(now);
        _baseline.Roll(now, (int)((minute / 60) % 168));
        var candidates = new List<(float, ulong)>();
        var threshold = Threshold;
        Step(_cells, threshold, candidates);
        Step(_phrases.Cells, threshold, candidates);
        _baseline.Settle();
        if (cold && _baseline.Warm)
        {
            new FirstLook(_lattice, _cells, _phrases, _recent, _baseline).Take(threshold);
        }

        LearnRhythm();
        var said = new List<Alarm>();
        _desk.Follow(_start, said);
        _desk.Judge(candidates, threshold, _start, said);
        if (now / 30 != before / 30 && (now < 1440 || now / SweepMinutes != before / SweepMinutes))
        {
            _baseline.LearnStrength();
        }

        if (now / SweepMinutes != before / SweepMinutes)
        {
            Sweep(now);
        }

        _baseline.Refresh();
        return said;
    }

    /// <summary>The whole state, bit for bit.</summary>
    public byte[] Snapshot()
    {
        var state = new StateWriter();
        state.Write(_start);
        state.Write(_rolled);
        _lattice.Save(state);
        _cells.Save(state);
        _nodes.Save(state);
        _baseline.Save(state);
        _recent.Save(state);
        _phrases.Save(state);
        _desk.Save(state);
        return state.ToArray();
    }

    /// <summary>A detector that goes on where the one of the snapshot was. The settings must be the same.</summary>
    public static Detector Restore(DetectorSettings settings, byte[] snapshot)
    {
        var detector = new Detector(settings);
        var state = new StateReader(snapshot);
        (detector._start, detector._rolled) = (state.Long(), state.Long());
        detector._lattice.Load(state);
        detector._cells.Load(state);
        detector._nodes.Load(state);
        detector._baseline.Load(state);
        detector._recent.Load(state);
        detector._phrases.Load(state);
        detector._desk.Load(state);
        detector._baseline.Refresh();
        return detector;
    }

    private void Step(CellTable table, double threshold, List<(float, ulong)> candidates)
    {
        // Everything comes before its parts; otherwise the order changes nothing.
        var order = table.Order();
        for (var i = 0; i < order.Length; i++)
        {
            if (i + Ahead < order.Length)
            {
                _warm ^= table.Cells[order[i + Ahead]].Key;
            }

            ref var cell = ref table.Cells[order[i]];
            var sum = CellStep.Run(ref cell, _baseline);
            if (sum >= threshold)
            {
                candidates.Add((sum, cell.Key));
            }
        }

        table.Clear();
    }

    private void LearnRhythm()
    {
        if (!_baseline.Warm)
        {
            return;
        }

        foreach (var mark in new[] { 0, CellKey.StageMark })
        {
            var (traffic, rhythm) = (_baseline.Traffic(mark), _baseline.Rhythm(mark));
            for (var what = 0; what < traffic.Known; what++)
            {
                var key = CellKey.Of(what | mark, Lattice.Everything, 0);
                if (_cells.TryFind(key, out var place) && _cells.Cells[place].Alarm == 0)
                {
                    var flat = _baseline.Level(_cells.Cells[place]) * (float)traffic.Others(what);
                    rhythm.Learn(what, _baseline.Hour, _baseline.Minute < 1440, traffic.Ended(what), flat, flat * _baseline.Hourly(what | mark));
                }
            }
        }
    }

    private void Sweep(int now)
    {
        _desk.Sweep();
        if (_cells.Count > _settings.MaximalCells / 2)
        {
            _cells.Sweep(cell => cell.Alarm != 0 || CellStep.Best(cell).Sum > 0 || now - cell.Last < 2 * 1440 || cell.Count > 3);
        }

        _phrases.Cells.Sweep(cell => cell.Alarm != 0 || now - cell.Last < 720 || cell.Count > 3);
    }
}
