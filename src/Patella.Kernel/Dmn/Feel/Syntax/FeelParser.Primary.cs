namespace Patella.Kernel.Dmn.Feel;

/// <summary>Literals, names, lists, ranges, contexts and parentheses.</summary>
internal sealed partial class FeelParser
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "then", "else", "return", "satisfies", "and", "or", "between", "instance", "in",
    };

    private Node Primary()
    {
        char next = reader.Peek();
        if (char.IsAsciiDigit(next) || (next == '.' && char.IsAsciiDigit(reader.PeekAfter(1))))
        {
            return new LiteralNode(reader.Number());
        }

        return next switch
        {
            '"' => new LiteralNode(reader.StringLiteral()),
            '@' => AtLiteral(),
            '{' => Context(),
            '[' => Bracket(),
            '(' => Parenthesis(),
            ']' => RangeFromOpenBracket(),
            '<' or '>' or '=' or '!' => OpenComparison(),
            _ => Word(),
        };
    }

    private TemporalNode AtLiteral()
    {
        reader.Position++;
        if (reader.Peek() != '"')
        {
            throw reader.Error("expected a string after '@'");
        }

        string text = reader.StringLiteral();
        return new TemporalNode(text, TemporalText.ReadAny(text));
    }

    private OpenComparisonNode OpenComparison()
    {
        ComparisonOperator comparison = ComparisonSymbol() ?? throw reader.Error($"unexpected '{reader.Peek()}'");
        return new OpenComparisonNode(comparison, Additive());
    }

    private Node Bracket()
    {
        reader.Position++;
        if (reader.Symbol("]"))
        {
            return new ListNode([]);
        }

        Node first = Expression();
        if (reader.Symbol(".."))
        {
            return RangeAfter(first, true);
        }

        var items = new List<Node> { first };
        while (reader.Symbol(","))
        {
            items.Add(Expression());
        }

        reader.Expect("]", "after the items of a list");
        return new ListNode(items);
    }

    private Node Parenthesis()
    {
        reader.Position++;
        Node inner = Expression();
        if (reader.Symbol(".."))
        {
            return RangeAfter(inner, false);
        }

        reader.Expect(")", "to close a parenthesis");
        return inner;
    }

    private ContextNode Context()
    {
        reader.Position++;
        var entries = new List<KeyValuePair<string, Node>>();
        if (reader.Symbol("}"))
        {
            return new ContextNode(entries);
        }

        do
        {
            string key = ContextKey();
            bool function = IsFunctionLiteral();
            if (function)
            {
                names.Add(key);
            }

            entries.Add(new KeyValuePair<string, Node>(key, Expression()));
            names.Add(key);
            members.Add(key);
        }
        while (reader.Symbol(","));

        reader.Expect("}", "after the entries of a context");
        return new ContextNode(entries);
    }

    private string ContextKey()
    {
        if (reader.Peek() == '"')
        {
            string quoted = reader.StringLiteral();
            reader.Expect(":", "after the name of an entry");
            return quoted;
        }

        int start = reader.Position;
        int length = reader.Text.AsSpan(start).IndexOfAny(":,{}[]\"");
        if (length <= 0 || reader.Text[start + length] != ':')
        {
            throw reader.Error("expected the name of an entry and ':'");
        }

        reader.Position = start + length + 1;
        return NameRules.Normalise(reader.Text.Substring(start, length));
    }

    private Node Word()
    {
        reader.SkipSpace();
        int known = names.Match(reader.Text, reader.Position, out string name);
        if (filters > 0 && members.Match(reader.Text, reader.Position, out string member) is var end && end > known)
        {
            (known, name) = (end, member);
        }

        int word = NameRules.EndOfWord(reader.Text, reader.Position);
        if (known <= word && Keyword() is { } construct)
        {
            return construct;
        }

        if (known < 0)
        {
            int start = reader.Position;
            name = reader.Word();
            return Reserved.Contains(name) ? throw new FeelSyntaxException($"unexpected '{name}'", start) : new NameNode(name);
        }

        reader.Position = known;
        return new NameNode(name);
    }
}
