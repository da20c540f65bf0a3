using System.Xml.Linq;
using Patella.Kernel.Dmn.Model;
using static Patella.Kernel.Dmn.Xml.XmlMaker;

namespace Patella.Kernel.Dmn.Xml;

/// <summary>Writes boxed expressions.</summary>
internal sealed class ExpressionWriter(XmlMaker xml)
{
    internal XElement? Expression(DmnExpression? expression) => expression switch
    {
        null => null,
        LiteralExpression literal => Named("literalExpression", literal, Attribute("expressionLanguage", literal.ExpressionLanguage), xml.Text("text", literal.Text)),
        DecisionTable table => Named("decisionTable", table, TableWriter.Content(xml, table)),
        ContextExpression context => Named("context", context, context.Entries.Select(Entry)),
        ListExpression list => Named("list", list, list.Items.Select(Expression)),
        RelationExpression relation => Named(
            "relation",
            relation,
            relation.Columns.Select(column => xml.Item("column", column)),
            relation.Rows.Select(row => xml.Element("row", row.Select(Expression)))),
        FunctionExpression function => Function("functionDefinition", function),
        InvocationExpression invocation => Named("invocation", invocation, Expression(invocation.Function), invocation.Bindings.Select(Binding)),
        ConditionalExpression conditional => Named("conditional", conditional, Part("if", conditional.If), Part("then", conditional.Then), Part("else", conditional.Else)),
        FilterExpression filter => Named("filter", filter, Part("in", filter.In), Part("match", filter.Match)),
        ForExpression loop => Named("for", loop, Attribute("iteratorVariable", loop.Variable), Part("in", loop.In), Part("return", loop.Return)),
        QuantifiedExpression quantified => Named(
            quantified.Every ? "every" : "some",
            quantified,
            Attribute("iteratorVariable", quantified.Variable),
            Part("in", quantified.In),
            Part("satisfies", quantified.Satisfies)),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "No such expression."),
    };

    internal XElement Function(string name, FunctionExpression function) => Named(
        name,
        function,
        function.Kind == FunctionKind.Feel ? null : Attribute("kind", function.Kind == FunctionKind.Java ? "Java" : "PMML"),
        function.Parameters.Select(parameter => xml.Item("formalParameter", parameter)),
        Expression(function.Body));

    private XElement Named(string name, DmnExpression expression, params object?[] content) => xml.Element(
        name,
        [Attribute("id", expression.Id), Attribute("label", expression.Label), Attribute("typeRef", expression.TypeRef), .. content]);

    private XElement Part(string name, DmnExpression expression) => xml.Element(name, Expression(expression));

    private XElement Entry(ContextEntry entry) =>
        xml.Element("contextEntry", entry.Variable is null ? null : xml.Item("variable", entry.Variable), Expression(entry.Value));

    private XElement Binding(Binding binding) => xml.Element("binding", xml.Item("parameter", binding.Parameter), Expression(binding.Value));
}
