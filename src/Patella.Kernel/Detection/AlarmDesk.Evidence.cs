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
        var (now, then, both) = (voices / exposure, before / beforeExposure, (voices + before) / (exposure + beforeExposure));
        return now <= then || voices == 0 ? 0 : (voices * Math.Log(now / both)) + (before * Math.Log(then / both));
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
