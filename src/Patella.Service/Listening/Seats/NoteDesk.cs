using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Improvements.Obstacles;

namespace Patella.Service.Listening.Seats;

/// <summary>What was learned in a seat, and what became of it.</summary>
internal sealed class NoteDesk(IStore store, ListeningStore seats, NotedObstacles obstacles, ListeningMails mails, BusinessTime clock)
{
    /// <summary>Who says what becomes of a note.</summary>
    public const Permission Answerers = Permission.Supervise | Permission.JudgeVoices | Permission.OwnUnit;

    /// <summary>Notes of one session.</summary>
    private const int MostNotes = 50;

    private static readonly string[] Kinds = ["note", "obstacle"];

    public async Task<Outcome<ListeningNoteView>> Add(Caller caller, string id, ListeningNoteRequest request)
    {
        var check = new Validation().Id(request.Id, "/id").OneOf(request.Kind, "/kind", Kinds).Text(request.Text, "/text", 1, 2_000).Must(!string.IsNullOrWhiteSpace(request.Text), "/text", "A note needs words.");
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<ListeningNoteView>> (transaction) =>
        {
            var held = await SeatAccess.Held(transaction, id, session => SeatAccess.IsListener(caller, session));
            if (held.Problem is { } missing)
            {
                return missing;
            }

            var session = held.Value;
            if (await transaction.One<ListeningNote>(ListeningStore.Sql["FindNote"], new { id = request.Id }) is { } known)
            {
                return known.Session == id && known.Text == request.Text && known.Kind == request.Kind ? known.View() : Problem.Conflict("id-used", "Another note has this id.");
            }

            return ListeningRules.WhyNoNote(session) is { } refused ? refused
                : await transaction.One<long>(ListeningStore.Sql["CountNotes"], new { session = id }) >= MostNotes ? Problem.Conflict("too-many-notes", "This session has fifty notes. Put the rest into one of them.")
                : await Write(transaction, session, request);
        });
    }

    /// <summary>Says what becomes of a note; the listener hears of it.</summary>
    public async Task<Outcome<ListeningNoteView>> Answer(Caller caller, string id, ListeningAnswerRequest request)
    {
        var check = new Validation().OneOf(request.Outcome, "/outcome", ListeningNoteState.Outcomes).Text(request.Text, "/text", 0, 2_000).Id(request.Ref, "/ref", required: false)
            .Must(request.Outcome == ListeningNoteState.Obstacle || !string.IsNullOrWhiteSpace(request.Text), "/text", "Say what becomes of it: the listener reads this.");
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<ListeningNoteView>> (transaction) =>
        {
            if (await transaction.One<ListeningNote>(ListeningStore.Sql["FindNote"], new { id }) is not { } note)
            {
                return Problem.NotFound("The note");
            }

            if (note.Listener == caller.Id)
            {
                return Problem.Conflict("own-note", "Somebody else answers what you wrote down.");
            }

            var files = request is { Outcome: ListeningNoteState.Obstacle, Ref: null };
            if (files && note is { State: ListeningNoteState.Open, Text: "" })
            {
                return Problem.Conflict("note-erased", "Its words were erased with their consumer's data.");
            }

            var answered = note with { State = request.Outcome!, Answer = request.Text, AnsweredBy = caller.Id, AnsweredName = caller.Name, Ref = files ? ObstacleOf(id) : request.Ref, AnsweredAt = clock.Now };
            if (await transaction.Execute(ListeningStore.Sql["AnswerNote"], answered) == 0)
            {
                var now = (await transaction.One<ListeningNote>(ListeningStore.Sql["FindNote"], new { id }))!;
                return now.State == request.Outcome && now.Answer == request.Text ? (await NoteViews.Of(transaction, [now]))[0] : Problem.Conflict("note-answered", "This note has been answered already.");
            }

            if (files)
            {
                await obstacles.File(transaction, caller, new NotedObstacle(answered.Ref!, note.Text, note.Conversation, note.Unit, "listening/" + note.Session, note.Listener, note.ListenerName));
            }

            await seats.Tell(transaction, ListeningEvents.Answered, answered.Fact(answered.State), answered.Listener, answered.Unit, caller.Id);
            await mails.Answered(transaction, answered, answered.Id);
            return (await NoteViews.Of(transaction, [answered]))[0];
        });
    }

    /// <param name="mine">Only what the caller wrote; those who do not look after sessions see nothing else.</param>
    public async Task<Outcome<Page<ListeningNoteView>>> List(Caller caller, bool mine, string? state, string? listener, string? after, int? limit)
    {
        var check = new Validation().Must(state is null || state == ListeningNoteState.Open || ListeningNoteState.Outcomes.Contains(state), "state", "Must be one of: open, answered, obstacle, project.")
            .Must(Paging.TryRead(after, out var sort, out var cursorId), "after", "Must be the 'next' of an earlier page.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var (most, who) = (Paging.Limit(limit), mine || !caller.Has(SeatAccess.Lookers | Answerers) ? caller.Id : listener);
        return await store.Read(caller.Tenant, async Task<Outcome<Page<ListeningNoteView>>> (reader) =>
        {
            var rows = await reader.Many<ListeningNote>(
                $"select * from listening_note where tenant = @tenant and (at, id) < (@sort, @cursorId){(who is null ? "" : " and listener = @who")}{(state is null ? "" : " and state = @state")} order by at desc, id desc limit @most",
                new { sort, cursorId, who, state, most });
            return new Page<ListeningNoteView>(await NoteViews.Of(reader, rows), rows.Count == most ? Paging.Cursor(rows[^1].At, rows[^1].Id) : null);
        });
    }

    /// <summary>The listener has read what became of their notes.</summary>
    public Task Hear(Caller caller) => store.Write(caller.Tenant, transaction => transaction.Execute(ListeningStore.Sql["HearAnswers"], new { listener = caller.Id, now = clock.Now }));

    /// <summary>Somebody has answered an obstacle: whoever noted it while listening hears of it again.</summary>
    public async Task ObstacleAnswered(ITransaction transaction, string obstacle)
    {
        if (await transaction.One<ListeningNote>(ListeningStore.Sql["NoteOfObstacle"], new { obstacle }) is { } note)
        {
            var by = (await NotedObstacles.Standing(transaction, [obstacle])).GetValueOrDefault(obstacle)?.By;
            await transaction.Execute(ListeningStore.Sql["TellAgain"], new { id = note.Id });
            await mails.Answered(transaction, note with { State = ListeningNoteState.Answered, AnsweredName = by }, obstacle);
        }
    }

    /// <summary>The obstacle that a note becomes, the same however often it is asked for.</summary>
    private static string ObstacleOf(string note) => "ln-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("note\n" + note)))[..32];

    private async Task<ListeningNoteView> Write(ITransaction transaction, ListeningSession session, ListeningNoteRequest request)
    {
        var note = new ListeningNote
        {
            Id = request.Id!, Session = session.Id, Conversation = session.Conversation!, Unit = session.Unit!, Listener = session.Listener, ListenerName = session.ListenerName, Level = session.Level,
            Kind = request.Kind!, Text = request.Text!, At = clock.Now,
        };
        await transaction.Execute(ListeningStore.Sql["AddNote"], note);
        await seats.Tell(transaction, ListeningEvents.Noted, note.Fact(note.Kind), session.Host, session.Unit, session.Listener);
        return note.View();
    }
}
