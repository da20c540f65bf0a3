using System.Globalization;
using Patella.Platform.Clocks;

namespace Patella.Service.Conversations.Desk;

/// <summary>Turns a filter into a condition with bound values. Only words that stand in this file become part of the statement.</summary>
internal sealed class ListQuery(string staff, long now)
{
    /// <summary>Stands for the one who looks.</summary>
    public const string Me = "me";

    /// <summary>Stands for an empty value.</summary>
    public const string Nobody = "nobody";

    private const long Minute = 60 * Microseconds.PerSecond;

    public Dictionary<string, object?> Arguments { get; } = new() { ["staff"] = staff };

    public string Sql(ListFilter filter) => filter switch
    {
        ListFilter.Group { Members.Count: 0 } => "1 = 1",
        ListFilter.Group group => "(" + string.Join(group.All ? " and " : " or ", group.Members.Select(Sql)) + ")",
        ListFilter.Condition condition => condition.Field.Kind switch
        {
            ListFieldKind.Words => Words(condition),
            ListFieldKind.Number => (condition.Negated ? "not " : "") + Number(condition),
            ListFieldKind.Flag => (condition.Flag ? "" : "not ") + Flag(condition.Field.Name),
            _ => throw new InvalidOperationException($"Unknown kind {condition.Field.Kind}."),
        },
        _ => throw new InvalidOperationException($"Unknown filter {filter}."),
    };

    public string Bind(object value)
    {
        var name = "p" + Arguments.Count.ToString(CultureInfo.InvariantCulture);
        Arguments[name] = value;
        return "@" + name;
    }

    private string Words(ListFilter.Condition condition)
    {
        if (condition.Field.Name == "tag")
        {
            return $"{(condition.Negated ? "not " : "")}exists (select 1 from conversation_tag g where g.tenant = c.tenant and g.conversation = c.id and g.tag in {Bind(condition.Values)})";
        }

        var column = condition.Field.Name == "language" ? "substr(c.language, 1, 2)" : "c." + condition.Field.Column;
        var values = Named(condition).ToList();
        var empty = condition.Values.Contains(Nobody);
        var parts = new List<string>();
        if (values.Count > 0)
        {
            parts.Add($"{column} in {Bind(values)}");
        }

        if (empty)
        {
            parts.Add($"{column} is null");
        }

        // What is not known is not one of the values: null answers neither yes nor no, so it is asked for by name.
        var positive = "(" + string.Join(" or ", parts) + ")";
        return !condition.Negated ? positive : empty ? $"({column} is not null and not {positive})" : $"({column} is null or not {positive})";
    }

    private IEnumerable<string> Named(ListFilter.Condition condition) => condition.Values.Where(value => value != Nobody)
        .Select(value => value == Me && condition.Field.Name == "assignee" ? staff : condition.Field.Name == "language" ? value[..Math.Min(2, value.Length)].ToLowerInvariant() : value);

    private string Number(ListFilter.Condition condition)
    {
        var before = Bind(now - (condition.Number * (condition.Field.Name == "opened-days" ? 24 * 60 * Minute : Minute)));
        return condition.Field.Name switch
        {
            "waiting-minutes" => $"((c.state = 'queued' and coalesce(c.waiting_since, c.last_at) <= {before}) or (c.state = 'agent' and c.last_by = 'consumer' and c.last_at <= {before}))",
            "quiet-minutes" => $"(c.last_at <= {before})",
            "opened-days" => $"(c.opened_at <= {before})",
            _ => throw new InvalidOperationException($"Unknown field {condition.Field.Name}."),
        };
    }

    private static string Flag(string name) => name switch
    {
        "draft" => "exists (select 1 from conversation_draft d where d.tenant = c.tenant and d.staff = @staff and d.conversation = c.id and (d.text <> '' or d.files <> '[]'))",
        "snoozed" => "exists (select 1 from conversation_snooze s where s.tenant = c.tenant and s.conversation = c.id)",
        "merged" => "exists (select 1 from conversation_merge m where m.tenant = c.tenant and m.conversation = c.id)",
        _ => throw new InvalidOperationException($"Unknown field {name}."),
    };
}
