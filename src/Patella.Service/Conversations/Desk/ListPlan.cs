using Patella.Platform.Storage;

namespace Patella.Service.Conversations.Desk;

/// <summary>
/// How a list is read so that a page of a million conversations stays quick on a store without statistics. Either a small set is known (a tag, the
/// drafts, what is put away) and read whole, or the list is walked newest first by an index, at most <see cref="LookLimit"/> rows a page: a page may
/// then hold fewer lines than asked, and its cursor says how far was looked.
/// </summary>
internal sealed class ListPlan
{
    /// <summary>Rows that one page looks at.</summary>
    public const int LookLimit = 20_000;

    /// <summary>The largest set that is read whole.</summary>
    public const int SetLimit = 3_000;

    private static readonly string[] Keys = ["assignee", "state", "unit"];

    private string _from = "";
    private string _order = "c.last_at";

    /// <summary>Where the walk ends for this page; null when nothing is left out behind it.</summary>
    public (long At, string Id)? Horizon { get; private set; }

    public static async Task<ListPlan> Make(IReader reader, ListFilter.Group filter, ListQuery query, long sort, string cursorId)
    {
        var plan = new ListPlan();
        var must = filter.All ? filter.Members.OfType<ListFilter.Condition>().ToList() : [];
        query.Arguments["sort"] = sort;
        query.Arguments["cursorId"] = cursorId;
        if (await SmallSet(reader, must, query) is { } set)
        {
            (plan._from, plan._order) = ($" and c.id in ({set})", "+c.last_at");
            return plan;
        }

        var key = Keys.Select(name => must.FirstOrDefault(condition => condition.Field.Name == name && !condition.Negated && condition.Values.Count <= 6 && !condition.Values.Contains(ListQuery.Nobody)))
            .FirstOrDefault(condition => condition is not null);
        await plan.Look(reader, key, query);
        return plan;
    }

    public string Page(string where) => $"select c.* from conversation c where {Where(where)} order by {_order} desc, c.id desc limit @limit";

    public string Count(string where) => $"select count(*) from (select 1 from conversation c where {Where(where)} limit @limit) counted";

    private string Where(string where)
        => $"c.tenant = @tenant and ({_order}, c.id) < (@sort, @cursorId){_from}{(Horizon is null ? "" : " and c.last_at >= @horizonAt and (c.last_at, c.id) >= (@horizonAt, @horizonId)")} and {where}";

    /// <summary>The select of a set that is small enough; counted up to its bound, so that the counting stays small as well.</summary>
    private static async Task<string?> SmallSet(IReader reader, IReadOnlyList<ListFilter.Condition> must, ListQuery query)
    {
        foreach (var condition in must)
        {
            var set = condition switch
            {
                { Field.Name: "draft", Flag: true } => "select conversation from conversation_draft where tenant = @tenant and staff = @staff and (text <> '' or files <> '[]')",
                { Field.Name: "snoozed", Flag: true } => "select conversation from conversation_snooze where tenant = @tenant",
                { Field.Name: "merged", Flag: true } => "select conversation from conversation_merge where tenant = @tenant",
                { Field.Name: "tag", Negated: false } => $"select conversation from conversation_tag where tenant = @tenant and tag in {query.Bind(condition.Values)}",
                { Field.Name: "person", Negated: false } => $"select id from conversation where tenant = @tenant and person in {query.Bind(condition.Values)}",
                { Field.Name: "order", Negated: false } => $"select id from conversation where tenant = @tenant and order_id in {query.Bind(condition.Values)}",
                _ => null,
            };
            if (set is not null && await reader.One<long>($"select count(*) from ({set} limit {SetLimit + 1}) counted", query.Arguments) <= SetLimit)
            {
                return set;
            }
        }

        return null;
    }

    /// <summary>Finds where each branch of the index ends after its share of rows; the nearest of these is as far as all of them are known.</summary>
    private async Task Look(IReader reader, ListFilter.Condition? key, ListQuery query)
    {
        var values = key?.Values.Select(value => value == ListQuery.Me && key.Field.Name == "assignee" ? (string)query.Arguments["staff"]! : value).Distinct().ToList() ?? [""];
        foreach (var value in values)
        {
            query.Arguments["look"] = (long)(LookLimit / values.Count);
            query.Arguments["key"] = value;
            var end = await reader.One<ConversationRow>(
                $"select last_at, id from conversation where tenant = @tenant{(key is null ? "" : $" and {key.Field.Column} = @key")} and (last_at, id) < (@sort, @cursorId) order by last_at desc, id desc limit 1 offset @look", query.Arguments);
            if (end is not null && (Horizon is not { } known || end.LastAt > known.At || (end.LastAt == known.At && string.CompareOrdinal(end.Id, known.Id) > 0)))
            {
                Horizon = (end.LastAt, end.Id);
            }
        }

        if (Horizon is { } horizon)
        {
            (query.Arguments["horizonAt"], query.Arguments["horizonId"]) = (horizon.At, horizon.Id);
        }
    }
}
