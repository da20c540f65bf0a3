namespace Patella.Kernel.Dmn.Model;

/// <summary>A decision model: the content of one .dmn file. What this engine does not interpret is kept as XML text and written back.</summary>
public sealed record DmnDefinitions
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace by which other models import it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The id of the root element.</summary>
    public string? Id { get; init; }

    /// <summary>Free text about the model.</summary>
    public string? Description { get; init; }

    /// <summary>Models whose elements this one uses.</summary>
    public ValueList<DmnImport> Imports { get; init; } = [];

    /// <summary>Types.</summary>
    public ValueList<ItemDefinition> ItemDefinitions { get; init; } = [];

    /// <summary>Inputs.</summary>
    public ValueList<InputData> Inputs { get; init; } = [];

    /// <summary>Decisions.</summary>
    public ValueList<Decision> Decisions { get; init; } = [];

    /// <summary>Business knowledge models: named functions.</summary>
    public ValueList<BusinessKnowledgeModel> Knowledge { get; init; } = [];

    /// <summary>Decision services: parts of the graph that can be called like functions.</summary>
    public ValueList<DecisionService> Services { get; init; } = [];

    /// <summary>Diagrams, knowledge sources, annotations and extensions, as XML.</summary>
    public ValueList<string> Others { get; init; } = [];
}

/// <summary>An import of another model under a name.</summary>
public sealed record DmnImport(string Name, string Namespace, string? ImportType = null, string? LocationUri = null);

/// <summary>A name with a type: a variable, parameter or column.</summary>
public sealed record InformationItem(string Name, string? TypeRef = null, string? Id = null);

/// <summary>A type of the model.</summary>
public sealed record ItemDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>The type it is based on; null for a structure or function.</summary>
    public string? TypeRef { get; init; }

    /// <summary>Whether it is a list of what it describes.</summary>
    public bool IsCollection { get; init; }

    /// <summary>Unary tests its values, or the items of a collection, should meet.</summary>
    public string? AllowedValues { get; init; }

    /// <summary>Unary tests the whole value should meet.</summary>
    public string? TypeConstraint { get; init; }

    /// <summary>Entries of a structure.</summary>
    public ValueList<ItemDefinition> Components { get; init; } = [];

    /// <summary>The signature of a function type.</summary>
    public FunctionItem? Function { get; init; }
}

/// <summary>Parameters and result of a function type.</summary>
public sealed record FunctionItem(string? OutputTypeRef, ValueList<InformationItem> Parameters);

/// <summary>What every element of the requirement graph has.</summary>
public abstract record DmnElement
{
    /// <summary>Its name, by which logic that requires it refers to it.</summary>
    public required string Name { get; init; }

    /// <summary>Its id, by which requirements refer to it.</summary>
    public string? Id { get; init; }

    /// <summary>Free text about it.</summary>
    public string? Description { get; init; }

    /// <summary>Its variable; the name defaults to the element's.</summary>
    public InformationItem? Variable { get; init; }

    /// <summary>Extensions and authorities, as XML.</summary>
    public ValueList<string> Others { get; init; } = [];
}

/// <summary>A fact passed in.</summary>
public sealed record InputData : DmnElement;

/// <summary>A decision: logic over what it requires.</summary>
public sealed record Decision : DmnElement
{
    /// <summary>The question it answers.</summary>
    public string? Question { get; init; }

    /// <summary>The answers it may give, in words.</summary>
    public string? AllowedAnswers { get; init; }

    /// <summary>Inputs, decisions and knowledge it may use.</summary>
    public ValueList<Requirement> Requirements { get; init; } = [];

    /// <summary>Its logic; null when none is written yet.</summary>
    public DmnExpression? Logic { get; init; }
}

/// <summary>A named function.</summary>
public sealed record BusinessKnowledgeModel : DmnElement
{
    /// <summary>Knowledge it may use.</summary>
    public ValueList<Requirement> Requirements { get; init; } = [];

    /// <summary>Its parameters and body.</summary>
    public FunctionExpression? Logic { get; init; }
}

/// <summary>A part of the graph that is called with its inputs and gives its outputs. References are hrefs: #id or namespace#id.</summary>
public sealed record DecisionService : DmnElement
{
    /// <summary>Decisions whose values it gives.</summary>
    public ValueList<string> OutputDecisions { get; init; } = [];

    /// <summary>Decisions evaluated inside.</summary>
    public ValueList<string> EncapsulatedDecisions { get; init; } = [];

    /// <summary>Decisions whose values the caller gives.</summary>
    public ValueList<string> InputDecisions { get; init; } = [];

    /// <summary>Inputs the caller gives; they come first in a call by position.</summary>
    public ValueList<string> InputData { get; init; } = [];
}

/// <summary>What an element requires.</summary>
public enum RequirementKind
{
    /// <summary>An input.</summary>
    Input = 0,

    /// <summary>A decision.</summary>
    Decision = 1,

    /// <summary>A business knowledge model or a decision service.</summary>
    Knowledge = 2,
}

/// <summary>A requirement; the href is #id or namespace#id.</summary>
public sealed record Requirement(RequirementKind Kind, string Href, string? Id = null);
