using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>What calls for one person of the staff. Each new item is a hint on the bus to the pages of that person.</summary>
internal sealed class DeskItemStore(IBus bus, IStore store, BusinessTime clock) : IStaffCalls
{
    private const int IdLimit = 200;

    public static string Topic(TenantId tenant) => "desk:" + tenant.Value;

    public async Task Add(ITransaction transaction, string id, string staff, string kind, TimelineEntry entry, Actor? by)
    {
        await transaction.Execute(DeskReading.Sql["AddItem"], new { Id = id, Staff = staff, Kind = kind, entry.Conversation, Entry = entry.Id, ByStaff = by?.Id, ByName = by?.Name, entry.At, CaseRef = (string?)null, CaseNumber = (string?)null, Link = (string?)null, About = (string?)null });
        Hint(transaction, staff);
    }

    public async Task Call(ITransaction transaction, string staff, string kind, StaffCall call, string key)
    {
        await transaction.Execute(DeskReading.Sql["AddItem"], new
        {
            Id = $"{kind}:{key}:{staff}", Staff = staff, Kind = kind, call.Conversation, call.Entry, ByStaff = (string?)null, ByName = (string?)null, At = clock.Now, CaseRef = call.Case, CaseNumber = call.Number,
            Link = (string?)null, About = (string?)null,
        });
        Hint(transaction, staff);
    }

    public async Task Notice(ITransaction transaction, string staff, string kind, StaffNotice notice, string key)
    {
        await transaction.Execute(DeskReading.Sql["AddItem"], new
        {
            Id = $"{kind}:{key}:{staff}", Staff = staff, Kind = kind, notice.Conversation, notice.Entry, ByStaff = notice.By?.Id, ByName = notice.By?.Name, At = clock.Now, CaseRef = (string?)null, CaseNumber = (string?)null,
            notice.Link, notice.About,
        });
        Hint(transaction, staff);
    }

    public async Task<Outcome<DeskItems>> List(Caller caller, bool unread, string? after, int? limit)
    {
        if (!Paging.TryRead(after, out var sort, out var cursorId))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var count = Paging.Limit(limit);
        return await store.Read(caller.Tenant, async Task<Outcome<DeskItems>> (reader) =>
        {
            var rows = await reader.Many<ItemRow>(DeskReading.Sql["ItemsOf"], new { staff = caller.Id, sort, cursorId, unread = unread ? 1L : 0L, limit = count });
            return new DeskItems(rows.Select(row => row.Show()).ToList(), await CountUnread(reader, caller.Id), rows.Count == count ? Paging.Cursor(rows[^1].At, rows[^1].Id) : null);
        });
    }

    public Task<long> CountUnread(IReader reader, string staff) => reader.One<long>(DeskReading.Sql["CountUnread"], new { staff });

    public async Task<Outcome<DeskItems>> Read(Caller caller, ItemReadsRequest request)
    {
        var check = new Validation().Must(request.Ids is not { Count: > IdLimit }, "/ids", $"At most {IdLimit} at once.").Id(request.Conversation, "/conversation", required: false)
            .Must(request.Ids is not null || request.Conversation is not null || request.Until is not null, "/ids", "Say which: ids, a conversation, or all until a moment.");
        if (check.Failed)
        {
            return check.Problem;
        }

        await store.Write(caller.Tenant, async transaction =>
        {
            var (staff, at) = (caller.Id, clock.Now);
            await (request.Ids is { } ids ? transaction.Execute(DeskReading.Sql["ReadItems"], new { staff, at, ids })
                : request.Conversation is { } conversation ? transaction.Execute(DeskReading.Sql["ReadItemsOfConversation"], new { staff, at, conversation })
                : transaction.Execute(DeskReading.Sql["ReadAllItems"], new { staff, at, until = Microseconds.From(request.Until!.Value) }));
            Hint(transaction, staff);
        });
        return await List(caller, unread: false, null, null);
    }

    private void Hint(ITransaction transaction, string staff)
    {
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() => bus.Publish(new BusMessage(Topic(tenant), staff)));
    }

    private sealed class ItemRow
    {
        public string Id { get; init; } = "";

        public string Kind { get; init; } = "";

        public string? Conversation { get; init; }

        public string? CaseRef { get; init; }

        public string? CaseNumber { get; init; }

        public string? Link { get; init; }

        public string? About { get; init; }

        public string? ByName { get; init; }

        public string? PersonName { get; init; }

        public string? Text { get; init; }

        public long At { get; init; }

        public long? ReadAt { get; init; }

        public DeskItem Show() => new(Id, Kind, Conversation, PersonName, ByName, Text, Microseconds.ToTime(At), ReadAt is not null, CaseRef, CaseNumber, Link, About);
    }
}
