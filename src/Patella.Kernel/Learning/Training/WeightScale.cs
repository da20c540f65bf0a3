namespace Patella.Kernel.Learning.Training;

/// <summary>How weights become integers of 8 bits.</summary>
internal static class WeightScale
{
    /// <summary>Weights beyond this part of all are cut; a few giants would leave no steps for the others.</summary>
    private const double Kept = 0.9999;

    /// <summary>What one step of the integers is worth.</summary>
    public static float Of(float[] table, int offset, int stride)
    {
        var sizes = new List<float>();
        for (var at = offset; at < table.Length; at += stride)
            if (table[at] != 0) sizes.Add(MathF.Abs(table[at]));
        if (sizes.Count == 0) return 0;
        sizes.Sort();
        return sizes[(int)((sizes.Count - 1) * Kept)] / 127;
    }

    public static sbyte Small(float weight, float scale)
        => scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(weight / scale), -127, 127);
}
