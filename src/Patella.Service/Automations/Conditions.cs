using System.Globalization;
using System.Text.Json;

namespace Patella.Service.Automations;

/// <summary>Whether conditions hold on facts: yes, no, or not known because a fact is missing. Pure.</summary>
public static class Conditions
{
    /// <summary>All of one group and at least one of the other. Null when what is not known could decide it.</summary>
    public static bool? Hold(AutomationDefinition definition, Facts facts)
    {
        var all = Both((definition.All ?? []).Select(condition => Holds(condition, facts)));
        var any = definition.Any is { Count: > 0 } group ? Either(group.Select(condition => Holds(condition, facts))) : true;
        return Both([all, any]);
    }

    /// <summary>Every condition with what was found.</summary>
    public static IReadOnlyList<ConditionFinding> Explain(AutomationDefinition definition, Facts facts)
        => [.. (definition.All ?? []).Concat(definition.Any ?? []).Select(condition => new ConditionFinding(condition.Field!, condition.Is!, condition.Value, Show(condition.Field!, facts), Holds(condition, facts)))];

    /// <summary>One condition; null when the fact is not known.</summary>
    public static bool? Holds(ConditionSpec condition, Facts facts)
    {
        if (!facts.TryFind(condition.Field!, out var found))
        {
            return null;
        }

        return Fields.All[condition.Field!] switch
        {
            FieldType.Text => Text(condition, found as string),
            FieldType.Words => Words(condition, found as string),
            FieldType.Number => found is long number && Number(condition, number),
            FieldType.YesNo => found is bool yes && yes == condition.Value!.Value.GetBoolean(),
            var type => throw new ArgumentOutOfRangeException(nameof(condition), type, "unknown type"),
        };
    }

    private static bool Text(ConditionSpec condition, string? found) => condition.Is switch
    {
        Operators.Is => found == condition.Value!.Value.GetString(),
        Operators.IsNot => found != condition.Value!.Value.GetString(),
        Operators.OneOf => found is not null && List(condition).Contains(found),
        Operators.NoneOf => found is null || !List(condition).Contains(found),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.Is, "unknown operator"),
    };

    private static bool Words(ConditionSpec condition, string? found)
        => (found is not null && found.Contains(condition.Value!.Value.GetString()!, StringComparison.OrdinalIgnoreCase)) == (condition.Is == Operators.Contains);

    private static bool Number(ConditionSpec condition, long found) => condition.Is switch
    {
        Operators.AtLeast => found >= condition.Value!.Value.GetInt64(),
        Operators.AtMost => found <= condition.Value!.Value.GetInt64(),
        Operators.Is => found == condition.Value!.Value.GetInt64(),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.Is, "unknown operator"),
    };

    private static IEnumerable<string?> List(ConditionSpec condition) => condition.Value!.Value.EnumerateArray().Select(value => value.GetString());

    private static string? Show(string field, Facts facts) => facts.TryFind(field, out var found) ? found switch
    {
        null => null,
        string { Length: > 120 } text => text[..120],
        bool yes => yes ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => found.ToString(),
    } : null;

    /// <summary>No as soon as one is no; not known when one is not known.</summary>
    private static bool? Both(IEnumerable<bool?> parts)
    {
        var (no, unknown) = Look(parts, against: false);
        return no ? false : unknown ? null : true;
    }

    /// <summary>Yes as soon as one is yes; not known when one is not known.</summary>
    private static bool? Either(IEnumerable<bool?> parts)
    {
        var (yes, unknown) = Look(parts, against: true);
        return yes ? true : unknown ? null : false;
    }

    private static (bool Decided, bool Unknown) Look(IEnumerable<bool?> parts, bool against)
    {
        var list = parts.ToList();
        return (list.Contains(against), list.Contains(null));
    }
}
