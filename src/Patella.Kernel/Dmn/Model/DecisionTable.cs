namespace Patella.Kernel.Dmn.Model;

/// <summary>What a table does when several rules match.</summary>
public enum HitPolicy
{
    /// <summary>At most one rule may match.</summary>
    Unique = 0,

    /// <summary>The first in the order written.</summary>
    First = 1,

    /// <summary>The one whose output comes first among the allowed outputs.</summary>
    Priority = 2,

    /// <summary>All that match give the same output.</summary>
    Any = 3,

    /// <summary>All outputs, in any order, or aggregated.</summary>
    Collect = 4,

    /// <summary>All outputs in the order of the rules.</summary>
    RuleOrder = 5,

    /// <summary>All outputs in the order of the allowed outputs.</summary>
    OutputOrder = 6,
}

/// <summary>How a collecting table combines its outputs.</summary>
public enum Aggregation
{
    /// <summary>Not at all: a list.</summary>
    None = 0,

    /// <summary>Their sum.</summary>
    Sum = 1,

    /// <summary>How many there are.</summary>
    Count = 2,

    /// <summary>The smallest.</summary>
    Min = 3,

    /// <summary>The largest.</summary>
    Max = 4,
}

/// <summary>A decision table: columns of inputs and outputs, rows of rules.</summary>
public sealed record DecisionTable : DmnExpression
{
    /// <summary>What to do when several rules match.</summary>
    public HitPolicy HitPolicy { get; init; }

    /// <summary>How a collecting table combines outputs.</summary>
    public Aggregation Aggregation { get; init; }

    /// <summary>Input columns.</summary>
    public ValueList<TableInput> Inputs { get; init; } = [];

    /// <summary>Output columns.</summary>
    public ValueList<TableOutput> Outputs { get; init; } = [];

    /// <summary>Names of annotation columns.</summary>
    public ValueList<string> Annotations { get; init; } = [];

    /// <summary>Rules in order.</summary>
    public ValueList<TableRule> Rules { get; init; } = [];

    /// <summary>The label over a single output column.</summary>
    public string? OutputLabel { get; init; }
}

/// <summary>A cell or expression text with its id.</summary>
public sealed record TableCell(string Text, string? Id = null);

/// <summary>An input column: an expression, its type, and the values it may take.</summary>
public sealed record TableInput(TableCell Expression)
{
    /// <summary>Id of the column.</summary>
    public string? Id { get; init; }

    /// <summary>Heading, if other than the expression.</summary>
    public string? Label { get; init; }

    /// <summary>Type of the expression.</summary>
    public string? TypeRef { get; init; }

    /// <summary>Unary tests for the values it may take.</summary>
    public TableCell? AllowedValues { get; init; }
}

/// <summary>An output column.</summary>
public sealed record TableOutput
{
    /// <summary>Id of the column.</summary>
    public string? Id { get; init; }

    /// <summary>Name of the entry in the result; needed when there are several columns.</summary>
    public string? Name { get; init; }

    /// <summary>Heading, if other than the name.</summary>
    public string? Label { get; init; }

    /// <summary>Type of the values.</summary>
    public string? TypeRef { get; init; }

    /// <summary>The values it may take, most important first.</summary>
    public TableCell? AllowedValues { get; init; }

    /// <summary>The value when no rule matches.</summary>
    public TableCell? Default { get; init; }
}

/// <summary>A row: tests, outputs and annotations, one for each column.</summary>
public sealed record TableRule(ValueList<TableCell> Inputs, ValueList<TableCell> Outputs)
{
    /// <summary>Id of the row.</summary>
    public string? Id { get; init; }

    /// <summary>Free text about the row.</summary>
    public string? Description { get; init; }

    /// <summary>Annotations, which do not affect the result.</summary>
    public ValueList<string> Annotations { get; init; } = [];

    /// <summary>What is said beside the row, whichever way it is written: its description (table editors show it as the annotation), then its annotations.</summary>
    public ValueList<string> Notes => string.IsNullOrWhiteSpace(Description) ? Annotations : [Description.Trim(), .. Annotations];
}
