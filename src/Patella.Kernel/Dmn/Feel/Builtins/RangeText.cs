namespace Patella.Kernel.Dmn.Feel;

/// <summary>Reads a range of constants from a text, for the range function: nothing in it is evaluated beyond reading dates and times.</summary>
internal static class RangeText
{
    private static readonly HashSet<string> Makers = new(StringComparer.Ordinal) { "date", "time", "date and time", "duration" };

    internal static FeelRange? Read(string text)
    {
        Node node;
        try
        {
            node = new FeelParser(text, Builtins.Names, new NameTable(), TypeScope.BuiltInOnly).ParseAll();
        }
        catch (FeelSyntaxException)
        {
            return null;
        }

        return node is RangeNode range && Constant(range.Start) is { } start && Constant(range.End) is { } end
            && start.GetType() == end.GetType() && Ordering.Compare(start, end) <= 0
            ? new FeelRange(start, range.StartIncluded, end, range.EndIncluded)
            : null;
    }

    private static object? Constant(Node node) => node switch
    {
        LiteralNode literal => literal.Value,
        TemporalNode temporal => temporal.Value,
        NegationNode { Operand: LiteralNode { Value: decimal number } } => -number,
        CallNode { Function: NameNode function, Arguments: [LiteralNode { Value: string text }], Names: null } when Makers.Contains(function.Name) =>
            function.Name switch
            {
                "date" => TemporalText.ReadDate(text),
                "time" => TemporalText.ReadTime(text),
                "date and time" => TemporalText.ReadDateTime(text),
                _ => DurationText.Read(text),
            },
        _ => null,
    };
}
