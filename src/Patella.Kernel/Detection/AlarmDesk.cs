namespace Patella.Kernel.Detection;

/// <summary>From cells above the threshold to alarms: checks who stands behind them, mutes what another alarm explains, names the one node, and follows each alarm until it is calm.</summary>
internal sealed partial class AlarmDesk(DetectorSettings settings, Lattice lattice, CellTable cells, Phrases phrases, RecentVoices recent, Nodes nodes, Baseline baseline)
{
    /// <summary>Minutes within which a burst that reaches beyond an alarm's node is still the same one.</summary>
    private const int Together = 120;

    private const int LastingMinutes = 2 * 1440;
    private const int PastMinutes = 360;

    /// <summary>An alarm that goes on for so many times what was heard before it is not news but how the stream is.</summary>
    private const int UsualTimes = 4;
    private readonly Localiser _localiser = new(lattice, nodes, baseline, recent);
    private readonly List<ActiveAlarm> _active = [];

    /// <summary>Alarms that ended lately: their voices explain nothing anew.</summary>
    private readonly List<ActiveAlarm> _past = [];

    /// <summary>When the idle voices of a cell were last taken out of its sums.</summary>
    private readonly Dictionary<ulong, int> _judged = [];
    private long _id;

    /// <summary>Before a minute ends: what alarms speak for beyond their baseline says nothing of how busy its nodes are.</summary>
    public void Excuse(int minute)
    {
        baseline.Begin();
        var excused = new HashSet<long>();
        foreach (var alarm in _active)
        {
            var usual = (int)Math.Ceiling(alarm.Signature.Length > 0 ? 0 : RateOf(alarm.Key));
            foreach (var number in VoicesOf(alarm, minute).Skip(usual).Where(excused.Add))
            {
                baseline.Excuse(recent[number].Reason, recent.Values(number));
            }
        }
    }

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
            var calm = alarm.Roll(baseline.Minute, count, rate, baseline.Dispersion(CellKey.What(alarm.Key), (float)rate)) || IsUsual(alarm);
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

        if (!IsMuted(ref cell, numbers, evidence, rest => sum - ((evidence.Voices - rest) * CellStep.Logs[factor] / dispersion) >= threshold && rest >= fewest))
        {
            Raise(ref cell, sum, threshold, numbers, since, start, said);
        }
    }

    /// <summary>Mutes a cell whose voices other alarms explain, but for too few.</summary>
    private bool IsMuted(ref Cell cell, List<long> numbers, Evidence evidence, Func<int, bool> enough)
    {
        var explaining = Explaining(numbers);
        var rest = EvidenceOf(numbers.Where(number => !explaining.Exists(explains => explains.Of(number))));
        if (evidence.Voices <= rest.Voices || enough(rest.Effective()))
        {
            return false;
        }

        var (by, _) = explaining.MaxBy(explains => numbers.Count(explains.Of));
        if (by.Ended == int.MaxValue)
        {
            cell.Alarm = by.Mark;
            by.Cells.Add(cell.Key);
        }
        else
        {
            // It is over: what it left in the sums goes.
            CellStep.Quiet(ref cell);
        }

        return true;
    }

    private void End(ActiveAlarm alarm)
    {
        _active.Remove(alarm);
        _past.Add(alarm);
        alarm.Ended = baseline.Minute;
        var usual = IsUsual(alarm);
        foreach (var key in alarm.Cells)
        {
            var table = CellKey.IsPhrase(key) ? phrases.Cells : cells;
            if (table.TryFind(key, out var place) && table.Cells[place].Alarm == alarm.Mark)
            {
                table.Cells[place].Alarm = 0;
                if (usual)
                {
                    CellStep.Absorb(ref table.Cells[place]);
                }
                else
                {
                    CellStep.Quiet(ref table.Cells[place]);
                }
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

    /// <summary>Whether the alarm has gone on for so much longer than what it was measured against that it is no news any more.</summary>
    private bool IsUsual(ActiveAlarm alarm) => alarm.Onset < 720 && baseline.Minute - alarm.Onset > UsualTimes * Math.Max(alarm.Onset, 60);

    private Alarm Say(ActiveAlarm alarm, AlarmChange change, long start, int count, double rate) => alarm.Say(change, start, count, rate, lattice.Name(alarm.Key, alarm.Value, alarm.Slot));
}
