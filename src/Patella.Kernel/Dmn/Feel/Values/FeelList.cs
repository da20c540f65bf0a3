using System.Collections;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>An immutable list of FEEL values; equality is FEEL's equality, item by item.</summary>
public sealed class FeelList : IReadOnlyList<object?>, IEquatable<FeelList>
{
    private readonly object?[] items;

    /// <summary>Takes the items over; nobody may change the array afterwards.</summary>
    /// <exception cref="DmnLimitException">The list would be too heavy or too deep.</exception>
    internal FeelList(object?[] items)
        : this(items, items.Length, Measure.Around(items))
    {
    }

    /// <summary>The first items of an array that may still grow behind them.</summary>
    internal FeelList(object?[] items, int count, Measure measure) => (this.items, Count, Measure) = (items, count, measure);

    /// <summary>The list without items.</summary>
    public static FeelList Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count { get; }

    internal Measure Measure { get; }

    /// <inheritdoc />
    public object? this[int index] => index < Count ? items[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The items as a span, for reading.</summary>
    public ReadOnlySpan<object?> AsSpan() => items.AsSpan(0, Count);

    /// <summary>A list of these items, which must be FEEL values already.</summary>
    public static FeelList Of(params IEnumerable<object?> items)
    {
        object?[] copy = [.. items];
        return copy.Length == 0 ? Empty : new FeelList(copy);
    }

    /// <inheritdoc />
    public IEnumerator<object?> GetEnumerator() => items.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(FeelList? other) => other is not null && Equality.Same(this, other);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FeelList);

    /// <inheritdoc />
    public override int GetHashCode() => Count;

    /// <inheritdoc />
    public override string ToString() => FeelText.Write(this);
}
