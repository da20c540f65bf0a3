namespace Patella.Kernel.Dmn.Feel;

/// <summary>The constructs that begin with a keyword: if, for, some, every, function, and the constants.</summary>
internal sealed partial class FeelParser
{
    private Node? Keyword() =>
        reader.Keyword("true") ? new LiteralNode(FeelValues.True)
        : reader.Keyword("false") ? new LiteralNode(FeelValues.False)
        : reader.Keyword("null") ? new LiteralNode(null)
        : reader.Keyword("if") ? If()
        : reader.Keyword("for") ? For()
        : reader.Keyword("some") ? Quantified(false)
        : reader.Keyword("every") ? Quantified(true)
        : IsFunctionLiteral() ? Function()
        : null;

    private IfNode If()
    {
        Node condition = Expression();
        reader.ExpectKeyword("then", "after a condition");
        Node then = Expression();
        reader.ExpectKeyword("else", "after 'then'");
        return new IfNode(condition, then, Expression());
    }

    private ForNode For()
    {
        List<IteratorNode> iterators = List(Iterator);
        reader.ExpectKeyword("return", "after the iterations of 'for'");
        names.Add("partial");
        return new ForNode(iterators, Expression());
    }

    private QuantifiedNode Quantified(bool every)
    {
        List<IteratorNode> iterators = List(Iterator);
        reader.ExpectKeyword("satisfies", "after 'some' or 'every'");
        return new QuantifiedNode(every, iterators, Expression());
    }

    private IteratorNode Iterator()
    {
        string name = IteratorName();
        Node source = Expression();
        Node? end = reader.Symbol("..") ? Expression() : null;
        names.Add(name);
        return new IteratorNode(name, source, end);
    }

    private string IteratorName()
    {
        var words = new List<string> { reader.Word() };
        while (!reader.Keyword("in"))
        {
            words.Add(reader.Word());
        }

        return string.Join(' ', words);
    }

    private bool IsFunctionLiteral()
    {
        int start = reader.Position;
        bool literal = reader.Keyword("function") && reader.Peek() == '(';
        reader.Position = start;
        return literal;
    }

    private FunctionNode Function()
    {
        reader.Keyword("function");
        reader.Expect("(", "after 'function'");
        List<ParameterNode> parameters = reader.Symbol(")") ? [] : Parameters();
        bool external = reader.Keyword("external");
        return new FunctionNode(parameters, Expression(), external);
    }

    private List<ParameterNode> Parameters()
    {
        List<ParameterNode> parameters = List(Parameter);
        reader.Expect(")", "after the parameters");
        return parameters;
    }

    private ParameterNode Parameter()
    {
        reader.SkipSpace();
        int start = reader.Position;
        int length = reader.Text.AsSpan(start).IndexOfAny(":,)");
        if (length <= 0)
        {
            throw reader.Error("expected the name of a parameter");
        }

        reader.Position = start + length;
        string name = NameRules.Normalise(reader.Text.Substring(start, length));
        names.Add(name);
        return new ParameterNode(name, reader.Symbol(":") ? Type() : null);
    }
}
