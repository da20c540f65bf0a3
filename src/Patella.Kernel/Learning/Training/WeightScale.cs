namespace Patella.Kernel.Learning.Training;

/// <summary>How weights become integers of 8 bits: the largest of a class is 127 steps. Cutting the largest for finer steps was tried and made public reviews worse.</summary>
internal static class WeightScale
{
    /// <summary>What one step of the integers is worth.</summary>
    public static float Of(float[] table, int offset, int stride)
    {
        var most = 0f;
        for (var at = offset; at < table.Length; at += stride) most = MathF.Max(most, MathF.Abs(table[at]));
        return most / 127;
    }

    public static sbyte Small(float weight, float scale)
        => scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(weight / scale), -127, 127);
}
