using Patella.Kernel.Dmn.Feel;
using Patella.Kernel.Dmn.Model;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Reads boxed expressions.</summary>
internal static class ExpressionReader
{
    internal static readonly string[] Names =
    [
        "literalExpression", "decisionTable", "context", "list", "relation", "functionDefinition", "invocation",
        "conditional", "filter", "for", "some", "every",
    ];

    /// <summary>The expression among the children; null when there is none.</summary>
    internal static DmnExpression? Optional(XmlPart parent) =>
        parent.Children.Where(child => child.Element.Name.Namespace == parent.Element.Name.Namespace && Names.Contains(child.LocalName))
            .Select(Expression)
            .FirstOrDefault();

    internal static DmnExpression In(XmlPart parent) => Optional(parent) ?? throw parent.Fault("an expression is missing");

    internal static FunctionExpression Function(XmlPart part) => new(part.All("formalParameter").Select(ItemReader.Variable).ToValueList(), Optional(part))
    {
        Id = part.Id,
        TypeRef = part.TypeRef,
        Label = part.Attribute("label"),
        Kind = part.Attribute("kind") switch
        {
            null or "" or "FEEL" => FunctionKind.Feel,
            "Java" => FunctionKind.Java,
            "PMML" => FunctionKind.Pmml,
            var other => throw part.Fault($"there is no kind of function '{other}'"),
        },
    };

    private static DmnExpression Expression(XmlPart part)
    {
        StackGuard.Check();
        return (part.LocalName switch
        {
            "literalExpression" => (DmnExpression)new LiteralExpression(part.Text ?? "") { ExpressionLanguage = part.Attribute("expressionLanguage") },
            "decisionTable" => TableReader.Table(part),
            "context" => new ContextExpression(part.All("contextEntry").Select(Entry).ToValueList()),
            "list" => new ListExpression(Inner(part).ToValueList()),
            "relation" => Relation(part),
            "functionDefinition" => Function(part),
            "invocation" => new InvocationExpression(In(part), part.All("binding").Select(Binding).ToValueList()),
            "conditional" => new ConditionalExpression(In(part.Needed("if")), In(part.Needed("then")), In(part.Needed("else"))),
            "filter" => new FilterExpression(In(part.Needed("in")), In(part.Needed("match"))),
            "for" => new ForExpression(Iterator(part), In(part.Needed("in")), In(part.Needed("return"))),
            "some" or "every" => new QuantifiedExpression(part.LocalName == "every", Iterator(part), In(part.Needed("in")), In(part.Needed("satisfies"))),
            _ => throw part.Fault($"there is no expression <{part.LocalName}>"),
        }) with
        {
            Id = part.Id,
            TypeRef = part.TypeRef,
            Label = part.Attribute("label"),
        };
    }

    private static IEnumerable<DmnExpression> Inner(XmlPart part) =>
        part.Children.Where(child => Names.Contains(child.LocalName)).Select(Expression);

    private static ContextEntry Entry(XmlPart part) =>
        new(part.Child("variable") is { } variable ? ItemReader.Variable(variable) : null, In(part));

    private static Binding Binding(XmlPart part) => new(ItemReader.Variable(part.Needed("parameter")), Optional(part));

    private static string Iterator(XmlPart part) =>
        NameRules.Normalise(part.Attribute("iteratorVariable") ?? throw part.Fault("the attribute 'iteratorVariable' is missing"));

    private static RelationExpression Relation(XmlPart part)
    {
        ValueList<InformationItem> columns = part.All("column").Select(ItemReader.Variable).ToValueList();
        var rows = new List<ValueList<DmnExpression>>();
        foreach (XmlPart row in part.All("row"))
        {
            ValueList<DmnExpression> cells = Inner(row).ToValueList();
            rows.Add(cells.Count == columns.Count ? cells : throw row.Fault($"the row has {cells.Count} cells for {columns.Count} columns"));
        }

        return new RelationExpression(columns, rows.ToValueList());
    }
}
