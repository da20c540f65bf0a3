namespace Patella.Kernel.Detection;

/// <summary>Where a new alarm is placed, and where one moves when another node explains it better.</summary>
internal sealed partial class AlarmDesk
{
    private void Raise(ref Cell cell, float sum, double threshold, List<long> numbers, int since, long start, List<Alarm> said)
    {
        var key = cell.Key;
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

            if (alarm.Key != key && IsTooThin(alarm, ref cell, threshold))
            {
                return;
            }

            numbers = At(alarm);
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

    /// <summary>Whether too little was heard of the place that explains a burst best to say that this is more. Another place than the whole is given up for the burst's own.</summary>
    private bool IsTooThin(ActiveAlarm alarm, ref Cell cell, double threshold)
    {
        var clear = ClearAt(alarm.Key, EvidenceOf(At(alarm)).Effective(), baseline.Minute - alarm.Onset + 1);
        if (clear >= threshold - CellStep.Doubt)
        {
            return false;
        }

        if (alarm.Slot > Lattice.Everything)
        {
            (alarm.Key, alarm.Slot, alarm.Value) = (cell.Key, CellKey.Slot(cell.Key), CellKey.Value(cell.Key));
            return false;
        }

        // A part knows no better than the whole.
        if (clear < threshold / 2 && baseline.Minute - alarm.Onset > 60)
        {
            CellStep.Absorb(ref cell);
        }

        return true;
    }

    private List<long> At(ActiveAlarm alarm) => [.. _localiser.Of(CellKey.What(alarm.Key), alarm.Onset).Where(number => recent.Matches(number, alarm.Key)).Reverse()];

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
}
