namespace Patella.Kernel.Dmn.Feel;

/// <summary>Operators, from the loosest to the tightest: or, and, comparison, + -, * /, **, minus sign.</summary>
internal sealed partial class FeelParser
{
    private Node Disjunction()
    {
        Node left = Conjunction();
        while (reader.Keyword("or"))
        {
            left = new OrNode(left, Conjunction());
        }

        return left;
    }

    private Node Conjunction()
    {
        Node left = Comparison();
        while (reader.Keyword("and"))
        {
            left = new AndNode(left, Comparison());
        }

        return left;
    }

    private Node Comparison()
    {
        Node left = Additive();
        while (true)
        {
            if (ComparisonSymbol() is { } comparison)
            {
                left = new ComparisonNode(comparison, left, Additive());
            }
            else if (reader.Keyword("between"))
            {
                Node low = Additive();
                reader.ExpectKeyword("and", "in 'between'");
                left = new BetweenNode(left, low, Additive());
            }
            else if (reader.Keyword("in"))
            {
                left = new InNode(left, InTests());
            }
            else
            {
                return left;
            }
        }
    }

    private IReadOnlyList<Node> InTests()
    {
        int start = reader.Position;
        if (reader.Symbol("("))
        {
            List<Node>? tests = TestList();
            if (tests is not null)
            {
                return tests;
            }

            reader.Position = start;
        }

        return [Additive()];
    }

    // (a, b) is a list of tests, while (a..b) and (a) + 1 are expressions that merely begin with a parenthesis.
    private List<Node>? TestList()
    {
        (int depth, int open, bool closes) = (nesting, filters, bracketCloses);
        try
        {
            List<Node> tests = List(Expression);
            bool closed = reader.Symbol(")");
            return closed && (tests.Count > 1 || reader.Peek() is not ('.' or '[' or '+' or '-' or '*' or '/')) ? tests : null;
        }
        catch (FeelSyntaxException) when (readings <= MostReadings)
        {
            (nesting, filters, bracketCloses) = (depth, open, closes);
            return null;
        }
    }

    private ComparisonOperator? ComparisonSymbol() =>
        reader.Symbol("<=") ? ComparisonOperator.LessOrEqual
        : reader.Symbol(">=") ? ComparisonOperator.GreaterOrEqual
        : reader.Symbol("!=") ? ComparisonOperator.NotEqual
        : reader.Symbol("<") ? ComparisonOperator.Less
        : reader.Symbol(">") ? ComparisonOperator.Greater
        : reader.Symbol("=") ? ComparisonOperator.Equal
        : null;

    private Node Additive()
    {
        Node left = Multiplicative();
        while (reader.Peek() is '+' or '-')
        {
            char symbol = reader.Peek();
            reader.Position++;
            left = new ArithmeticNode(symbol, left, Multiplicative());
        }

        return left;
    }

    private Node Multiplicative()
    {
        Node left = Power();
        while (reader.Peek() is '/' || (reader.Peek() is '*' && reader.PeekAfter(1) != '*'))
        {
            char symbol = reader.Peek();
            reader.Position++;
            left = new ArithmeticNode(symbol, left, Power());
        }

        return left;
    }

    private Node Power()
    {
        Node left = Negatable();
        while (reader.Symbol("**"))
        {
            left = new ArithmeticNode(ArithmeticNode.PowerOperator, left, Negatable());
        }

        return left;
    }

    private Node Negatable()
    {
        int signs = 0;
        while (reader.Symbol("-"))
        {
            signs++;
        }

        Node node = Postfix();
        if (reader.IsKeyword("instance"))
        {
            reader.Keyword("instance");
            reader.ExpectKeyword("of", "after 'instance'");
            node = new InstanceOfNode(node, Type());
        }

        return signs == 0 ? node : signs % 2 == 1 ? new NegationNode(node) : new NegationNode(new NegationNode(node));
    }
}
