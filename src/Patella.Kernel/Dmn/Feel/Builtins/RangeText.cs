namespace Patella.Kernel.Dmn.Feel;

/// <summary>Reads a range of constants from a text, for the range function: nothing in it is evaluated beyond reading dates and times.</summary>
internal static class RangeText
{
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

        return node is RangeNode range
            && ConstantNodes.IsConstant(range.Start, out object? start) && ConstantNodes.IsConstant(range.End, out object? end)
            && Ordering.Compare(start, end) <= 0
            ? new FeelRange(start, range.StartIncluded, end, range.EndIncluded)
            : null;
    }
}
