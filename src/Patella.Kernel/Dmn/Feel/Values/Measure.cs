namespace Patella.Kernel.Dmn.Feel;

/// <summary>
/// Weight and depth of values, kept in every list and context: a value that is shared twice counts twice. Bounding them
/// where values are made bounds everything that later walks through one - comparing, checking types, writing, storing.
/// </summary>
internal readonly record struct Measure(long Weight, int Depth)
{
    /// <summary>Values inside a value, and a share for the characters of texts.</summary>
    internal const long LargestWeight = 4_000_000;

    /// <summary>Lists and contexts inside one another.</summary>
    internal const int Deepest = 500;

    private const int CharactersPerWeight = 16;

    internal static Measure Of(object? value) => value switch
    {
        string text => new Measure(1 + (text.Length / CharactersPerWeight), 0),
        FeelList list => list.Measure,
        FeelContext context => context.Measure,
        FeelRange range => Of(range.Start).With(Of(range.End)),
        _ => new Measure(1, 0),
    };

    /// <summary>The measure of a list or context of these parts.</summary>
    /// <exception cref="DmnLimitException">It would be too heavy or too deep.</exception>
    internal static Measure Around(ReadOnlySpan<object?> parts)
    {
        var inside = new Measure(1, 0);
        foreach (object? part in parts)
        {
            inside = inside.With(Of(part));
        }

        return inside.Wrapped();
    }

    /// <summary>Two parts side by side.</summary>
    internal Measure With(Measure other) => new(Weight + other.Weight, Math.Max(Depth, other.Depth));

    /// <summary>Parts put into a list or context.</summary>
    /// <exception cref="DmnLimitException">It would be too heavy or too deep.</exception>
    internal Measure Wrapped()
    {
        if (Weight > LargestWeight)
        {
            throw new DmnLimitException(DmnLimit.Size, $"a value would hold more than {LargestWeight} others");
        }

        return Depth < Deepest
            ? this with { Depth = Depth + 1 }
            : throw new DmnLimitException(DmnLimit.Depth, $"values would be nested more than {Deepest} deep");
    }
}
