using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Tests.Kernel.Text;

namespace Patella.Tests.Servers.Hostile;

/// <summary>Makes bodies and parameters that fit the described shape more or less: hostile words where texts belong, wrong kinds, too much, too deep, too big.</summary>
internal sealed class HostileBodies(JsonNode document, Random random)
{
    private const int Deepest = 6;
    private static readonly string[] Odd =
    [
        "", " ", "null", "true", "0", "-1", "9223372036854775808", "1e400", "NaN", "../../etc/passwd", "%00", "%2e%2e%2f", "'; drop table conversation; --", "\" or \"\"=\"", "{{7*7}}", "${jndi:ldap://x}",
        "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\u202eabc", "a\u200bb", "\u0000", "\uFFFE", "ﷺﷺﷺ", "Ω≈ç√∫", "社會科學院", "🏳️‍🌈", "٠١٢٣", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-30T00:00:00Z",
        "zh-CN", "en", "market", "travel", "acme-agent", "acme-a1", "me", "none", "A-1", "shop-1", "2026-11-11T08:00:00Z", "http://127.0.0.1:9/", "a@b.example", "hostile", "*", "(((((", "order by", "\\", "‮‮",
    ];

    /// <summary>A body in UTF-8: mostly of the described shape, sometimes only bytes.</summary>
    public byte[] Body(JsonNode schema) => random.Next(12) switch
    {
        0 => Encoding.UTF8.GetBytes(Broken()),
        1 => Bytes(),
        2 => Encoding.UTF8.GetBytes(Anything(0)?.ToJsonString() ?? "null"),
        _ => Encoding.UTF8.GetBytes((Of(schema, 0)?.ToJsonString() ?? "null").Replace("\"lone-half\"", "\"\\ud83d\"", StringComparison.Ordinal)),
    };

    /// <summary>A word as somebody hostile would write it.</summary>
    public string Word() => random.Next(8) switch
    {
        0 => new string(random.Next(2) == 0 ? 'a' : '龘', random.Next(1, 6_000)),
        1 => HostileText.Many(random.Next(), 1).First().Replace("\ud800", "", StringComparison.Ordinal),
        2 => "lone-half",
        _ => Odd[random.Next(Odd.Length)],
    };

    private JsonNode? Of(JsonNode? schema, int depth)
    {
        if (schema is null || depth > Deepest || random.Next(14) == 0)
        {
            return Anything(depth);
        }

        if (schema["$ref"] is { } reference)
        {
            return Of(document["components"]!["schemas"]![((string)reference!)["#/components/schemas/".Length..]], depth + 1);
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            return Of(choices[random.Next(choices.Count)], depth + 1);
        }

        if (schema["enum"] is JsonArray values && random.Next(4) > 0)
        {
            return values[random.Next(values.Count)]?.DeepClone();
        }

        var kinds = schema["type"] is JsonArray several ? several.Select(one => (string)one!).ToList() : [(string?)schema["type"] ?? "string"];
        return kinds[random.Next(kinds.Count)] switch
        {
            "object" => Object(schema, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(9) == 0 ? 1_200 : random.Next(4)).Select(_ => Of(schema["items"], depth + 2))]),
            "integer" => Number(),
            "number" => Number(),
            "boolean" => random.Next(2) == 0,
            "null" => null,
            _ => (string?)schema["format"] == "date-time" && random.Next(3) > 0 ? Moment() : Word(),
        };
    }

    private JsonObject Object(JsonNode schema, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (random.Next(5) > 0)
            {
                made[name] = Of(property, depth + 1);
            }
        }

        if (schema["additionalProperties"] is JsonObject more)
        {
            made[Word()] = Of(more, depth + 1);
        }

        if (random.Next(10) == 0)
        {
            made[Word()] = Anything(depth);
        }

        return made;
    }

    private JsonNode? Anything(int depth) => random.Next(depth > Deepest ? 5 : 7) switch
    {
        0 => null,
        1 => Number(),
        2 => Word(),
        3 => random.Next(2) == 0,
        4 => Moment(),
        5 => new JsonArray(Anything(depth + 1), Anything(depth + 1)),
        _ => new JsonObject { ["x" + random.Next(3)] = Anything(depth + 1) },
    };

    private JsonNode Number() => random.Next(7) switch
    {
        0 => long.MaxValue,
        1 => long.MinValue,
        2 => -1,
        3 => 0,
        4 => 1.5,
        5 => JsonNode.Parse("123456789012345678901234567890")!,
        _ => random.Next(100),
    };

    private string Moment()
    {
        var at = new DateTimeOffset(2026, 11, 11, 8, 0, 0, TimeSpan.Zero).AddHours(random.Next(-50_000, 50_000));
        return random.Next(6) == 0 ? Odd[random.Next(Odd.Length)] : at.ToString("O", CultureInfo.InvariantCulture);
    }

    private string Broken() => random.Next(6) switch
    {
        0 => "{",
        1 => new string('[', 5_000),
        2 => "{\"a\":1,}",
        3 => "{\"id\":\"a\",\"id\":\"b\"}",
        4 => "\"\\ud83d\"",
        _ => "",
    };

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(1, 200)];
        random.NextBytes(bytes);
        return bytes;
    }
}
