namespace Patella.Kernel.Dmn.Feel;

/// <summary>Checks a value, and everything in it, against the allowed values and constraints of its type.</summary>
internal static class AllowedValues
{
    /// <summary>What is not allowed, with the path to it; null when all is. Null values are always allowed.</summary>
    internal static string? Violation(Frame root, FeelType? type, object? value, string path)
    {
        StackGuard.Check();
        return (type, value) switch
        {
            (null, _) or (_, null) => null,
            (NamedFeelType named, _) => OfNamed(root, named, value, path),
            (ListFeelType list, FeelList items) => First(items.Select((item, index) => Violation(root, list.Element, item, $"{path}[{index + 1}]"))),
            (ContextFeelType structure, FeelContext context) => First(structure.Entries.Select(entry =>
                Violation(root, entry.Value, context.GetValueOrDefault(entry.Key), path.Length == 0 ? entry.Key : $"{path}.{entry.Key}"))),
            _ => null,
        };
    }

    private static string? OfNamed(Frame root, NamedFeelType type, object value, string path)
    {
        if (type.Constraint is { } constraint && constraint(root.Child(value), value) != true)
        {
            return Describe(value, path, "does not meet the constraint of its type");
        }

        if (type.Allowed is { } allowed)
        {
            IEnumerable<object?> items = value is FeelList list && Coercion.IsList(type) ? list : [value];
            object? wrong = items.FirstOrDefault(item => item is not null && allowed(root.Child(item), item) != true);
            if (wrong is not null)
            {
                return Describe(wrong, path, "is not among the allowed values");
            }
        }

        return Violation(root, type.Target, value, path);
    }

    private static string Describe(object value, string path, string what) =>
        $"{(path.Length == 0 ? "" : path + ": ")}{FeelText.Short(value)} {what}";

    private static string? First(IEnumerable<string?> violations) => violations.FirstOrDefault(violation => violation is not null);
}
