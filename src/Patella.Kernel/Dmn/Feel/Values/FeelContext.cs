using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>An immutable context: named values in the order they were written. Equality does not look at the order.</summary>
public sealed class FeelContext : IReadOnlyDictionary<string, object?>, IEquatable<FeelContext>
{
    private const int ScanUpTo = 8;
    private readonly string[] keys;
    private readonly object?[] values;
    private readonly Dictionary<string, int>? index;

    /// <summary>Takes both arrays over; keys must be distinct.</summary>
    /// <exception cref="DmnLimitException">The context would be too heavy or too deep.</exception>
    internal FeelContext(string[] keys, object?[] values)
    {
        this.keys = keys;
        this.values = values;
        Measure = Measure.Around(values);
        if (keys.Length > ScanUpTo)
        {
            index = new Dictionary<string, int>(keys.Length, StringComparer.Ordinal);
            for (int position = 0; position < keys.Length; position++)
            {
                index[keys[position]] = position;
            }
        }
    }

    /// <summary>The context without entries.</summary>
    public static FeelContext Empty { get; } = new([], []);

    /// <inheritdoc />
    public int Count => keys.Length;

    internal Measure Measure { get; }

    /// <inheritdoc />
    public IEnumerable<string> Keys => keys;

    /// <inheritdoc />
    public IEnumerable<object?> Values => values;

    /// <inheritdoc />
    public object? this[string key] =>
        TryGetValue(key, out object? value) ? value : throw new KeyNotFoundException($"The context has no entry '{key}'.");

    /// <summary>A context of these entries, whose values must be FEEL values already; a later entry replaces an earlier one of the same key.</summary>
    public static FeelContext Of(params IEnumerable<KeyValuePair<string, object?>> entries)
    {
        var builder = new FeelContextBuilder();
        foreach ((string key, object? value) in entries)
        {
            builder.Put(key, value);
        }

        return builder.Build();
    }

    /// <inheritdoc />
    public bool ContainsKey(string key) => Position(key) >= 0;

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        int position = Position(key);
        value = position < 0 ? null : values[position];
        return position >= 0;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int position = 0; position < keys.Length; position++)
        {
            yield return new KeyValuePair<string, object?>(keys[position], values[position]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(FeelContext? other) => other is not null && Equality.Same(this, other);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FeelContext);

    /// <inheritdoc />
    public override int GetHashCode() => keys.Length;

    /// <inheritdoc />
    public override string ToString() => FeelText.Write(this);

    private int Position(string key)
    {
        if (index is not null)
        {
            return index.GetValueOrDefault(key, -1);
        }

        for (int position = 0; position < keys.Length; position++)
        {
            if (string.Equals(keys[position], key, StringComparison.Ordinal))
            {
                return position;
            }
        }

        return -1;
    }
}

/// <summary>Collects entries in order; a key put twice keeps its first place and its last value.</summary>
internal sealed class FeelContextBuilder
{
    private readonly List<string> keys = [];
    private readonly List<object?> values = [];
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);

    internal bool Contains(string key) => positions.ContainsKey(key);

    internal void Put(string key, object? value)
    {
        if (positions.TryGetValue(key, out int position))
        {
            values[position] = value;
            return;
        }

        positions[key] = keys.Count;
        keys.Add(key);
        values.Add(value);
    }

    internal FeelContext Build() => keys.Count == 0 ? FeelContext.Empty : new FeelContext([.. keys], [.. values]);
}
