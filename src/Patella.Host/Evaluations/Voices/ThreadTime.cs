using System.Diagnostics;
using System.Globalization;

namespace Patella.Host.Evaluations.Voices;

/// <summary>Processor time of the calling thread: what it would take on a machine with nothing else to do. Linux tells it; elsewhere it is the time that passed.</summary>
internal static class ThreadTime
{
    private const string File = "/proc/thread-self/schedstat";

    public static double Seconds()
        => System.IO.File.Exists(File) && double.TryParse(System.IO.File.ReadAllText(File).Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds)
            ? nanoseconds / 1e9
            : Passed();

    /// <summary>Processor time of child processes that have ended, in hundredths; elsewhere than on Linux the time that passed.</summary>
    public static double OfChildren()
    {
        if (!System.IO.File.Exists("/proc/self/stat"))
        {
            return Passed();
        }

        // Fields 16 and 17 of proc(5); the name in brackets may hold blanks, so they are counted from its end.
        var stat = System.IO.File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[13], CultureInfo.InvariantCulture) + double.Parse(fields[14], CultureInfo.InvariantCulture)) / 100;
    }

    private static double Passed() => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
}
