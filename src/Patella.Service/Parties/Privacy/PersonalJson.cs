using System.Text.Json;
using System.Text.Json.Nodes;

namespace Patella.Service.Parties.Privacy;

/// <summary>What may stay of JSON that speaks of a person.</summary>
public static class PersonalJson
{
    // Labels and references that books and counts are made of. Whatever is not named here goes.
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal)
    {
        "source", "event", "number", "carrier", "refund", "payment", "product", "amount", "currency", "unit", "from", "to", "staff", "topic", "case", "state", "queue", "kind",
        "useful", "canned", "other", "satisfied", "solved", "clause", "measure", "due", "dueAt", "order", "rule", "version", "priority",
    };

    // Where a person is named or says something inside an event or an order.
    private static readonly HashSet<string> Personal = new(StringComparer.Ordinal)
    {
        "address", "phone", "email", "text", "place", "attributes", "name", "reason", "note", "memo", "message", "comment", "receiver", "language", "tier", "recipient",
    };

    /// <summary>Labels, numbers and flags of an entry's data; null when nothing stays.</summary>
    public static string? KeepLabels(string json)
    {
        if (Parse(json) is not JsonObject data)
        {
            return null;
        }

        foreach (var (name, value) in data.ToList())
        {
            var plain = value is JsonValue one && (one.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False);
            if (!plain && !Labels.Contains(name))
            {
                data.Remove(name);
            }
        }

        return data.Count == 0 ? null : data.ToJsonString(Edge.Json.Options);
    }

    /// <summary>An event or an order without what tells who its consumer is; <paramref name="alias"/> stands for the consumer.</summary>
    public static string WithoutPerson(string json, string alias)
    {
        var node = Parse(json);
        Strip(node, alias);
        return node?.ToJsonString(Edge.Json.Options) ?? "{}";
    }

    private static void Strip(JsonNode? node, string alias)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Strip(item, alias);
            }
        }
        else if (node is JsonObject value)
        {
            foreach (var (name, inner) in value.ToList())
            {
                if (name == "consumer")
                {
                    value[name] = inner is JsonObject ? new JsonObject { ["externalId"] = alias } : alias;
                }
                else if (name is "merchant" or "items")
                {
                    // A shop's name and the goods' names are nobody's secret.
                }
                else if (Personal.Contains(name))
                {
                    value.Remove(name);
                }
                else
                {
                    Strip(inner, alias);
                }
            }
        }
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
