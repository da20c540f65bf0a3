namespace Patella.Kernel.Dmn.Feel;

/// <summary>
/// The implicit conversions of FEEL: a list of one item to its item, a value to a list of one, a date to its midnight.
/// What still does not conform becomes null, with a problem.
/// </summary>
internal static class Coercion
{
    internal static object? To(Run run, object? value, FeelType? type, string what)
    {
        if (value is null || type is null)
        {
            return value;
        }

        run.Walk(value);
        if (type.Holds(value))
        {
            return value;
        }

        return TryConvert(value, type)
            ?? run.Null($"{what} should be {type} but is {FeelText.TypeName(value)}");
    }

    /// <summary>The converted value, or null when no conversion leads to the type.</summary>
    internal static object? TryConvert(object value, FeelType type)
    {
        if (type.Holds(value))
        {
            return value;
        }

        if (value is FeelList { Count: 1 } single && single[0] is { } item && (type.Holds(item) || Widen(item, type) is not null))
        {
            return Widen(item, type) ?? item;
        }

        if (Widen(value, type) is { } wide)
        {
            return wide;
        }

        if (value is not FeelList)
        {
            var list = new FeelList([value]);
            return IsList(type) && type.Holds(list) ? list : null;
        }

        return null;
    }

    internal static bool IsList(FeelType type) => type switch
    {
        ListFeelType => true,
        NamedFeelType named => IsList(named.Target),
        _ => false,
    };

    private static object? Widen(object value, FeelType type) =>
        value is FeelDate date && type.Holds(TemporalArithmetic.MidnightUtc(date)) && !type.Holds(date)
            ? TemporalArithmetic.MidnightUtc(date)
            : null;
}
