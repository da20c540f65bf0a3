namespace Patella.Kernel.Detection;

/// <summary>From cells above the threshold to alarms: checks who stands behind them, mutes what another alarm explains, names the one node, and follows each alarm until it is calm.</summary>
internal sealed partial class AlarmDesk(DetectorSettings settings, Lattice lattice, CellTable cells, Phrases phrases, RecentVoices recent, Nodes nodes, Baseline baseline)
{
    /// <summary>Minutes within which a burst that reaches beyond an alarm's node is still the same one.</summary>
    private const int Together = 120;

    private const int LastingMinutes = 2 * 1440;
    private readonly Localiser _localiser = new(lattice, nodes, baseline, recent);
    private readonly List<ActiveAlarm> _active = [];
    /// <summary>When the idle voices of a cell were last taken out of its sums.</summary>
    private readonly Dictionary<ulong, int> _judged = [];
    private long _id;

    /// <summary>Ends a minute for the alarms that go on.</summary>
    public void Follow(long start, List<Alarm> said)
    {
        foreach (var alarm in _active.ToArray())
        {
            var count = 0;
            foreach (var number in VoicesOf(alarm, baseline.Minute))
            {
                alarm.Account(recent[number]);
                count++;
            }

            var rate = alarm.Signature.Length > 0 ? alarm.Signature.Sum(phrase => RateOf(CellKey.OfPhrase(phrase))) : RateOf(alarm.Key);
            var calm = alarm.Roll(baseline.Minute, count, rate, baseline.Dispersion(CellKey.What(alarm.Key), (float)rate));
            if (calm)
            {
                End(alarm);
            }
            else if (!alarm.Lasting && baseline.Minute - alarm.RaisedAt >= LastingMinutes)
            {
                alarm.Lasting = true;
                said.Add(Say(alarm, AlarmChange.Lasting, start, count, rate));
                continue;
            }

            if (calm || count > 0)
            {
                said.Add(Say(alarm, calm ? AlarmChange.Calm : Replaced(alarm) ? AlarmChange.Moved : AlarmChange.Going, start, count, rate));
            }
        }
    }

    /// <summary>Judges the cells above the threshold, the clearest first.</summary>
    public void Judge(List<(float Sum, ulong Key)> candidates, double threshold, long start, List<Alarm> said)
    {
        foreach (var (_, key) in candidates.OrderByDescending(pair => pair.Sum).ThenBy(pair => CellKey.IsPhrase(pair.Key)).ThenBy(pair => pair.Key))
        {
            var table = CellKey.IsPhrase(key) ? phrases.Cells : cells;
            ref var cell = ref table.Cells[table.Find(key)];

            // More voices that no reason names say nothing yet; their phrases do. Where nothing has a reason the nodes are all there is.
            if ((CellKey.What(key) == 0 && baseline.Traffic(0).Share(0) < 0.95) || _active.Exists(alarm => alarm.Key == key) || (cell.Alarm != 0 && baseline.Minute % 5 != 0))
            {
                continue;
            }

            Judge(ref cell, threshold, start, said);
        }
    }

    /// <summary>Forgets judgements of runs that are over.</summary>
    public void Sweep()
    {
        foreach (var key in _judged.Where(pair => baseline.Minute - pair.Value > LastingMinutes).Select(pair => pair.Key).ToList())
        {
            _judged.Remove(key);
        }
    }

    public void Save(StateWriter state)
    {
        state.Write(_id);
        var judged = _judged.OrderBy(pair => pair.Key).ToArray();
        state.Array<ulong>(judged.Select(pair => pair.Key).ToArray());
        state.Array<int>(judged.Select(pair => pair.Value).ToArray());
        state.Write(_active.Count);
        _active.ForEach(alarm => alarm.Save(state));
    }

    public void Load(StateReader state)
    {
        _id = state.Long();
        foreach (var (key, minute) in state.Array<ulong>().Zip(state.Array<int>()))
        {
            _judged[key] = minute;
        }

        for (var i = state.Int(); i > 0; i--)
        {
            _active.Add(ActiveAlarm.Load(state));
        }
    }

    private void Judge(ref Cell cell, double threshold, long start, List<Alarm> said)
    {
        var key = cell.Key;
        var (sum, age, factor) = CellStep.Best(cell);
        var dispersion = baseline.Dispersion(CellKey.What(key), (float)RateOf(key));
        var since = baseline.Minute - Math.Max(age, 1) + 1;
        var numbers = CellKey.IsPhrase(key) ? phrases.With([CellKey.Hash(key)], since) : [.. _localiser.Of(CellKey.What(key), since).Where(number => recent.Matches(number, key)).Reverse()];
        var evidence = EvidenceOf(numbers.Where(number => !IsYoung(number)));

        // Voices that say nothing: of nodes that are only new, of a mix that has moved to other nodes, copies, one customer's many. Those of earlier
        // judgements are out of the sums already.
        var judged = _judged.GetValueOrDefault(key, -1);
        var earlier = EvidenceOf(numbers.Where(number => recent[number].Minute <= judged && !IsYoung(number)));
        var before = numbers.Count(number => recent[number].Minute <= judged) - earlier.Effective();
        var mixed = CellKey.Slot(key) == Lattice.Everything ? Math.Max(baseline.Mixed(key) - baseline.Rate(key), 0) * (baseline.Minute - Math.Max(since - 1, judged)) : 0;
        var idle = (float)(Math.Max(numbers.Count - evidence.Effective() - before, 0) + Math.Min(mixed, evidence.Effective()));
        var fewest = CellKey.IsPhrase(key) || CellKey.What(key) == 0 ? settings.FewestUnknownCustomers : settings.FewestCustomers;
        if (sum - (idle * CellStep.Logs[factor] / dispersion) < threshold)
        {
            _judged[key] = baseline.Minute;
            CellStep.TakeBack(ref cell, idle, dispersion);
            CellStep.Settle(ref cell);
            return;
        }

        var clear = Clear(cell, age, evidence.Effective()) / dispersion;
        if (clear < threshold - CellStep.Doubt)
        {
            // The baseline itself is too thin to say that this is more; when hardly anything speaks for it, it was only not known.
            if (clear < threshold / 2 && age > 60)
            {
                CellStep.Absorb(ref cell);
            }

            return;
        }

        if (evidence.Effective() < fewest)
        {
            return;
        }

        var rest = EvidenceOf(numbers.Where(number => !_active.Exists(alarm => Covers(alarm, number))));
        var explained = evidence.Voices - rest.Voices;
        if (explained > 0 && (sum - ((evidence.Voices - rest.Effective()) * CellStep.Logs[factor] / dispersion) < threshold || rest.Effective() < fewest))
        {
            var by = _active.MaxBy(alarm => numbers.Count(number => Covers(alarm, number)))!;
            cell.Alarm = by.Mark;
            by.Cells.Add(key);
            return;
        }

        Raise(key, sum, numbers, since, start, said);
    }

    private void Raise(ulong key, float sum, List<long> numbers, int since, long start, List<Alarm> said)
    {
        var alarm = new ActiveAlarm { Id = _id + 1, Key = key, Slot = CellKey.Slot(key), Value = CellKey.Value(key), Onset = numbers.Count > 0 ? Math.Max(since, recent[numbers[0]].Minute) : since, RaisedAt = baseline.Minute, Score = sum };
        if (CellKey.IsPhrase(key))
        {
            alarm.Signature = phrases.Signature(CellKey.Hash(key), since, hash => RateOf(hash) * (baseline.Minute - since + 1));
            numbers = phrases.With(alarm.Signature, since);
            (alarm.Slot, alarm.Value) = _localiser.Gather(numbers);
        }
        else
        {
            alarm.Key = _localiser.Place(key, since, settled: false);
            (alarm.Slot, alarm.Value) = (CellKey.Slot(alarm.Key), CellKey.Value(alarm.Key));
            if (Outgrown(alarm) is { } smaller)
            {
                Move(smaller, alarm.Key);
                said.Add(Say(smaller, AlarmChange.Moved, start, 0, RateOf(alarm.Key)));
                return;
            }

            if (_active.Exists(other => other.Key == alarm.Key))
            {
                // The same node again: what is left over is only another view of it.
                var by = _active.First(other => other.Key == alarm.Key);
                Mark(by, key);
                return;
            }

            numbers = [.. _localiser.Of(CellKey.What(key), alarm.Onset).Where(number => recent.Matches(number, alarm.Key)).Reverse()];
        }

        _id++;
        foreach (var number in numbers.OrderBy(number => recent[number].Position))
        {
            alarm.Account(recent[number]);
            if (alarm.Signature.Length > 0)
            {
                alarm.Members.Add(number);
            }
        }

        var rate = RateOf(alarm.Key);
        alarm.Begin(baseline.Minute, rate);
        _active.Add(alarm);
        Mark(alarm, alarm.Key);
        Mark(alarm, key);
        said.Add(Say(alarm, AlarmChange.Raised, start, numbers.Count(number => recent[number].Minute == baseline.Minute), rate));
    }

    /// <summary>A younger alarm inside the node of a new one: the same fault, seen in a part of it first.</summary>
    private ActiveAlarm? Outgrown(ActiveAlarm larger) => _active.Find(alarm => alarm.Signature.Length == 0 && alarm.Key != larger.Key
        && CellKey.What(alarm.Key) == CellKey.What(larger.Key) && Math.Abs(alarm.Onset - larger.Onset) <= Together && Inside(alarm, larger.Key));

    private bool Inside(ActiveAlarm alarm, ulong key)
    {
        var numbers = _localiser.Of(CellKey.What(key), alarm.Onset).Where(number => recent.Matches(number, alarm.Key)).Take(200).ToList();
        return numbers.Count > 0 && numbers.Count(number => recent.Matches(number, key)) >= 0.9 * numbers.Count;
    }

    private bool Replaced(ActiveAlarm alarm)
    {
        if (alarm.Signature.Length > 0 || alarm.Voices < alarm.PlaceAt || baseline.Minute - alarm.RaisedAt > 1440)
        {
            return false;
        }

        alarm.PlaceAt = alarm.Voices * 2;
        var place = _localiser.Place(alarm.Key, alarm.Onset, settled: true);
        if (place == alarm.Key || _active.Exists(other => other.Key == place))
        {
            return false;
        }

        Move(alarm, place);
        return true;
    }

    private void Move(ActiveAlarm alarm, ulong key)
    {
        (alarm.Key, alarm.Slot, alarm.Value) = (key, CellKey.Slot(key), CellKey.Value(key));
        Mark(alarm, key);
    }

    private void Mark(ActiveAlarm alarm, ulong key)
    {
        var table = CellKey.IsPhrase(key) ? phrases.Cells : cells;
        if (table.TryFind(key, out var place))
        {
            table.Cells[place].Alarm = alarm.Mark;
            alarm.Cells.Add(key);
        }
    }

    private void End(ActiveAlarm alarm)
    {
        _active.Remove(alarm);
        foreach (var key in alarm.Cells)
        {
            var table = CellKey.IsPhrase(key) ? phrases.Cells : cells;
            if (table.TryFind(key, out var place) && table.Cells[place].Alarm == alarm.Mark)
            {
                CellStep.Quiet(ref table.Cells[place]);
                table.Cells[place].Alarm = 0;
            }
        }
    }

    private IEnumerable<long> VoicesOf(ActiveAlarm alarm, int since)
    {
        if (alarm.Signature.Length == 0)
        {
            return _localiser.Of(CellKey.What(alarm.Key), since).Where(number => recent.Matches(number, alarm.Key));
        }

        var numbers = phrases.With(alarm.Signature, since);
        alarm.Members.UnionWith(numbers);
        alarm.Members.RemoveWhere(number => number < recent.Oldest);
        return numbers;
    }

    private bool Covers(ActiveAlarm alarm, long number) => alarm.Signature.Length > 0 ? alarm.Members.Contains(number) : recent.Matches(number, alarm.Key);

    private Alarm Say(ActiveAlarm alarm, AlarmChange change, long start, int count, double rate) => alarm.Say(change, start, count, rate, lattice.Name(alarm.Key, alarm.Value, alarm.Slot));
}
