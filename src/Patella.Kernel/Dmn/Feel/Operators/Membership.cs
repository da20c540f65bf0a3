namespace Patella.Kernel.Dmn.Feel;

/// <summary>FEEL's in: whether a value meets a test, which is a range, a list of tests, or a value to equal.</summary>
internal static class Membership
{
    internal static bool? In(object? value, object? test) => test switch
    {
        FeelRange range => InRange(value, range),
        FeelList list => InList(value, list),
        _ => Equality.Compare(value, test),
    };

    internal static bool? InRange(object? value, FeelRange range) => range.Form switch
    {
        RangeForm.Equal => Equality.Compare(value, range.Start),
        RangeForm.Unequal => Equality.Compare(value, range.Start) is { } same ? !same : null,
        RangeForm.Comparison when range.Start is null => Below(value, range),
        RangeForm.Comparison => Above(value, range),
        _ => Above(value, range) is { } above && Below(value, range) is { } below ? above && below : null,
    };

    private static bool? Above(object? value, FeelRange range) =>
        Ordering.Compare(value, range.Start) is { } order ? order > 0 || (range.StartIncluded && order == 0) : null;

    private static bool? Below(object? value, FeelRange range) =>
        Ordering.Compare(value, range.End) is { } order ? order < 0 || (range.EndIncluded && order == 0) : null;

    private static bool? InList(object? value, FeelList list)
    {
        StackGuard.Check();
        foreach (object? item in list.AsSpan())
        {
            bool met = item is FeelRange range ? InRange(value, range) == true : Equality.Same(value, item);
            if (met)
            {
                return true;
            }
        }

        return value is FeelList whole && Equality.Same(whole, list);
    }
}
