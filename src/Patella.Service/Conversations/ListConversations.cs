using System.Text;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Search;

namespace Patella.Service.Conversations;

/// <summary>Filters of GET /conversations. Every one is a named parameter; there are no raw operators.</summary>
public sealed record ConversationFilter(string? State, string? Unit, string? Assignee, string? Person, string? Order, string? After, int? Limit, string? Q = null);

internal sealed class ListConversations(IStore store, IQueuePlaces places, ConversationStandards standards, SearchIndex index, SearchScopes scopes)
{
    public async Task<Outcome<Page<ConversationView>>> Run(Caller caller, ConversationFilter filter)
    {
        if (!Paging.TryRead(filter.After, out var sort, out var cursorId))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        if (filter.State is not null && !ConversationState.All.Contains(filter.State))
        {
            return Problem.Invalid("state", $"Must be one of: {string.Join(", ", ConversationState.All)}.");
        }

        if (filter.Q is not null && new Validation().Text(filter.Q, "q", 1, 500) is { Failed: true } check)
        {
            return check.Problem;
        }

        var limit = Paging.Limit(filter.Limit);
        var person = caller.Kind == CallerKind.Consumer ? caller.Id : filter.Person;
        var rows = await store.Read(caller.Tenant, async reader => await reader.Many<ConversationRow>(
            Query(filter, person, reader.Kind), new { filter.State, filter.Unit, filter.Assignee, person, filter.Order, sort, cursorId, limit, found = await Found(reader, caller, filter) }));
        var views = new List<ConversationView>(rows.Count);
        foreach (var row in rows)
        {
            views.Add(await Show(caller, row));
        }

        var shown = await store.Read(caller.Tenant, reader => standards.Beside(reader, caller, views));
        return new Page<ConversationView>(shown, rows.Count == limit ? Paging.Cursor(rows[^1].LastAt, rows[^1].Id) : null);
    }

    /// <summary>
    /// Only the given filters stand in the statement, so that each shape keeps its index. One person, one order or some words have few conversations: the plus sign
    /// keeps SQLite, which has no statistics, from walking the whole history in the order asked for instead of sorting those few. Of two filters the rarer leads, and the empty
    /// text keeps the other's index out there: somebody's name or an order, then a state (few are not closed), then a unit.
    /// </summary>
    private static string Query(ConversationFilter filter, string? person, StoreKind kind)
    {
        var last = person is null && filter.Order is null && filter.Q is null ? "last_at" : "+last_at";
        var sql = new StringBuilder($"select * from conversation where tenant = @tenant and ({last}, id) < (@sort, @cursorId)");
        var (named, closed, plain) = (filter.Assignee is not null || last != "last_at", filter.State == ConversationState.Closed, kind == StoreKind.Sqlite ? " || ''" : "");
        sql.Append(filter.State is null ? "" : named || (closed && filter.Unit is not null) ? $" and state{plain} = @State" : " and state = @State");
        sql.Append(filter.Unit is null ? "" : named || (filter.State is not null && !closed) ? $" and unit{plain} = @Unit" : " and unit = @Unit");
        sql.Append(filter.Assignee is null ? "" : " and assignee = @Assignee");
        sql.Append(person is null ? "" : " and person = @person");
        sql.Append(filter.Order is null ? "" : " and order_id = @Order");
        sql.Append(filter.Q is null ? "" : " and id in @found");
        return sql.Append($" order by {last} desc, id desc limit @limit").ToString();
    }

    /// <summary>The conversations in which all the words were said: the best that the index gives; the other filters stand beside them.</summary>
    private async Task<IReadOnlyList<string>> Found(IReader reader, Caller caller, ConversationFilter filter)
        => filter.Q is null ? [] : [.. (await index.Query(reader, [SearchKinds.Conversation], filter.Q, SearchIndex.Most, await scopes.Of(reader, caller))).Select(hit => hit.Id)];

    private async Task<ConversationView> Show(Caller caller, ConversationRow row)
    {
        var view = Views.Of(row, row.State == ConversationState.Queued && caller.Kind == CallerKind.Consumer ? await places.Find(caller.Tenant, row.Id) : null);
        return caller.Kind == CallerKind.Consumer ? Views.ForConsumer(view) : view;
    }
}
