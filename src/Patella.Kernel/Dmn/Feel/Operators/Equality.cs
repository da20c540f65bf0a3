namespace Patella.Kernel.Dmn.Feel;

/// <summary>FEEL's equality. Times compare by whole seconds, as the kit demands; contexts regardless of order.</summary>
internal static class Equality
{
    /// <summary>The = operator: null when the two values are of different types.</summary>
    internal static bool? Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        _ when left.GetType() == right.GetType() || (left is FeelFunction && right is FeelFunction) => SameType(left, right),
        _ => null,
    };

    /// <summary>Whether two values are equal; values of different types are not.</summary>
    internal static bool Same(object? left, object? right) => Compare(left, right) == true;

    /// <summary>FEEL's is function: equal and of the same type, with zones and fractions counted.</summary>
    internal static bool Identical(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        _ => left.GetType() == right.GetType() && left.Equals(right),
    };

    private static bool SameType(object left, object right) => left switch
    {
        decimal number => number == (decimal)right,
        string text => string.Equals(text, (string)right, StringComparison.Ordinal),
        FeelTime time => SameTime(time, (FeelTime)right),
        FeelDateTime moment => SameMoment(moment, (FeelDateTime)right),
        FeelList list => SameItems(list, (FeelList)right),
        FeelContext context => SameEntries(context, (FeelContext)right),
        _ => left.Equals(right),
    };

    private static bool SameTime(FeelTime left, FeelTime right) =>
        left.Zone is null == right.Zone is null && Math.Floor(left.UtcSeconds) == Math.Floor(right.UtcSeconds);

    private static bool SameMoment(FeelDateTime left, FeelDateTime right) =>
        left.Time.Zone is null == right.Time.Zone is null && left.EpochSeconds == right.EpochSeconds;

    private static bool SameItems(FeelList left, FeelList right)
    {
        StackGuard.Check();
        if (left.Count != right.Count)
        {
            return false;
        }

        for (int position = 0; position < left.Count; position++)
        {
            if (!Same(left[position], right[position]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameEntries(FeelContext left, FeelContext right)
    {
        StackGuard.Check();
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach ((string key, object? value) in left)
        {
            if (!right.TryGetValue(key, out object? other) || !Same(value, other))
            {
                return false;
            }
        }

        return true;
    }
}
