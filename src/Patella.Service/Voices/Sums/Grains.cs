using Patella.Platform.Clocks;

namespace Patella.Service.Voices.Sums;

/// <summary>The lengths of slots in which voices are counted, and how many different values a dimension may have in one. Numbers are stored.</summary>
internal static class Grains
{
    public const int Minute = 0;
    public const int Hour = 1;
    public const int Day = 2;

    /// <summary>All voices, whatever their dimensions.</summary>
    public const int All = 0;

    public const int CarrierAndRegion = 20;

    /// <summary>Added to a dimension: voices whose value is beyond the bound.</summary>
    public const int Beyond = 100;

    private static readonly long[] Lengths = [60 * Microseconds.PerSecond, 3_600 * Microseconds.PerSecond, 86_400 * Microseconds.PerSecond];

    /// <summary>Different values of one dimension in one slot; those that come later are counted together.</summary>
    private static readonly int[] Bounds = [512, 4_096, 32_768];

    /// <summary>Dimensions that are counted by the minute: few values each. The others are read from the rows at the edges of hours.</summary>
    private static readonly int[] ByMinute = [All, Fixed(VoiceDimensions.Category), Fixed(VoiceDimensions.Channel), Fixed(VoiceDimensions.Version), CarrierAndRegion];

    private static readonly int[] Always = [All, .. Enumerable.Range(0, VoiceDimensions.Names.Count).Select(Fixed), CarrierAndRegion];

    public static long LengthOf(int grain) => Lengths[grain];

    public static int BoundOf(int grain) => Bounds[grain];

    public static IReadOnlyList<int> Dimensions(int grain) => grain == Minute ? ByMinute : Always;

    public static long SlotOf(int grain, long at) => at >= 0 ? at / Lengths[grain] : ((at + 1) / Lengths[grain]) - 1;

    /// <summary>The number under which one of <see cref="VoiceDimensions.Names"/> is counted.</summary>
    public static int Fixed(int dimension) => dimension + 1;

    /// <summary>Both in one value.</summary>
    public static string Pair(string carrier, string region) => carrier + "\n" + region;

    /// <summary>The value of a counted dimension of a voice; null when it is not known.</summary>
    public static string? ValueOf(LabelledVoice voice, int dimension) => dimension switch
    {
        All => "",
        CarrierAndRegion => voice.Dimensions[VoiceDimensions.Carrier] is { } carrier && voice.Dimensions[VoiceDimensions.Region] is { } region ? Pair(carrier, region) : null,
        _ => voice.Dimensions[dimension - 1],
    };
}
