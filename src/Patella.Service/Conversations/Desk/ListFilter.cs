using System.Text.Json;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>
/// What a list shows: groups of conditions, all or any of them. It is data in a grammar of our own: every field, operator and value is known here or
/// refused by its place, and none of it ever becomes part of a statement.
/// </summary>
internal abstract record ListFilter
{
    public const int DepthLimit = 4;
    public const int ConditionLimit = 40;
    public const int ValueLimit = 50;
    private const int NumberLimit = 10_000_000;

    public sealed record Group(bool All, IReadOnlyList<ListFilter> Members) : ListFilter;

    public sealed record Condition(ListField Field, bool Negated, IReadOnlyList<string> Values, long Number, bool Flag) : ListFilter;

    public static readonly Group Everything = new(true, []);

    public static Group? Parse(string? text, string at, Validation check)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Everything;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            return Parse(document.RootElement, at, check);
        }
        catch (JsonException broken)
        {
            check.Must(false, at, $"Is no JSON: {broken.Message}");
            return null;
        }
    }

    public static Group? Parse(JsonElement root, string at, Validation check)
    {
        var count = 0;
        var read = Read(root, at, 1, ref count, check);
        check.Must(count <= ConditionLimit, at, $"At most {ConditionLimit} conditions.");
        return check.Failed ? null : read as Group ?? new Group(true, read is null ? [] : [read]);
    }

    private static ListFilter? Read(JsonElement element, string at, int depth, ref int count, Validation check)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            check.Must(false, at, "Must be an object: {\"all\": […]}, {\"any\": […]} or a condition with a field.");
            return null;
        }

        var names = element.EnumerateObject().Select(member => member.Name).ToList();
        return names is ["all"] or ["any"] ? ReadGroup(element.GetProperty(names[0]), names[0], at, depth, ref count, check) : ReadCondition(element, names, at, ref count, check);
    }

    private static Group? ReadGroup(JsonElement list, string name, string at, int depth, ref int count, Validation check)
    {
        if (depth > DepthLimit || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > ConditionLimit)
        {
            check.Must(depth <= DepthLimit, $"{at}/{name}", $"Groups stand at most {DepthLimit} deep.")
                .Must(depth > DepthLimit, $"{at}/{name}", $"Must be a list of at most {ConditionLimit} conditions.");
            return null;
        }

        var members = new List<ListFilter>();
        var index = 0;
        foreach (var member in list.EnumerateArray())
        {
            if (Read(member, $"{at}/{name}/{index++}", depth + 1, ref count, check) is { } read)
            {
                members.Add(read);
            }
        }

        return new Group(name == "all", members);
    }

    private static Condition? ReadCondition(JsonElement element, List<string> names, string at, ref int count, Validation check)
    {
        count++;
        var strange = names.FirstOrDefault(name => name is not ("field" or "operator" or "values" or "value"));
        check.Must(strange is null, $"{at}/{strange}", "A condition has field, operator and values (or value), and nothing else.");
        var fieldName = element.TryGetProperty("field", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : null;
        if (fieldName is null || !ListField.All.TryGetValue(fieldName, out var field))
        {
            check.Must(false, $"{at}/field", $"There is no field '{fieldName}'. There are: {string.Join(", ", ListField.All.Keys)}.");
            return null;
        }

        var word = element.TryGetProperty("operator", out var operation) && operation.ValueKind == JsonValueKind.String ? operation.GetString()! : null;
        if (word is null || !field.Operators.Contains(word))
        {
            check.Must(false, $"{at}/operator", $"'{word}' is no operator of '{field.Name}'. There are: {string.Join(", ", field.Operators)}.");
            return null;
        }

        return field.Kind switch
        {
            ListFieldKind.Words => Words(element, field, word, at, check),
            ListFieldKind.Number => element.TryGetProperty("value", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var amount) && amount is >= 0 and <= NumberLimit
                ? new Condition(field, word == "less-than", [], amount, false)
                : Refuse(check, $"{at}/value", $"Must be a whole number from 0 to {NumberLimit}."),
            ListFieldKind.Flag => element.TryGetProperty("value", out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? new Condition(field, false, [], 0, flag.GetBoolean())
                : Refuse(check, $"{at}/value", "Must be true or false."),
            _ => throw new InvalidOperationException($"Unknown kind {field.Kind}."),
        };
    }

    private static Condition? Words(JsonElement element, ListField field, string word, string at, Validation check)
    {
        if (!element.TryGetProperty("values", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > ValueLimit)
        {
            return Refuse(check, $"{at}/values", $"Must be a list of 1 to {ValueLimit} words.");
        }

        var values = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || item.GetString() is not { Length: > 0 and <= 100 } value || value.Any(char.IsControl) || field.Allowed?.Contains(value) == false)
            {
                return field.Allowed is null
                    ? Refuse(check, $"{at}/values/{values.Count}", "Must be a word of 1 to 100 characters.")
                    : Refuse(check, $"{at}/values/{values.Count}", $"Must be one of: {string.Join(", ", field.Allowed)}.");
            }

            values.Add(value);
        }

        return new Condition(field, word == "is-not", values, 0, false);
    }

    private static Condition? Refuse(Validation check, string at, ProblemText why)
    {
        check.Must(false, at, why);
        return null;
    }
}

/// <summary>How a field is compared. Not stored.</summary>
internal enum ListFieldKind
{
    Words = 1,
    Number = 2,
    Flag = 3,
}

/// <summary>A field that lists may be asked by.</summary>
/// <param name="Column">The column it reads, where it is one.</param>
internal sealed record ListField(string Name, ListFieldKind Kind, string? Column, IReadOnlyCollection<string>? Allowed = null)
{
    private static readonly IReadOnlyList<ListField> List =
    [
        new("state", ListFieldKind.Words, "state", ConversationState.All.ToArray()),
        new("unit", ListFieldKind.Words, "unit"),
        new("entry-unit", ListFieldKind.Words, "entry_unit"),
        new("assignee", ListFieldKind.Words, "assignee"),
        new("tag", ListFieldKind.Words, null),
        new("language", ListFieldKind.Words, "language"),
        new("tier", ListFieldKind.Words, "tier"),
        new("topic", ListFieldKind.Words, "topic"),
        new("person", ListFieldKind.Words, "person"),
        new("order", ListFieldKind.Words, "order_id"),
        new("last-by", ListFieldKind.Words, "last_by", ["consumer", "bot", "agent", "merchant", "system"]),
        new("waiting-minutes", ListFieldKind.Number, null),
        new("quiet-minutes", ListFieldKind.Number, null),
        new("opened-days", ListFieldKind.Number, null),
        new("draft", ListFieldKind.Flag, null),
        new("snoozed", ListFieldKind.Flag, null),
        new("merged", ListFieldKind.Flag, null),
    ];

    public static readonly IReadOnlyDictionary<string, ListField> All = List.ToDictionary(field => field.Name);

    public IReadOnlyList<string> Operators => Kind switch
    {
        ListFieldKind.Words => ["is", "is-not"],
        ListFieldKind.Number => ["at-least", "less-than"],
        ListFieldKind.Flag => ["is"],
        _ => throw new InvalidOperationException($"Unknown kind {Kind}."),
    };
}
