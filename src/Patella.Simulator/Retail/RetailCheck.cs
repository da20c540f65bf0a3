using System.Text.Json;

namespace Patella.Simulator.Retail;

/// <summary>Reads members of the file and notes everything that is wrong, so that a person can repair all of it at once.</summary>
internal sealed class RetailCheck(JsonLineMap lines)
{
    private const int MaximumProblems = 1_000;
    private readonly List<RetailProblem> _problems = [];

    public IReadOnlyList<RetailProblem> Problems => _problems;

    public void Wrong(string field, string detail)
    {
        if (_problems.Count < MaximumProblems)
        {
            _problems.Add(new RetailProblem(lines.Of(field), field, detail));
        }
    }

    /// <summary>Notes a problem unless the condition holds.</summary>
    public void Must(bool condition, string field, string detail)
    {
        if (!condition)
        {
            Wrong(field, detail);
        }
    }

    /// <summary>The members of an object member; none, and a problem, when it is not an object.</summary>
    public IEnumerable<(string Name, string Path, JsonElement Value)> Members(JsonElement parent, string name, string path)
    {
        var at = Join(path, name);
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Object)
        {
            Wrong(at, "must be an object");
            return [];
        }
        return value.EnumerateObject().Select(member => (member.Name, Join(at, member.Name), member.Value)).ToList();
    }

    /// <summary>The elements of an array member; none, and a problem, when it is not an array.</summary>
    public IEnumerable<(string Path, JsonElement Value)> Elements(JsonElement parent, string name, string path)
    {
        var at = Join(path, name);
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Array)
        {
            Wrong(at, "must be an array");
            return [];
        }
        return value.EnumerateArray().Select((element, index) => ($"{at}/{index}", element)).ToList();
    }

    /// <summary>A text member of 1 to 200 characters; empty, and a problem, otherwise.</summary>
    public string Text(JsonElement parent, string name, string path)
    {
        var text = Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
        Must(text.Length is > 0 and <= 200, Join(path, name), "must be a text of 1 to 200 characters");
        return text;
    }

    /// <summary>A text that must equal the key under which its object stands.</summary>
    public void Key(JsonElement parent, string name, string path, string key) =>
        Must(Text(parent, name, path) == key, Join(path, name), $"must be the same as its key {key}");

    /// <summary>A price or amount in cents; 0, and a problem, when it is not one.</summary>
    public long Cents(JsonElement parent, string name, string path)
    {
        var known = RetailMoney.TryCents(Member(parent, name), out var cents);
        Must(known, Join(path, name), "must be an amount in dollars with at most two decimals, not negative");
        return cents;
    }

    /// <summary>Options: an object of texts.</summary>
    public Dictionary<string, string> Options(JsonElement parent, string path)
    {
        var options = new Dictionary<string, string>();
        foreach (var (name, at, value) in Members(parent, "options", path))
        {
            Must(value.ValueKind == JsonValueKind.String, at, "must be a text");
            options[name] = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        }
        return options;
    }

    /// <summary>A member, undefined when the parent has none or is no object.</summary>
    public static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";
}
