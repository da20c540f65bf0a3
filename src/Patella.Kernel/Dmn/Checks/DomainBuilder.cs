using Patella.Kernel.Dmn.Feel;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>
/// Cuts the values of an input into regions at the constants its column mentions: the points themselves, what lies
/// between, below and above them. Every cell made of those constants treats a region as one value.
/// </summary>
internal static class DomainBuilder
{
    /// <summary>The regions; null when constants of the column have no common order, as times with and without a zone.</summary>
    internal static List<Region>? Build(IReadOnlyCollection<object?> constants, bool orders, string? type)
    {
        var regions = new List<Region>();
        if (constants.Contains(null))
        {
            regions.Add(Region.Single(null));
        }

        List<IGrouping<Type, object>> kinds = [.. constants.OfType<object>().GroupBy(value => value.GetType())];
        foreach (IGrouping<Type, object> kind in kinds)
        {
            if (OfKind(kind.Key, [.. kind], orders, type) is not { } part)
            {
                return null;
            }

            regions.AddRange(part);
        }

        return kinds.Count > 0 ? regions : [.. regions, .. Unmentioned(type)];
    }

    private static IEnumerable<Region> Unmentioned(string? type) => type switch
    {
        "boolean" => [Region.Single(FeelValues.True), Region.Single(FeelValues.False)],
        "number" or "integer" or "long" or "double" => [Region.Named(0m, "any number")],
        "string" => [Region.Named("any", "any text")],
        "date" => [Region.Named(new FeelDate(2000, 1, 1), "any date")],
        _ => [Region.Named(null, "any value")],
    };

    private static List<Region>? OfKind(Type kind, object[] constants, bool orders, string? type)
    {
        if (kind == typeof(bool))
        {
            return [Region.Single(FeelValues.True), Region.Single(FeelValues.False)];
        }

        if (kind == typeof(string) && !orders)
        {
            List<string> texts = [.. constants.Cast<string>().Distinct(StringComparer.Ordinal)];
            return [.. texts.Select(Region.Single), Region.Named(Unlike(texts), "any other text")];
        }

        return Sorted(constants) is { } points ? Cut(points, ValueSteps.For(kind, type)) : null;
    }

    private static string Unlike(List<string> texts)
    {
        string candidate = "other";
        for (int number = 2; texts.Contains(candidate); number++)
        {
            candidate = $"other {number}";
        }

        return candidate;
    }

    private static List<object>? Sorted(object[] constants)
    {
        if (constants.Any(value => Ordering.Compare(constants[0], value) is null))
        {
            return null;
        }

        var points = new List<object>();
        foreach (object value in constants.Order(Comparer<object>.Create((left, right) => Ordering.Compare(left, right) ?? 0)))
        {
            if (points.Count == 0 || Ordering.Compare(points[^1], value) != 0)
            {
                points.Add(value);
            }
        }

        return points;
    }

    private static List<Region> Cut(List<object> points, ValueSteps steps)
    {
        var regions = new List<Region>();
        if (steps.Below(points[0]) is { } below)
        {
            regions.Add(new Region(below, true, null, false, points[0], false));
        }

        for (int position = 0; position < points.Count; position++)
        {
            regions.Add(Region.Point(points[position]));
            object? next = position + 1 < points.Count ? points[position + 1] : null;
            object? sample = next is null ? steps.Above(points[position]) : steps.Between(points[position], next);
            if (sample is not null)
            {
                regions.Add(new Region(sample, true, points[position], false, next, false));
            }
        }

        return regions;
    }
}
