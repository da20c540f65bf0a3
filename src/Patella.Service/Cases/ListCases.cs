using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Parties;
using Patella.Service.Search;
using Patella.Service.Standards;

namespace Patella.Service.Cases;

/// <summary>Filters of GET /cases. Every one is a named parameter; there are no raw operators.</summary>
/// <param name="Owner">A staff id, <c>me</c>, or <c>none</c> for the queue.</param>
/// <param name="Due">overdue, today (within 24 hours) or any.</param>
/// <param name="Standard">at-risk: a clause that runs for it is at risk or broken; broken: only those. The thousand that are due first.</param>
/// <param name="Sort">newest (default) or due.</param>
public sealed record CaseFilter(
    string? Unit, string? Owner, string? FirstAgent, string? Status, string? Kind, bool? Open, string? Due, string? Tag, string? Person, string? Order, string? Conversation, string? TransferTo,
    string? Standard, string? Q, string? Sort, string? After, int? Limit)
{
    public static readonly IReadOnlyList<string> Dues = ["overdue", "today", "any"];
    public static readonly IReadOnlyList<string> Standards = ["at-risk", "broken"];
    public static readonly IReadOnlyList<string> Sorts = ["newest", "due"];
}

internal sealed class ListCases(IStore store, CaseStore cases, CaseViews views, PersonStore persons, OrderMirror orders, ServiceClocks clocks, SearchIndex index, SearchScopes scopes, BusinessTime clock)
{
    private const long Day = 86_400_000_000;
    private const long TimeIsUp = long.MinValue;

    public async Task<Outcome<Page<CaseView>>> Run(Caller caller, CaseFilter filter)
    {
        var check = new Validation()
            .Must(Paging.TryRead(filter.After, out _, out _), "after", "Must be the 'next' of an earlier page.")
            .Must(filter.Due is null || CaseFilter.Dues.Contains(filter.Due), "due", "Must be overdue, today or any.")
            .Must(filter.Standard is null || CaseFilter.Standards.Contains(filter.Standard), "standard", "Must be at-risk or broken.")
            .Must(filter.Sort is null || CaseFilter.Sorts.Contains(filter.Sort), "sort", "Must be newest or due.")
            .Text(filter.Q ?? "", "q", 0, 500);
        if (check.Failed)
        {
            return check.Problem;
        }

        var asked = filter with { Owner = filter.Owner == "me" ? caller.Id : filter.Owner, FirstAgent = filter.FirstAgent == "me" ? caller.Id : filter.FirstAgent };
        return await store.Read(caller.Tenant, reader => asked.Q is { Length: > 0 } ? Search(reader, caller, asked) : Page(reader, asked));
    }

    public async Task<Outcome<CaseView>> Get(Caller caller, string id)
        => await store.Read(caller.Tenant, async Task<Outcome<CaseView>> (reader) => await cases.Find(reader, id) is { } state ? await views.Of(reader, state) : Problem.NotFound("The case"));

    public async Task<Outcome<Page<TimelineItem>>> Timeline(Caller caller, string id, string? after, int? limit)
    {
        if (!TimelineItems.TryRead(after, out var sort, out var position))
        {
            return Problem.Invalid("after", "Is not a cursor of this list.");
        }

        var count = Paging.Limit(limit);
        return await store.Read(caller.Tenant, async Task<Outcome<Page<TimelineItem>>> (reader) =>
        {
            if (await cases.Find(reader, id) is not { } state)
            {
                return Problem.NotFound("The case");
            }

            var entries = await reader.Many<TimelineEntry>(CaseStore.Sql["Timeline"], new { id = state.Id, sort, position, limit = count + 1 });
            return TimelineItems.Page(entries, count, caller.Language);
        });
    }

    /// <summary>The consumer's own, newest first.</summary>
    public Task<Page<MyCase>> Mine(Caller caller)
        => store.Read(caller.Tenant, async reader =>
        {
            var states = await cases.OfPersons(reader, await persons.IdsOf(reader, caller.Id), Paging.Default);
            return new Page<MyCase>([.. states.Where(state => state.MergedInto is null).Select(state => CaseViews.Mine(state, caller.Language))]);
        });

    private async Task<Outcome<Page<CaseView>>> Page(IReader reader, CaseFilter filter)
    {
        Paging.TryRead(filter.After, out var sort, out var cursorId);
        var byDue = filter.Sort == "due";
        (sort, cursorId) = filter.After is { Length: > 0 } ? (sort, cursorId) : byDue ? (TimeIsUp, "") : (long.MaxValue, "~");
        var limit = Paging.Limit(filter.Limit);
        var personIds = filter.Person is null ? [] : await persons.IdsOf(reader, filter.Person);
        var order = filter.Order is null ? null : (await orders.FindOrder(reader, filter.Order))?.Id ?? filter.Order;
        var pressed = filter.Standard is null ? [] : await clocks.CasesAtRisk(reader, filter.Unit, filter.Standard == "broken");
        var rows = await reader.Many<string>(Query(filter, byDue, reader.Kind), new
        {
            pressed,
            filter.Unit, filter.Owner, filter.FirstAgent, filter.Status, filter.Kind, filter.Tag, persons = personIds, order, filter.Conversation, filter.TransferTo,
            before = filter.Due == "overdue" ? clock.Now : clock.Now + Day, sort, cursorId, limit,
        });
        var states = CaseStore.Read(rows);
        var last = states.Count == limit ? states[^1] : null;
        return new Page<CaseView>(await views.Of(reader, states), last is null ? null : Paging.Cursor(byDue ? last.Promise!.DueAt : last.OpenedAt, last.Id));
    }

    /// <summary>By number, or by the words the index knows; the other filters then leave out.</summary>
    private async Task<Outcome<Page<CaseView>>> Search(IReader reader, Caller caller, CaseFilter filter)
    {
        var byNumber = CaseState.NumberOf(filter.Q!.Trim()) is not null ? await cases.Find(reader, filter.Q.Trim()) : null;
        var hits = await index.Query(reader, [SearchKinds.Case], filter.Q, SearchIndex.Most, await scopes.Of(reader, caller));
        var found = await cases.FindMany(reader, [.. hits.Select(hit => hit.Id)]);
        var personIds = filter.Person is null ? null : await persons.IdsOf(reader, filter.Person);
        var pressed = filter.Standard is null ? null : await clocks.CasesAtRisk(reader, filter.Unit, filter.Standard == "broken");
        var fitting = hits.Select(hit => found.FirstOrDefault(state => state.Id == hit.Id)).Prepend(byNumber).OfType<CaseState>().DistinctBy(state => state.Id).Where(state => Fits(state, filter, personIds) && pressed?.Contains(state.Id) != false);
        return new Page<CaseView>(await views.Of(reader, [.. fitting]));
    }

    private bool Fits(CaseState state, CaseFilter filter, IReadOnlyList<string>? personIds)
        => (filter.Unit is null || state.Unit == filter.Unit)
            && (filter.Owner is null || (filter.Owner == "none" ? state.Owner is null : state.Owner?.Id == filter.Owner))
            && (filter.FirstAgent is null || state.FirstAgent?.Id == filter.FirstAgent) && (filter.Status is null || state.Status == filter.Status) && (filter.Kind is null || state.Kind == filter.Kind)
            && (filter.Open is null || state.IsOpen == filter.Open) && (filter.Tag is null || state.Tags.Contains(filter.Tag)) && (personIds is null || personIds.Contains(state.Person ?? ""))
            && (filter.Order is null || state.Order == filter.Order || state.OrderNumber == filter.Order) && (filter.TransferTo is null || (state.Transfer?.Settler ?? state.Transfer?.To) == filter.TransferTo)
            && filter.Due switch { "overdue" => state.IsOpen && state.Promise?.DueAt < clock.Now, "today" => state.IsOpen && state.Promise?.DueAt < clock.Now + Day, _ => true };

    /// <summary>
    /// Only the given filters stand in the statement, so that each shape keeps its index; that the case is open is written as a literal, because the
    /// partial indexes say so. One person, order or conversation has few cases: the plus sign keeps SQLite from walking the whole history for them. Beside a tag or somebody's
    /// name the empty text keeps the indexes of unit, status and kind out, which know less.
    /// </summary>
    private static string Query(CaseFilter filter, bool byDue, StoreKind store)
    {
        var few = filter.Standard is not null || filter.Person is not null || filter.Order is not null || filter.Conversation is not null;
        var column = byDue ? "promise_at" : "opened_at";
        var tagged = filter.Tag is not null;
        var named = few || tagged || filter.Owner is not (null or "none") || filter.FirstAgent is not null || filter.TransferTo is not null;
        var plain = named && store == StoreKind.Sqlite ? " || ''" : "";
        var (at, id) = tagged && !byDue ? ("t.opened_at", "t.case_id") : few ? ($"+c.{column}", "c.id") : ($"c.{column}", "c.id");
        var sql = new StringBuilder("select c.state from ");
        sql.Append(tagged ? "case_tag t join service_case c on c.tenant = t.tenant and c.id = t.case_id where t.tenant = @tenant and t.tag = @Tag" : "service_case c where c.tenant = @tenant");
        sql.Append($" and ({at}, {id}) {(byDue ? ">" : "<")} (@sort, @cursorId)");
        sql.Append(filter.Open == true || byDue || filter.Due is "overdue" or "today" ? " and c.is_open = 1" : filter.Open == false ? " and c.is_open = 0" : "");
        sql.Append(filter.Due is "overdue" or "today" ? " and c.promise_at < @before" : "");
        sql.Append(filter.Unit is null ? "" : $" and c.unit{plain} = @Unit");
        sql.Append(filter.Owner is null ? "" : filter.Owner == "none" ? " and c.owner is null" : " and c.owner = @Owner");
        sql.Append(filter.FirstAgent is null ? "" : " and c.first_agent = @FirstAgent");
        sql.Append(filter.Status is null ? "" : $" and c.status{plain} = @Status");
        sql.Append(filter.Kind is null ? "" : $" and c.kind{plain} = @Kind");
        sql.Append(filter.TransferTo is null ? "" : " and c.transfer_to = @TransferTo");
        sql.Append(filter.Standard is null ? "" : " and c.id in @pressed");
        sql.Append(filter.Person is null ? "" : " and c.person in @persons");
        sql.Append(filter.Order is null ? "" : " and c.order_id = @order");
        sql.Append(filter.Conversation is null ? "" : " and c.id in (select k.case_id from case_conversation k where k.tenant = @tenant and k.conversation = @Conversation)");
        return sql.Append($" order by {at} {(byDue ? "" : "desc")}, {id} {(byDue ? "" : "desc")} limit @limit").ToString();
    }
}
