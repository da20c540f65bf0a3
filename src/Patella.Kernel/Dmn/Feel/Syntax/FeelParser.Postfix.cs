namespace Patella.Kernel.Dmn.Feel;

/// <summary>Paths, filters and calls after a primary expression.</summary>
internal sealed partial class FeelParser
{
    private Node Postfix()
    {
        Node node = Primary();
        while (true)
        {
            char next = reader.Peek();
            if (next == '.' && reader.PeekAfter(1) != '.')
            {
                reader.Position++;
                node = new PathNode(node, MemberName());
            }
            else if (next == '[' && !bracketCloses)
            {
                reader.Position++;
                node = new FilterNode(node, FilterBody());
            }
            else if (next == '(')
            {
                reader.Position++;
                node = Call(node);
            }
            else
            {
                return node;
            }
        }
    }

    private string MemberName()
    {
        reader.SkipSpace();
        int end = members.Match(reader.Text, reader.Position, out string name);
        if (end < 0)
        {
            return reader.Word();
        }

        reader.Position = end;
        return name;
    }

    private Node FilterBody()
    {
        filters++;
        Node filter = Expression();
        filters--;
        reader.Expect("]", "after a filter");
        return filter;
    }

    private CallNode Call(Node function)
    {
        if (reader.Symbol(")"))
        {
            return new CallNode(function, [], null);
        }

        var argumentNames = new List<string>();
        var arguments = new List<Node>();
        do
        {
            if (ParameterName() is { } name)
            {
                argumentNames.Add(name);
            }

            arguments.Add(Expression());
        }
        while (reader.Symbol(","));

        reader.Expect(")", "after the arguments");
        if (argumentNames.Count != 0 && argumentNames.Count != arguments.Count)
        {
            throw reader.Error("either all arguments are named or none");
        }

        return new CallNode(function, arguments, argumentNames.Count == 0 ? null : argumentNames);
    }

    /// <summary>A name followed by a colon, as before a named argument; null and nothing read when there is none.</summary>
    private string? ParameterName()
    {
        reader.SkipSpace();
        int position = reader.Position;
        if (!NameRules.IsStart(reader.Text, position))
        {
            return null;
        }

        int end = reader.Text.AsSpan(position).IndexOfAny(":,()[]{}\"@");
        if (end < 0 || reader.Text[position + end] != ':')
        {
            return null;
        }

        reader.Position = position + end + 1;
        return NameRules.Normalise(reader.Text.Substring(position, end));
    }
}
