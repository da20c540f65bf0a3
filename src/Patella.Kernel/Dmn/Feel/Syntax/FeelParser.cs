namespace Patella.Kernel.Dmn.Feel;

/// <summary>
/// Reads FEEL. Names may hold spaces and symbols, so a name is read as the longest one known at that place: variables
/// in scope anywhere, and after a dot or inside a filter also the entries that types and contexts are known to have.
/// </summary>
internal sealed partial class FeelParser
{
    private const int DeepestNesting = 128;
    private const int LongestText = 50_000;

    // Ranges and test lists are read again when the first reading fails; nested, that doubles at every level.
    private const int MostReadings = 100_000;
    private readonly SourceReader reader;
    private readonly NameTable names;
    private readonly NameTable members;
    private readonly TypeScope types;
    private int nesting;
    private int readings;
    private int filters;
    private bool bracketCloses;

    internal FeelParser(string text, NameTable names, NameTable members, TypeScope types)
    {
        if (text.Length > LongestText)
        {
            throw new FeelSyntaxException($"an expression may have at most {LongestText} characters", LongestText);
        }

        reader = new SourceReader(text);
        this.names = new NameTable(names);
        this.members = new NameTable(members);
        this.types = types;
    }

    /// <summary>Reads the whole text as one expression.</summary>
    /// <exception cref="FeelSyntaxException">The text is no expression.</exception>
    internal Node ParseAll()
    {
        Node node = Expression();
        return reader.AtEnd ? node : throw reader.Error($"unexpected '{reader.Peek()}'");
    }

    /// <summary>Reads the whole text as the tests of a decision table cell.</summary>
    /// <exception cref="FeelSyntaxException">The text is no unary test.</exception>
    internal UnaryTestsNode ParseUnaryTests()
    {
        if (reader.Peek() == '-')
        {
            int start = reader.Position;
            reader.Position++;
            if (reader.AtEnd)
            {
                return new UnaryTestsNode([], false);
            }

            reader.Position = start;
        }

        UnaryTestsNode tests = Negation() ?? new UnaryTestsNode(List(Expression), false);
        return reader.AtEnd ? tests : throw reader.Error($"unexpected '{reader.Peek()}'");
    }

    private UnaryTestsNode? Negation()
    {
        int start = reader.Position;
        if (!reader.Keyword("not") || !reader.Symbol("("))
        {
            reader.Position = start;
            return null;
        }

        List<Node> tests = List(Expression);
        if (reader.Symbol(")") && reader.AtEnd)
        {
            return new UnaryTestsNode(tests, true);
        }

        reader.Position = start;
        return null;
    }

    private Node Expression()
    {
        if (++readings > MostReadings)
        {
            throw reader.Error("this expression is too intricate to read");
        }

        if (++nesting > DeepestNesting)
        {
            throw reader.Error($"expressions may be nested at most {DeepestNesting} deep");
        }

        StackGuard.Check();
        bool outer = bracketCloses;
        bracketCloses = false;
        Node node = Disjunction();
        bracketCloses = outer;
        nesting--;
        return node;
    }

    private List<T> List<T>(Func<T> item)
    {
        var items = new List<T> { item() };
        while (reader.Symbol(","))
        {
            items.Add(item());
        }

        return items;
    }
}
