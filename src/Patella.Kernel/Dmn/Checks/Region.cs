using Patella.Kernel.Dmn.Feel;

namespace Patella.Kernel.Dmn.Checks;

/// <summary>
/// A set of values of one input that no cell of the column tells apart, with one of them to stand for all.
/// An ordered region lies between two bounds; a null bound is open to that side.
/// </summary>
internal sealed record Region(object? Sample, bool Ordered, object? From, bool FromIncluded, object? To, bool ToIncluded, string? Text = null)
{
    internal static Region Single(object? value) => new(value, false, value, true, value, true);

    internal static Region Point(object value) => new(value, true, value, true, value, true);

    /// <summary>Everything the column does not mention.</summary>
    internal static Region Named(object? sample, string text) => new(sample, false, null, false, null, false, text);

    /// <summary>Whether this region begins where another ends, so that both can be written as one.</summary>
    internal bool Follows(Region other) =>
        Ordered && other.Ordered && From is not null && other.To is not null && Equality.Same(From, other.To) && FromIncluded != other.ToIncluded;

    /// <summary>Some regions of a column as a cell of FEEL; what no constant names is written as not(the others).</summary>
    internal static string Describe(IReadOnlyList<Region> column, IReadOnlyList<int> chosen)
    {
        if (!chosen.Any(region => column[region].Text is not null))
        {
            return Join(chosen.Select(region => column[region]));
        }

        return $"not({Join(column.Where((_, region) => !chosen.Contains(region)))})";
    }

    // Neighbours are written as one.
    private static string Join(IEnumerable<Region> regions)
    {
        var joined = new List<Region>();
        foreach (Region region in regions)
        {
            if (joined.Count > 0 && region.Follows(joined[^1]))
            {
                joined[^1] = joined[^1] with { To = region.To, ToIncluded = region.ToIncluded };
            }
            else
            {
                joined.Add(region);
            }
        }

        return string.Join(", ", joined.Select(region => region.Write()));
    }

    private string Write() =>
        Text is not null ? Text
        : !Ordered || (From is not null && Equality.Same(From, To)) ? Literal(From)
        : From is null ? (To is null ? "-" : (ToIncluded ? "<= " : "< ") + Literal(To))
        : To is null ? (FromIncluded ? ">= " : "> ") + Literal(From)
        : $"{(FromIncluded ? '[' : '(')}{Literal(From)}..{Literal(To)}{(ToIncluded ? ']' : ')')}";

    private static string Literal(object? value) => value switch
    {
        null or bool or decimal or string => FeelText.WriteNested(value),
        _ => $"@\"{value}\"",
    };
}
