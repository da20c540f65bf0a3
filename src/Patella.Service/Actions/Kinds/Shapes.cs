using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Patella.Service.Edge;

namespace Patella.Service.Actions.Kinds;

/// <summary>
/// What a value of an action's arguments looks like. One declaration gives both the JSON schema (draft 2020-12) that callers read and the check that
/// arguments pass, so the two cannot part.
/// </summary>
internal abstract record Shape
{
    /// <summary>The schema, without title.</summary>
    public abstract JsonObject Schema(string language);

    /// <summary>The value as it is kept, or null after telling what is wrong.</summary>
    public abstract JsonNode? Read(JsonElement value, string pointer, Validation check);
}

/// <summary>A text of a bounded length without control characters, trimmed.</summary>
internal sealed record TextShape(int Least, int Most) : Shape
{
    public override JsonObject Schema(string language) => new() { ["type"] = "string", ["minLength"] = Least, ["maxLength"] = Most };

    public override JsonNode? Read(JsonElement value, string pointer, Validation check)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;
        check.Text(text, pointer, Least, Most);
        return text;
    }
}

/// <summary>A whole number in bounds.</summary>
internal sealed record WholeShape(long Least, long Most) : Shape
{
    public override JsonObject Schema(string language) => new() { ["type"] = "integer", ["minimum"] = Least, ["maximum"] = Most };

    public override JsonNode? Read(JsonElement value, string pointer, Validation check)
    {
        // "1.0" and "1e2" are whole numbers to a schema; taken as they are spelt they would be other arguments with another hash.
        var fits = value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= Least && number <= Most
            && value.GetRawText() == number.ToString(CultureInfo.InvariantCulture);
        check.Must(fits, pointer, $"Must be a whole number from {Least} to {Most}, written without point and exponent.");
        return fits ? value.GetInt64() : null;
    }
}

/// <summary>One of some words.</summary>
internal sealed record ChoiceShape(params string[] Words) : Shape
{
    public override JsonObject Schema(string language) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. Words.Select(word => (JsonNode)word)]) };

    public override JsonNode? Read(JsonElement value, string pointer, Validation check)
    {
        var word = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        check.OneOf(word, pointer, Words);
        return word;
    }
}

/// <summary>An instant, kept in UTC to the second.</summary>
internal sealed record TimeShape : Shape
{
    public override JsonObject Schema(string language) => new() { ["type"] = "string", ["format"] = "date-time" };

    public override JsonNode? Read(JsonElement value, string pointer, Validation check)
    {
        var fits = value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) && time.Year is > 1999 and < 2200;
        check.Must(fits, pointer, "Must be a time with its offset (RFC 3339).");
        return fits ? value.GetDateTimeOffset().ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;
    }
}

/// <summary>A list with at least one item.</summary>
internal sealed record ListShape(Shape Item, int Most) : Shape
{
    public override JsonObject Schema(string language) => new() { ["type"] = "array", ["items"] = Item.Schema(language), ["minItems"] = 1, ["maxItems"] = Most };

    public override JsonNode? Read(JsonElement value, string pointer, Validation check)
    {
        var fits = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and var count && count <= Most;
        check.Must(fits, pointer, $"Must be a list of 1 to {Most} items.");
        return fits ? new JsonArray([.. value.EnumerateArray().Select((item, index) => Item.Read(item, $"{pointer}/{index}", check))]) : null;
    }
}

/// <summary>A member of an object.</summary>
/// <param name="Usual">What an absent member is kept as.</param>
internal sealed record Member(string Name, Shape Shape, bool Required = true, long? Usual = null);

/// <summary>An object with these members and no others.</summary>
internal sealed record ObjectShape(params Member[] Members) : Shape
{
    public override JsonObject Schema(string language)
    {
        var properties = new JsonObject();
        foreach (var member in Members)
        {
            var schema = member.Shape.Schema(language);
            schema["title"] = ActionWords.Texts.In(language, "field." + member.Name);
            if (member.Usual is { } usual)
            {
                schema["default"] = usual;
            }

            properties[member.Name] = schema;
        }

        return new JsonObject
        {
            ["type"] = "object", ["properties"] = properties, ["required"] = new JsonArray([.. Members.Where(member => member.Required).Select(member => (JsonNode)member.Name)]), ["additionalProperties"] = false,
        };
    }

    public override JsonNode? Read(JsonElement value, string pointer, Validation check)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            check.Must(false, pointer, "Must be an object.");
            return null;
        }

        foreach (var unknown in value.EnumerateObject().Where(given => Members.All(member => member.Name != given.Name)))
        {
            check.Must(false, $"{pointer}/{unknown.Name}", "Is not known here.");
        }

        var kept = new JsonObject();
        foreach (var member in Members)
        {
            var given = value.TryGetProperty(member.Name, out var found) && found.ValueKind != JsonValueKind.Null;
            check.Must(given || !member.Required, $"{pointer}/{member.Name}", "Is required.");
            if ((given ? member.Shape.Read(found, $"{pointer}/{member.Name}", check) : member.Usual is { } usual ? JsonValue.Create(usual) : null) is { } read)
            {
                kept[member.Name] = read;
            }
        }

        return kept;
    }
}

/// <summary>An address in the marketplace's own parts, such as {"address1": ..., "city": ...}.</summary>
internal sealed record AddressShape : Shape
{
    private const int MostParts = 20;
    private const int MostText = 200;

    public override JsonObject Schema(string language) => new()
    {
        ["type"] = "object", ["minProperties"] = 1, ["maxProperties"] = MostParts, ["additionalProperties"] = new JsonObject { ["type"] = "string", ["maxLength"] = MostText },
    };

    public override JsonNode? Read(JsonElement value, string pointer, Validation check)
    {
        var parts = value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().ToList() : [];
        var fits = parts.Count is > 0 and <= MostParts && parts.All(part => part.Name.Length is > 0 and <= 60 && part.Value.ValueKind == JsonValueKind.String && part.Value.GetString()!.Length <= MostText)
            && parts.DistinctBy(part => part.Name).Count() == parts.Count;
        check.Must(fits, pointer, $"Must be an object of 1 to {MostParts} texts of at most {MostText} characters each.");
        return fits ? new JsonObject(parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Value.GetString()))) : null;
    }
}
