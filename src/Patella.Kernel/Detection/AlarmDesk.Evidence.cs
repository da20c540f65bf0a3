namespace Patella.Kernel.Detection;

/// <summary>What stands behind a cell that is above the threshold.</summary>
internal sealed partial class AlarmDesk
{
    /// <summary>
    /// Log likelihood ratio of two rates, one before and one since, against one for both: unlike the sums it knows how little may have been learnt.
    /// </summary>
    private double Clear(in Cell cell, int age, int voices)
    {
        // The exposure of the window is its part of the run's.
        var run = Math.Max(Math.Max(cell.Age0, cell.Age1), Math.Max(cell.Age2, cell.Age3));
        var exposure = Math.Max(cell.RunExposure * (run <= age ? 1 : (float)age / run), 1e-3);
        var (prior, guess) = baseline.PriorOf(cell.Key);
        var before = cell.Count + prior + Math.Max(cell.RunCount - voices, 0);
        var beforeExposure = cell.Exposure + (prior / guess) + Math.Max(cell.RunExposure - exposure, 0);
        return TwoRates.Clear(voices, exposure, before, beforeExposure);
    }

    /// <summary>The same at a node that was not looked at minute by minute.</summary>
    private double ClearAt(ulong key, int voices, int minutes)
    {
        var (prior, guess) = baseline.PriorOf(key);
        var cell = cells.TryFind(key, out var place) ? cells.Cells[place] : default;
        var before = cell.Count + prior;
        var beforeExposure = cell.Exposure + (prior / guess);
        var expected = (double)baseline.Rate(key) * minutes;
        return TwoRates.Clear(voices, expected * beforeExposure / before, before, beforeExposure) / baseline.Dispersion(CellKey.What(key), (float)(expected / minutes));
    }

    /// <summary>The alarms that speak for some of the voices, with the test for which.</summary>
    private List<(ActiveAlarm Alarm, Func<long, bool> Of)> Explaining(List<long> numbers)
    {
        var found = new List<(ActiveAlarm, Func<long, bool>)>();
        foreach (var alarm in _active.Concat(_past))
        {
            bool Own(long number) => alarm.Signature.Length > 0 ? alarm.Members.Contains(number) : (alarm.Ended == int.MaxValue || recent[number].Minute <= alarm.Ended) && recent.Matches(number, alarm.Key);
            bool Read(long number) => recent[number].Minute >= alarm.Onset && recent[number].Minute <= alarm.Ended && recent.Values(number)[alarm.Slot] == alarm.Value;
            if (numbers.Exists(Own))
            {
                found.Add((alarm, Own));
            }
            else if (!settings.ReasonsAreCertain && alarm.Slot != Lattice.Everything && baseline.NodeShareNow(alarm.Slot, alarm.Value) < 0.5 && numbers.Count(Read) is var read && read > 0 && read * 2 <= alarm.Voices)
            {
                // Some of a fault's voices are read as something else.
                found.Add((alarm, Read));
            }
        }

        return found;
    }

    private bool IsYoung(long number)
    {
        var values = recent.Values(number);
        for (var slot = 2; slot < lattice.Slots; slot++)
        {
            if (values[slot] >= 0 && baseline.IsYoung(slot, values[slot]))
            {
                return true;
            }
        }

        return false;
    }

    private double RateOf(ulong key)
    {
        if (!CellKey.IsPhrase(key))
        {
            return baseline.Rate(key);
        }

        var traffic = baseline.Traffic(0).Others(0);
        return phrases.Cells.TryFind(key, out var place) ? Math.Max(baseline.Level(phrases.Cells.Cells[place]) * traffic, Baseline.Floor) : Baseline.Floor;
    }

    private Evidence EvidenceOf(IEnumerable<long> numbers)
    {
        var evidence = new Evidence();
        foreach (var number in numbers)
        {
            evidence.Add(recent[number]);
        }

        return evidence;
    }
}
