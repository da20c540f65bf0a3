using System.Diagnostics;
using System.Globalization;
using Patella.Kernel.Detection;

namespace Patella.Benchmarks.Detection;

/// <summary>The detector's stage alone: labelled voices a second of one core, and the memory of a million cells.</summary>
internal static class DetectionBenchmark
{
    private const int Reasons = 100, PerMinute = 60_000;
    private static readonly int[] Values = [30, 300_000, 900_000, 8, 31, 4, 12];

    public static int Run(string[] arguments)
    {
        var voices = Option(arguments, "--voices", 6_000_000);
        var detector = new Detector(new DetectorSettings { Dimensions = ["category", "merchant", "product", "carrier", "region", "channel", "version"], Pairs = [(3, 4)] });
        var before = GC.GetTotalMemory(true);
        var (state, sum, minute) = (0x9E3779B97F4A7C15UL, 0, 29_000_000L);
        var dimensions = new int[Values.Length];
        var drawn = new Observation[PerMinute];
        var nodes = new int[PerMinute * Values.Length];
        var (spent, ticks) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var done = 0; done < voices; done += PerMinute)
        {
            for (var i = 0; i < PerMinute; i++)
            {
                drawn[i] = new Observation(done + i, minute * 60_000_000, 1, (ushort)(1 + Skewed(ref state, Reasons)), -1, 0, Next(ref state) | 1, Next(ref state) | 1, 1);
                for (var d = 0; d < Values.Length; d++)
                {
                    nodes[(i * Values.Length) + d] = Skewed(ref state, Values[d]);
                }
            }

            var begin = Cpu();
            for (var i = 0; i < PerMinute; i++)
            {
                nodes.AsSpan(i * Values.Length, Values.Length).CopyTo(dimensions);
                detector.Add(drawn[i], dimensions, default);
            }

            var added = Cpu();
            sum += detector.Tick(minute++).Count;
            spent += added - begin;
            ticks += Cpu() - added;
        }

        var memory = GC.GetTotalMemory(true) - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{voices} voices, {voices / (spent + ticks).TotalSeconds:0} a second of a core ({spent.TotalSeconds:0.00} s counting, {ticks.TotalSeconds:0.00} s of {voices / PerMinute} ticks)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{detector.Cells} cells, {memory / 1048576.0:0} MiB, {(double)memory / detector.Cells:0} bytes a cell with all that belongs to it; {sum} statements"));
        return 0;
    }

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;

    private static ulong Next(ref ulong state)
    {
        state ^= state << 13;
        state ^= state >> 7;
        return state ^= state << 17;
    }

    /// <summary>Small numbers are much likelier: density falls as one over the number.</summary>
    private static int Skewed(ref ulong state, int count) => (int)(Math.Pow(count + 1, (Next(ref state) >> 11) * (1.0 / (1UL << 53))) - 1);

    private static int Option(string[] arguments, string name, int otherwise)
    {
        var place = Array.IndexOf(arguments, name);
        return place >= 0 && place + 1 < arguments.Length ? int.Parse(arguments[place + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
