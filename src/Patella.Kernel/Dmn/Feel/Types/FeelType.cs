namespace Patella.Kernel.Dmn.Feel;

/// <summary>A type of FEEL or of a model's item definitions.</summary>
public abstract record FeelType
{
    /// <summary>Every value.</summary>
    public static FeelType Any { get; } = new SimpleFeelType("Any", _ => true);

    private static readonly Dictionary<string, FeelType> Simple = new(StringComparer.Ordinal)
    {
        ["Any"] = Any,
        ["Null"] = new SimpleFeelType("Null", value => value is null),
        ["number"] = new SimpleFeelType("number", value => value is decimal),
        ["string"] = new SimpleFeelType("string", value => value is string),
        ["boolean"] = new SimpleFeelType("boolean", value => value is bool),
        ["date"] = new SimpleFeelType("date", value => value is FeelDate),
        ["time"] = new SimpleFeelType("time", value => value is FeelTime),
        ["date and time"] = new SimpleFeelType("date and time", value => value is FeelDateTime),
        ["days and time duration"] = new SimpleFeelType("days and time duration", value => value is DayTimeDuration),
        ["years and months duration"] = new SimpleFeelType("years and months duration", value => value is YearMonthDuration),
        ["list"] = new ListFeelType(Any),
        ["context"] = new ContextFeelType([]),
        ["range"] = new RangeFeelType(Any),
        ["function"] = new FunctionFeelType(null, Any),
    };

    // Names that modellers and older versions of the standard write for the same types.
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["dateTime"] = "date and time",
        ["dayTimeDuration"] = "days and time duration",
        ["yearMonthDuration"] = "years and months duration",
        ["any"] = "Any",
        ["integer"] = "number",
        ["long"] = "number",
        ["double"] = "number",
    };

    /// <summary>Names of the built-in types, longest first.</summary>
    internal static IReadOnlyList<string> BuiltInNames { get; } =
        [.. Simple.Keys.Concat(Aliases.Keys).OrderByDescending(name => name.Length)];

    /// <summary>The built-in type of this name, with or without a prefix such as <c>feel:</c>; null if there is none.</summary>
    public static FeelType? BuiltIn(string name)
    {
        string plain = name.StartsWith("feel:", StringComparison.Ordinal) ? name[5..] : name;
        return Simple.GetValueOrDefault(Aliases.GetValueOrDefault(plain, plain));
    }

    /// <summary>Whether a value is of this type. Null is of no type here; missing entries of a context do not conform, null entries do.</summary>
    internal abstract bool Holds(object value);

    /// <summary>instance of.</summary>
    internal bool IsInstance(object? value) => value is not null && Holds(value);

    /// <summary>Null is allowed inside: an unknown part of a known whole.</summary>
    internal bool HoldsOrNull(object? value) => value is null || Holds(value);
}

/// <summary>A type decided by looking at the value alone.</summary>
internal sealed record SimpleFeelType(string Name, Func<object?, bool> Test) : FeelType
{
    internal override bool Holds(object value) => Test(value);

    public bool Equals(SimpleFeelType? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}

internal sealed record ListFeelType(FeelType Element) : FeelType
{
    internal override bool Holds(object value)
    {
        StackGuard.Check();
        return value is FeelList list && list.All(Element.HoldsOrNull);
    }

    public override string ToString() => $"list<{Element}>";
}

internal sealed record ContextFeelType(IReadOnlyList<KeyValuePair<string, FeelType>> Entries) : FeelType
{
    internal override bool Holds(object value)
    {
        StackGuard.Check();
        return value is FeelContext context
            && Entries.All(entry => context.TryGetValue(entry.Key, out object? part) && entry.Value.HoldsOrNull(part));
    }

    public override string ToString() => $"context<{string.Join(", ", Entries.Select(entry => $"{entry.Key}: {entry.Value}"))}>";
}

internal sealed record RangeFeelType(FeelType Element) : FeelType
{
    internal override bool Holds(object value) =>
        value is FeelRange range && Element.HoldsOrNull(range.Start) && Element.HoldsOrNull(range.End);

    public override string ToString() => $"range<{Element}>";
}

/// <summary>A function type; values carry no result type, so only the number of parameters is looked at.</summary>
internal sealed record FunctionFeelType(IReadOnlyList<FeelType>? Parameters, FeelType Result) : FeelType
{
    internal override bool Holds(object value) =>
        value is FeelFunction function && (Parameters is null || function.Parameters.Count == Parameters.Count);

    public override string ToString() => $"function<{string.Join(", ", Parameters ?? [])}> -> {Result}";
}

/// <summary>A type of a model, by name; its meaning is set once all definitions are known, so that types may refer to each other.</summary>
internal sealed record NamedFeelType(string Name) : FeelType
{
    internal FeelType Target { get; set; } = Any;

    /// <summary>The allowed values as written, most important first; null when the type does not restrict them.</summary>
    internal string? AllowedText { get; set; }

    /// <summary>The test of the allowed values; in a collection it is for the items.</summary>
    internal UnaryTest? Allowed { get; set; }

    /// <summary>The test of the whole value.</summary>
    internal UnaryTest? Constraint { get; set; }

    internal override bool Holds(object value)
    {
        StackGuard.Check();
        return Target.Holds(value);
    }

    public bool Equals(NamedFeelType? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}
