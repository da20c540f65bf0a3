using System.Globalization;

namespace Patella.Benchmarks.Serving;

/// <summary>What the benchmarks of the server print beside every figure, and how they read their options.</summary>
internal static class Figures
{
    /// <summary>The value below which the share lies; 0 of nothing.</summary>
    /// <param name="ordered">Ascending.</param>
    /// <param name="share">0 to 1.</param>
    public static double Percentile(IReadOnlyList<double> ordered, double share) => ordered.Count == 0 ? 0 : ordered[Math.Min(ordered.Count - 1, (int)(ordered.Count * share))];

    /// <summary>How much else the machine does: processes that ran or waited, over the last minute.</summary>
    public static string MachineLoad() => File.Exists("/proc/loadavg")
        ? $"{Environment.ProcessorCount} cores, load average {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))}"
        : $"{Environment.ProcessorCount} cores, load average unknown";

    public static string? Option(string[] arguments, string name) => Array.IndexOf(arguments, name) is >= 0 and var index && index + 1 < arguments.Length ? arguments[index + 1] : null;

    public static int Number(string[] arguments, string name, int otherwise) => Option(arguments, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Runs the work for every number below a count, so many at once.</summary>
    public static Task Each(int count, int atOnce, Func<int, Task> work)
        => Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (number, _) => await work(number));
}
