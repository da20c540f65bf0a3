namespace Patella.Kernel.Detection;

/// <summary>
/// One cell at the end of a minute: a CUSUM for each of four sizes of burst, tempered by the dispersion. What a cell has seen is learnt only when all its
/// sums are zero again, so a fault never teaches itself to be normal within a run.
/// </summary>
internal static class CellStep
{
    /// <summary>
    /// Sizes of burst looked for, as factors on the baseline; their logarithms. A burst of three times the day's rate is one of two in the busy evening: with a smallest of 3
    /// its sum grew too slowly, with one of 2 drifts were taken for bursts.
    /// </summary>
    public static readonly float[] Factors = [2.3f, 7, 25, 100];
    public static readonly float[] Logs = [.. Factors.Select(factor => MathF.Log(factor))];

    /// <summary>Minutes after which a run without an alarm is learnt whatever its sums.</summary>
    private const int LongestRun = 2880;

    /// <summary>Nats that a thin baseline may take from an alarm.</summary>
    public const double Doubt = 4;

    private const float Cap = 2_000;

    /// <summary>The largest sum after this minute.</summary>
    public static float Run(ref Cell cell, Baseline baseline)
    {
        var (what, minute) = (CellKey.What(cell.Key), baseline.Minute);
        var whole = CellKey.Slot(cell.Key) == Lattice.Everything;
        float count = whole && what != CellKey.Phrase ? baseline.Traffic(what).Ended(Baseline.Index(what)) : cell.Pending;
        if (cell.Last < 0)
        {
            baseline.Begin(ref cell);
        }

        var minutes = minute - cell.Last;
        var ordinary = count - baseline.Excused(cell.Key);
        cell.Recent = (cell.Recent * Nodes.FadeRecent(minutes)) + ordinary;
        var believed = baseline.Believed(cell);
        var around = baseline.Around(cell, believed.Level, cell.Recent, ordinary);
        var hour = baseline.Hourly(what);
        var rate = baseline.Careful(believed, around.Awake) * hour;
        var expected = Math.Max(rate * around.Now, Baseline.Floor);
        var dispersion = baseline.Dispersion(what, expected);
        var watched = baseline.Warm && !baseline.IsYoung(CellKey.Slot(cell.Key), CellKey.Value(cell.Key));
        var before = Math.Max(rate * around.Idle, Baseline.Floor * (minutes - 1)) / dispersion;
        Fall(ref cell, before, minutes);

        // A run that has come to its end in the silence is learnt before this minute begins another.
        cell.RunExposure += around.IdleHeard * (minutes > 60 ? 1 : hour);
        Learn(ref cell, baseline, minutes, Best(cell).Sum);
        cell.RunCount += count;
        cell.RunExposure += around.NowHeard * hour;
        if (watched)
        {
            Rise(ref cell.Sum0, ref cell.Age0, 0, count, expected, dispersion);
            Rise(ref cell.Sum1, ref cell.Age1, 1, count, expected, dispersion);
            Rise(ref cell.Sum2, ref cell.Age2, 2, count, expected, dispersion);
            Rise(ref cell.Sum3, ref cell.Age3, 3, count, expected, dispersion);
        }

        var largest = Best(cell).Sum;
        if (watched && largest < 8 && !whole)
        {
            baseline.LearnSparse(count, expected);
        }

        Learn(ref cell, baseline, 0, largest);
        (cell.Last, cell.Heard, cell.Pending) = (minute, around.Total, (short)-cell.Pending);
        if (whole)
        {
            baseline.Refresh(cell);
        }

        return largest;
    }

    /// <summary>The best of the four sums, and the minutes it has run.</summary>
    public static (float Sum, int Age, int Factor) Best(in Cell cell)
    {
        var best = (cell.Sum0, (int)cell.Age0, 0);
        best = cell.Sum1 > best.Item1 ? (cell.Sum1, cell.Age1, 1) : best;
        best = cell.Sum2 > best.Item1 ? (cell.Sum2, cell.Age2, 2) : best;
        return cell.Sum3 > best.Item1 ? (cell.Sum3, cell.Age3, 3) : best;
    }

    /// <summary>Begins anew, what was learnt stays.</summary>
    public static void Quiet(ref Cell cell)
    {
        (cell.Sum0, cell.Sum1, cell.Sum2, cell.Sum3) = (0, 0, 0, 0);
        (cell.Age0, cell.Age1, cell.Age2, cell.Age3) = (0, 0, 0, 0);
        (cell.RunCount, cell.RunExposure) = (0, 0);
    }

    /// <summary>Begins a run that has such a sum already, for the largest size of burst that is not above the factor.</summary>
    public static void Begin(ref Cell cell, float sum, double factor, int minutes)
    {
        if (factor >= Factors[3])
        {
            (cell.Sum3, cell.Age3) = (Math.Min(sum, Cap), (ushort)minutes);
        }
        else if (factor >= Factors[2])
        {
            (cell.Sum2, cell.Age2) = (Math.Min(sum, Cap), (ushort)minutes);
        }
        else if (factor >= Factors[1])
        {
            (cell.Sum1, cell.Age1) = (Math.Min(sum, Cap), (ushort)minutes);
        }
        else if (sum > 0)
        {
            (cell.Sum0, cell.Age0) = (Math.Min(sum, Cap), (ushort)minutes);
        }
    }

    /// <summary>Takes voices back out of all sums: they were copies, or belong to an alarm.</summary>
    public static void TakeBack(ref Cell cell, float voices, float dispersion)
    {
        cell.Sum0 = Math.Max(cell.Sum0 - (voices * Logs[0] / dispersion), 0);
        cell.Sum1 = Math.Max(cell.Sum1 - (voices * Logs[1] / dispersion), 0);
        cell.Sum2 = Math.Max(cell.Sum2 - (voices * Logs[2] / dispersion), 0);
        cell.Sum3 = Math.Max(cell.Sum3 - (voices * Logs[3] / dispersion), 0);
    }

    /// <summary>Learns the run at once, when it has turned out to be nothing.</summary>
    public static void Settle(ref Cell cell)
    {
        if (Best(cell).Sum <= 0)
        {
            Absorb(ref cell);
        }
    }

    /// <summary>Learns the run whatever its sums.</summary>
    public static void Absorb(ref Cell cell)
    {
        cell.Count += cell.RunCount;
        cell.Exposure += cell.RunExposure;
        Quiet(ref cell);
    }

    private static void Fall(ref Cell cell, float before, int minutes)
    {
        if (cell.Sum0 + cell.Sum1 + cell.Sum2 + cell.Sum3 > 0)
        {
            Fall(ref cell.Sum0, ref cell.Age0, 0, before, minutes);
            Fall(ref cell.Sum1, ref cell.Age1, 1, before, minutes);
            Fall(ref cell.Sum2, ref cell.Age2, 2, before, minutes);
            Fall(ref cell.Sum3, ref cell.Age3, 3, before, minutes);
        }
        else
        {
            (cell.Age0, cell.Age1, cell.Age2, cell.Age3) = (0, 0, 0, 0);
        }
    }

    private static void Fall(ref float sum, ref ushort age, int factor, float expected, int minutes)
    {
        sum = Math.Max(sum - ((Factors[factor] - 1) * expected), 0);
        age = sum > 0 ? (ushort)Math.Min(age + minutes - 1, ushort.MaxValue) : (ushort)0;
    }

    private static void Rise(ref float sum, ref ushort age, int factor, float count, float expected, float dispersion)
    {
        sum = Math.Clamp(sum + (((count * Logs[factor]) - ((Factors[factor] - 1) * expected)) / dispersion), 0, Cap);
        age = sum > 0 ? (ushort)Math.Min(age + 1, ushort.MaxValue) : (ushort)0;
    }

    private static void Learn(ref Cell cell, Baseline baseline, int minutes, float largest)
    {
        if (cell.Alarm != 0)
        {
            return;
        }

        var stale = cell.Age0 > LongestRun && !CellKey.IsPhrase(cell.Key);
        if (largest > 0 && !stale)
        {
            // The fade is of the learnt alone; the run is younger than the memory.
            var slow = baseline.Fade(minutes);
            (cell.Count, cell.Exposure) = (cell.Count * slow, cell.Exposure * slow);
            return;
        }

        var fade = baseline.Fade(minutes);
        cell.Count = (cell.Count * fade) + cell.RunCount;
        cell.Exposure = (cell.Exposure * fade) + cell.RunExposure;
        Quiet(ref cell);
    }
}
