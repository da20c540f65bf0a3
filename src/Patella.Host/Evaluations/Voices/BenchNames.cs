namespace Patella.Host.Evaluations.Voices;

/// <summary>Names and values of dimensions as small numbers, by a hash of their bytes.</summary>
internal sealed class BenchNames(int dimensions)
{
    public const int Text = 100;
    public const int Time = 101;
    public const int Customer = 102;

    private readonly Dictionary<ulong, int>[] _values = [.. Enumerable.Range(0, dimensions).Select(_ => new Dictionary<ulong, int>())];

    /// <summary>Which field a name is; below 0 for one that is passed over.</summary>
    public int Field(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("text"u8) => Text,
        4 when name.SequenceEqual("time"u8) => Time,
        6 when name.SequenceEqual("region"u8) => 4,
        7 when name.SequenceEqual("carrier"u8) => 3,
        7 when name.SequenceEqual("product"u8) => 2,
        7 when name.SequenceEqual("channel"u8) => 5,
        7 when name.SequenceEqual("version"u8) => 6,
        8 when name.SequenceEqual("category"u8) => 0,
        8 when name.SequenceEqual("merchant"u8) => 1,
        8 when name.SequenceEqual("customer"u8) => Customer,
        _ => -1,
    };

    public int Intern(int dimension, ReadOnlySpan<byte> value)
    {
        var values = _values[dimension];
        ref var place = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(values, Hash(value), out var known);
        return known ? place : place = values.Count - 1;
    }

    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var part in bytes)
        {
            hash = (hash ^ part) * 1099511628211;
        }

        return hash;
    }
}
