namespace Patella.Kernel.Dmn.Feel;

/// <summary>Expressions whose value is plain to see: literals, at-literals, and dates, times and durations made from a literal text.</summary>
internal static class ConstantNodes
{
    private static readonly HashSet<string> Makers = new(StringComparer.Ordinal) { "date", "time", "date and time", "duration" };

    /// <summary>Whether the expression is a constant; the value of one that is no date at all is null.</summary>
    internal static bool IsConstant(Node node, out object? value)
    {
        (bool constant, object? found) = node switch
        {
            LiteralNode literal => (true, literal.Value),
            TemporalNode temporal => (temporal.Value is not null, temporal.Value),
            NegationNode { Operand: LiteralNode { Value: decimal number } } => (true, -number),
            CallNode { Function: NameNode function, Arguments: [LiteralNode { Value: string text }], Names: null } when Makers.Contains(function.Name) =>
                Made(function.Name, text) is { } made ? (true, made) : (false, null),
            _ => (false, (object?)null),
        };
        value = found;
        return constant;
    }

    private static object? Made(string maker, string text) => maker switch
    {
        "date" => TemporalText.ReadDate(text),
        "time" => TemporalText.ReadTime(text),
        "date and time" => TemporalText.ReadDateTime(text),
        _ => DurationText.Read(text),
    };
}
