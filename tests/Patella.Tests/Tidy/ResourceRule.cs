using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Patella.Tests.Tidy;

/// <summary>Texts shown to people: Chinese and English resources have the same keys, and each text the same placeholders.</summary>
internal static partial class ResourceRule
{
    private const string Chinese = "zh-CN";

    public static IEnumerable<Finding> Check(SourceTree tree)
        => Pairs(tree).SelectMany(pair => Compare(tree, pair.Chinese, pair.English));

    /// <summary>Each pair of paths, whichever of the two is there. Chinese is marked by zh-CN; English by en.</summary>
    public static IEnumerable<(string Chinese, string English)> Pairs(SourceTree tree)
        => tree.Under("src", ".json", ".resx").Concat(tree.Under("web", ".json", ".resx"))
            .Select(file => file.Path)
            .Where(path => Marked().IsMatch(path))
            .Select(path => (Marked().Replace(path, "${before}" + Chinese + "${after}"), Marked().Replace(path, "${before}en${after}")))
            .Distinct();

    private static IEnumerable<Finding> Compare(SourceTree tree, string chinesePath, string englishPath)
    {
        if (tree.Find(chinesePath) is not { } chinese || tree.Find(englishPath) is not { } english)
        {
            var there = tree.Find(chinesePath) is null ? englishPath : chinesePath;
            return [new Finding(there, 1, "its counterpart in the other language is missing")];
        }

        var left = TextsOf(chinese);
        var right = TextsOf(english);
        return left.Keys.Except(right.Keys).Select(key => new Finding(englishPath, 1, $"the key {key} is missing"))
            .Concat(right.Keys.Except(left.Keys).Select(key => new Finding(chinesePath, 1, $"the key {key} is missing")))
            .Concat(left.Keys.Intersect(right.Keys).Where(key => !PlaceholdersOf(left[key]).SetEquals(PlaceholdersOf(right[key])))
                .Select(key => new Finding(chinesePath, 1, $"the text {key} has other placeholders than in English")))
            .Concat(left.Concat(right).Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => new Finding(chinesePath, 1, $"the text {text.Key} is empty in one language")));
    }

    private static Dictionary<string, string> TextsOf(SourceFile file)
    {
        if (file.Path.EndsWith(".resx", StringComparison.Ordinal))
        {
            return XDocument.Parse(file.Text).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")?.Value ?? "");
        }

        var texts = new Dictionary<string, string>();
        using var document = JsonDocument.Parse(file.Text);
        Flatten(document.RootElement, "", texts);
        return texts;
    }

    private static void Flatten(JsonElement element, string prefix, Dictionary<string, string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Flatten(property.Value, prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}", texts);
                }

                break;
            case JsonValueKind.String:
                texts[prefix] = element.GetString()!;
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    Flatten(item, $"{prefix}[{index}]", texts);
                }

                break;
        }
    }

    private static HashSet<string> PlaceholdersOf(string text) => [.. Placeholder().Matches(text).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"\{(?<name>[A-Za-z0-9_]+)[},:]")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?<before>(^|/|\.))(zh-CN|en)(?<after>\.(json|resx)$)")]
    private static partial Regex Marked();
}
