using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Patella.Simulator.Retail;

/// <summary>A document as its JSON paths (RFC 6901) with their values, amounts to the cent; and where two of them differ.</summary>
public static class RetailPaths
{
    /// <summary>Sums in the set carry binary noise; an amount is what it is to the cent.</summary>
    private const int Decimals = 2;

    /// <summary>Every leaf; empty objects and lists are leaves.</summary>
    public static Dictionary<string, string> Of(JsonNode? document, string path = "")
    {
        var leaves = new Dictionary<string, string>();
        Walk(document, path, leaves);
        return leaves;
    }

    /// <summary>Each path with what was wanted and what was found.</summary>
    public static IEnumerable<RetailDifference> Between(IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, string> found)
        => wanted.Keys.Union(found.Keys).Order(StringComparer.Ordinal)
            .Select(path => new RetailDifference(path, wanted.GetValueOrDefault(path), found.GetValueOrDefault(path))).Where(difference => difference.Wanted != difference.Found);

    /// <summary>Puts a value at a path of a document; the places above it must be there.</summary>
    public static void Set(JsonNode document, string path, JsonElement value)
    {
        var parts = path.Split('/').Skip(1).Select(part => part.Replace("~1", "/").Replace("~0", "~")).ToList();
        var place = parts.SkipLast(1).Aggregate(document, (node, part) => node is JsonArray array ? array[int.Parse(part, CultureInfo.InvariantCulture)]! : node[part]!);
        place[parts[^1]] = JsonNode.Parse(value.GetRawText());
    }

    private static void Walk(JsonNode? node, string path, Dictionary<string, string> leaves)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                foreach (var (name, value) in members)
                {
                    Walk(value, $"{path}/{name.Replace("~", "~0").Replace("/", "~1")}", leaves);
                }

                break;
            case JsonArray { Count: > 0 } items:
                foreach (var (index, item) in items.Index())
                {
                    Walk(item, $"{path}/{index}", leaves);
                }

                break;
            default:
                leaves[path] = Leaf(node);
                break;
        }
    }

    private static string Leaf(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? Math.Round(decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture), Decimals, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture)
        : node is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : node?.ToJsonString() ?? "null";
}

/// <summary>A path at which the end state is not what it should be; a missing side has no such path.</summary>
public sealed record RetailDifference(string Path, string? Wanted, string? Found);
