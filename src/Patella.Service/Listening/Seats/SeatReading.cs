using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Dispatch;
using Patella.Service.Edge;
using Patella.Service.Voices.Masking;

namespace Patella.Service.Listening.Seats;

/// <summary>What is shown of seats: lists, one session, the contact beside the listener, and who could be a host.</summary>
internal sealed class SeatReading(IStore store, StaffStore people, ConversationStore conversations, DispatchDesk dispatch)
{
    private const int MostHosts = 200;

    /// <param name="role">listener, host or all; all is for those who look after sessions.</param>
    public async Task<Outcome<Page<ListeningSessionView>>> List(Caller caller, string? role, string? state, string? after, int? limit)
    {
        var check = new Validation().Must(role is null or "listener" or "host" or "all", "role", "Must be one of: listener, host, all.").Must(state is null || ListeningState.Askable.Contains(state), "state", $"Must be one of: {string.Join(", ", ListeningState.Askable)}.")
            .Must(role != "all" || caller.Has(SeatAccess.Lookers), "role", "Your role does not include this.").Must(Paging.TryRead(after, out var sort, out var cursorId), "after", "Must be the 'next' of an earlier page.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var most = Paging.Limit(limit);
        var whose = role switch { "all" => "", "listener" => " and listener = @me", "host" => " and host = @me", _ => " and (listener = @me or host = @me)" };
        var rows = await store.Read(caller.Tenant, reader => reader.Many<ListeningSession>(
            $"select * from listening_session where tenant = @tenant and (planned_at, id) < (@sort, @cursorId){whose}{(state switch { null => "", ListeningState.Open => " and state in ('planned', 'seated', 'live')", _ => " and state = @state" })} order by planned_at desc, id desc limit @most",
            new { sort, cursorId, me = caller.Id, state, most }));
        return new Page<ListeningSessionView>([.. rows.Select(row => row.View())], rows.Count == most ? Paging.Cursor(rows[^1].PlannedAt, rows[^1].Id) : null);
    }

    public Task<Outcome<ListeningSessionView>> Get(Caller caller, string id) => store.Read(caller.Tenant, async Task<Outcome<ListeningSessionView>> (reader) =>
        await ListeningStore.Find(reader, id) is { } session && SeatAccess.MaySee(caller, session)
            ? session.View(SeatAccess.MaySeeDrafts(caller, session) ? await ListeningStore.Drafts(reader, id) : null, await NoteViews.Of(reader, await ListeningStore.Notes(reader, id)))
            : Problem.NotFound("The listening session"));

    /// <summary>The contact, while it is live in this seat and with its host, and only for the two who sit. Names are shortened and personal data is masked.</summary>
    public Task<Outcome<SeatContactView>> Contact(Caller caller, string id, long after, int limit) => store.Read(caller.Tenant, async Task<Outcome<SeatContactView>> (reader) =>
    {
        if (await ListeningStore.Find(reader, id) is not { } session || !SeatAccess.MaySit(caller, session))
        {
            return Problem.NotFound("The listening session");
        }

        if (session.State is ListeningState.Planned or ListeningState.Seated)
        {
            return Problem.Conflict("no-contact-yet", "There has been no contact yet. Give the seat up instead.");
        }

        if (session.State != ListeningState.Live || await conversations.Find(reader, session.Conversation!) is not { } row || row.Assignee != session.Host || row.State is not (ConversationState.Agent or ConversationState.Wrapup))
        {
            return Problem.Conflict("contact-over", "The contact is over for this seat. What was not sent is not sent any more.");
        }

        var entries = await conversations.ReadEntries(reader, row.Id, after, limit);
        return new SeatContactView(row.Id, row.State, Short(row.PersonName), row.Unit, row.Language, row.LastSequence, entries.Count > 0 ? entries[^1].Sequence ?? after : after, [.. entries.Select(Views.Of).Select(Views.ForConsumer).Where(entry => entry.Event != "hidden").Select(Show)]);
    });

    /// <summary>Those who serve, who are not new to it, and with whom nobody sits; who takes contacts now comes first.</summary>
    public async Task<Page<ListeningHostView>> Hosts(Caller caller)
    {
        var (staff, sitting) = await store.Read(caller.Tenant, async reader => (await people.List(reader), await reader.Many<string>(ListeningStore.Sql["Sitting"])));
        var here = (await dispatch.Board(caller.Tenant)).People.ToDictionary(person => person.Id);
        var hosts = staff.Where(person => SeatAccess.CanHost(person) && person.Id != caller.Id && !sitting.Contains(person.Id))
            .Select(person => (person, line: here.GetValueOrDefault(person.Id)))
            .Select(host => new ListeningHostView(host.person.Id, host.person.Name, host.person.Units, host.person.Languages, host.line?.State ?? "offline", host.line?.Conversations.Count ?? 0))
            .OrderBy(host => host.Presence switch { "available" => 0, "away" => 1, _ => 2 }).ThenByDescending(host => host.Contacts).ThenBy(host => host.Id, StringComparer.Ordinal).Take(MostHosts);
        return new Page<ListeningHostView>([.. hosts]);
    }

    private static SeatEntryView Show(Entry entry) => new(
        entry.Sequence, entry.Kind, entry.Event, entry.At, entry.Author.Party, entry.Author.Party == Party.Consumer ? null : entry.Author.Name, entry.Text is { } text ? VoiceMask.Mask(text) : null,
        entry.Files?.Select(file => file.ContentType).ToList());

    /// <summary>The first character of a name, as a label of a parcel shows it.</summary>
    private static string Short(string? name) => string.IsNullOrWhiteSpace(name) ? "" : string.Concat(name.Trim().EnumerateRunes().First().ToString(), "**");
}
