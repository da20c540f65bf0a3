namespace Patella.Kernel.Dmn.Model;

/// <summary>A boxed expression: the logic of a decision or a part of it.</summary>
public abstract record DmnExpression
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>The type of its value, if stated.</summary>
    public string? TypeRef { get; init; }

    /// <summary>Its label, if stated.</summary>
    public string? Label { get; init; }
}

/// <summary>A text in FEEL.</summary>
public sealed record LiteralExpression(string Text) : DmnExpression
{
    /// <summary>Another language than FEEL, which this engine cannot evaluate.</summary>
    public string? ExpressionLanguage { get; init; }
}

/// <summary>Named values, each able to use the ones before it; a last entry without a name is the result.</summary>
public sealed record ContextExpression(ValueList<ContextEntry> Entries) : DmnExpression;

/// <summary>One entry of a context.</summary>
public sealed record ContextEntry(InformationItem? Variable, DmnExpression Value);

/// <summary>A list of expressions.</summary>
public sealed record ListExpression(ValueList<DmnExpression> Items) : DmnExpression;

/// <summary>A list of contexts written as a table.</summary>
public sealed record RelationExpression(ValueList<InformationItem> Columns, ValueList<ValueList<DmnExpression>> Rows) : DmnExpression;

/// <summary>In which language the body of a function is written.</summary>
public enum FunctionKind
{
    /// <summary>FEEL.</summary>
    Feel = 0,

    /// <summary>Java, which this engine cannot run.</summary>
    Java = 1,

    /// <summary>A predictive model, which this engine cannot run.</summary>
    Pmml = 2,
}

/// <summary>A function.</summary>
public sealed record FunctionExpression(ValueList<InformationItem> Parameters, DmnExpression? Body) : DmnExpression
{
    /// <summary>The language of the body.</summary>
    public FunctionKind Kind { get; init; }
}

/// <summary>A call with named arguments.</summary>
public sealed record InvocationExpression(DmnExpression Function, ValueList<Binding> Bindings) : DmnExpression;

/// <summary>One argument of a call.</summary>
public sealed record Binding(InformationItem Parameter, DmnExpression? Value);

/// <summary>One of two values, by a condition.</summary>
public sealed record ConditionalExpression(DmnExpression If, DmnExpression Then, DmnExpression Else) : DmnExpression;

/// <summary>The items of a list that meet a condition.</summary>
public sealed record FilterExpression(DmnExpression In, DmnExpression Match) : DmnExpression;

/// <summary>A value for every item of a list.</summary>
public sealed record ForExpression(string Variable, DmnExpression In, DmnExpression Return) : DmnExpression;

/// <summary>Whether some, or every, item of a list meets a condition.</summary>
public sealed record QuantifiedExpression(bool Every, string Variable, DmnExpression In, DmnExpression Satisfies) : DmnExpression;
