namespace Patella.Kernel.Dmn.Feel;

/// <summary>How a range was written; ranges of different forms are never equal.</summary>
public enum RangeForm
{
    /// <summary>[a..b] with either end open or closed.</summary>
    Interval = 0,

    /// <summary>A comparison such as (&lt; 10) or (&gt;= 3).</summary>
    Comparison = 1,

    /// <summary>(= 10).</summary>
    Equal = 2,

    /// <summary>(!= 10).</summary>
    Unequal = 3,
}

/// <summary>A range of FEEL; a null end of a comparison is unbounded.</summary>
public sealed record FeelRange(object? Start, bool StartIncluded, object? End, bool EndIncluded, RangeForm Form = RangeForm.Interval)
{
    /// <inheritdoc />
    public bool Equals(FeelRange? other) =>
        other is not null && Form == other.Form && StartIncluded == other.StartIncluded && EndIncluded == other.EndIncluded
        && Equality.Same(Start, other.Start) && Equality.Same(End, other.End);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Form, StartIncluded, EndIncluded);

    /// <inheritdoc />
    public override string ToString() => Form switch
    {
        RangeForm.Equal => $"(= {FeelText.WriteNested(Start)})",
        RangeForm.Unequal => $"(!= {FeelText.WriteNested(Start)})",
        RangeForm.Comparison when Start is null => $"({(EndIncluded ? "<=" : "<")} {FeelText.WriteNested(End)})",
        RangeForm.Comparison => $"({(StartIncluded ? ">=" : ">")} {FeelText.WriteNested(Start)})",
        _ => $"{(StartIncluded ? '[' : '(')}{FeelText.WriteNested(Start)}..{FeelText.WriteNested(End)}{(EndIncluded ? ']' : ')')}",
    };
}
