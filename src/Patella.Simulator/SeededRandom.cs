namespace Patella.Simulator;

/// <summary>
/// Reproducible randomness (SplitMix64). The framework's own generator may change between versions,
/// and a seed printed in a report must still give the same ecosystem years later.
/// </summary>
public sealed class SeededRandom(ulong seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15UL;
    private readonly ulong _origin = seed;
    private ulong _state = seed;

    /// <summary>An independent stream for a named part, so that adding a draw in one part changes no other.</summary>
    public SeededRandom Fork(string name) => new(Mix(_origin ^ Hash(name)));

    /// <summary>The next 64 uniform bits.</summary>
    public ulong NextBits() => Mix(_state += Increment);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform integer in [0, <paramref name="exclusiveMaximum"/>).</summary>
    public int Next(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        return (int)(NextDouble() * exclusiveMaximum);
    }

    /// <summary>Uniform integer in [minimum, maximum], both included.</summary>
    public int Between(int minimum, int maximum) => minimum + Next(maximum - minimum + 1);

    /// <summary>Uniform real in [minimum, maximum).</summary>
    public double Between(double minimum, double maximum) => minimum + (NextDouble() * (maximum - minimum));

    /// <summary>True with the given probability (0 to 1).</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>One element, all equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>One element, likely in proportion to its weight; weights are not negative and not all zero.</summary>
    public T PickWeighted<T>(IReadOnlyList<T> items, Func<T, double> weight)
    {
        var left = NextDouble() * items.Sum(weight);
        foreach (var item in items)
        {
            left -= weight(item);
            if (left < 0)
            {
                return item;
            }
        }
        return items[^1];
    }

    /// <summary>Exponentially distributed with the given mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - NextDouble());

    /// <summary>Log-normally distributed: <paramref name="median"/> in the caller's unit, sigma of the logarithm.</summary>
    public double LogNormal(double median, double sigma)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());
        return median * Math.Exp(sigma * normal);
    }

    /// <summary>A new list with the same elements in random order (Fisher-Yates).</summary>
    public List<T> Shuffle<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var index = list.Count - 1; index > 0; index--)
        {
            var other = Next(index + 1);
            (list[index], list[other]) = (list[other], list[index]);
        }
        return list;
    }

    /// <summary>FNV-1a over UTF-16 units: stable between processes, unlike string.GetHashCode.</summary>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }
        return hash;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
