using System.Globalization;
using System.Xml.Linq;
using Patella.Kernel.Dmn;
using Patella.Kernel.Dmn.Feel;

namespace Patella.Host.Evaluations;

/// <summary>The values of the kit's test files, and when an actual value equals an expected one.</summary>
internal static class DmnKitValues
{
    /// <summary>Numbers may differ by this much, since the kit writes irrational results with few digits.</summary>
    private const decimal Tolerance = 0.00000001m;

    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly FeelExpression Temporal = FeelExpression.Compile(
        "if kind = \"date\" then date(text) else if kind = \"time\" then time(text) else if kind = \"dateTime\" then date and time(text) else duration(text)",
        "kind",
        "text");

    /// <summary>The value inside an element: components make a context, a list its items, otherwise a single value.</summary>
    internal static object? Read(XElement holder)
    {
        XNamespace space = holder.Name.Namespace;
        if (holder.Elements(space + "component").Any())
        {
            return FeelContext.Of(holder.Elements(space + "component").Select(part =>
                new KeyValuePair<string, object?>((string)part.Attribute("name")!, Read(part))));
        }

        if (holder.Element(space + "list") is { } list && !IsNil(list))
        {
            return FeelList.Of(list.Elements(space + "item").Select(Read));
        }

        return holder.Element(space + "value") is { } value && !IsNil(value) ? Simple(value) : null;
    }

    internal static bool Same(object? expected, object? actual) => (expected, actual) switch
    {
        (decimal a, decimal b) => Math.Abs(a - b) <= Tolerance,
        (FeelList a, FeelList b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (FeelContext a, FeelContext b) =>
            a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out object? other) && Same(entry.Value, other)),
        _ => Equals(expected, actual),
    };

    internal static string Show(object? value) => value is string text ? $"\"{text}\"" : FeelText.Write(value);

    private static bool IsNil(XElement element) => (string?)element.Attribute(Instance + "nil") is "true" or "1";

    private static object? Simple(XElement value)
    {
        string text = value.Value;
        string kind = ((string?)value.Attribute(Instance + "type") ?? "string").Split(':')[^1];
        return kind switch
        {
            "string" => text,
            "boolean" => text.Trim() is "true" or "1",
            "decimal" or "double" or "float" or "integer" or "int" or "long" => decimal.Parse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture),
            "date" or "time" or "dateTime" or "duration" => Temporal.Evaluate(new Dictionary<string, object?> { ["kind"] = kind, ["text"] = text.Trim() }).Value,
            _ => throw new InvalidDataException($"The kit uses a type this runner does not know: {kind}."),
        };
    }
}
