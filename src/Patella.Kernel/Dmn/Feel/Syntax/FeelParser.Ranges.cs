namespace Patella.Kernel.Dmn.Feel;

/// <summary>Ranges: [a..b], (a..b), ]a..b[ and their mixtures.</summary>
internal sealed partial class FeelParser
{
    private RangeNode RangeFromOpenBracket()
    {
        reader.Position++;
        Node start = Expression();
        reader.Expect("..", "in a range");
        return RangeAfter(start, false);
    }

    // The end of [1..10[ may look like the beginning of a filter; if reading it so fails, the bracket closes the range.
    private RangeNode RangeAfter(Node start, bool startIncluded)
    {
        int position = reader.Position;
        try
        {
            return RangeEnd(start, startIncluded, false);
        }
        catch (FeelSyntaxException) when (readings <= MostReadings)
        {
            reader.Position = position;
            return RangeEnd(start, startIncluded, true);
        }
    }

    private RangeNode RangeEnd(Node start, bool startIncluded, bool bracketEnds)
    {
        int depth = nesting;
        int open = filters;
        bool outer = bracketCloses;
        bracketCloses = bracketEnds;
        try
        {
            Node end = Additive();
            if (reader.Symbol("]"))
            {
                return new RangeNode(start, startIncluded, end, true);
            }

            return reader.Symbol(")") || (bracketEnds && reader.Symbol("["))
                ? new RangeNode(start, startIncluded, end, false)
                : throw reader.Error("expected the end of a range");
        }
        finally
        {
            nesting = depth;
            filters = open;
            bracketCloses = outer;
        }
    }
}
