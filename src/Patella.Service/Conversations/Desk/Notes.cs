using System.Globalization;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Conversations.Desk;

/// <summary>
/// Notes for staff: who is mentioned gets an item; the author may change or withdraw their own for <see cref="ChangeFor"/>. A change is an entry of its
/// own, so the thread stays append-only and every page shows it at once.
/// </summary>
internal sealed class Notes(ConversationStore conversations, ConversationDesk desk, StaffStore people, DeskItemStore items, BusinessTime clock)
{
    public const int MentionLimit = 20;

    /// <summary>How long a note may be changed by its author, in microseconds of business time.</summary>
    public const long ChangeFor = 15 * 60 * Microseconds.PerSecond;

    public async Task<Outcome<Entry>> Add(Caller caller, string id, NoteRequest request)
    {
        var mentions = (request.Mentions ?? []).Distinct().ToList();
        var check = new Validation().Id(request.ClientId, "/clientId").Text(request.Text, "/text", 1, NewMessage.TextLimit)
            .Must(!string.IsNullOrWhiteSpace(request.Text), "/text", "A note needs words.")
            .Must(mentions.Count <= MentionLimit, "/mentions", $"At most {MentionLimit} people in one note.");
        if (check.Failed)
        {
            return check.Problem;
        }

        return await desk.Attempt(caller, async Task<Outcome<TimelineEntry>> (transaction) =>
        {
            if (await Unknown(transaction, mentions) is { } unknown)
            {
                return Problem.Invalid("/mentions", $"'{unknown}' is nobody who serves here.");
            }

            var about = mentions.Count == 0 ? null : new Dictionary<string, string> { ["mentions"] = string.Join(",", mentions) };
            var outcome = await conversations.DeskStep(transaction, id, DeskEvents.Note, DeskActions.Of(caller), request.ClientId!, request.Text, about);
            foreach (var staff in outcome.Succeeded ? mentions.Where(staff => staff != caller.Id) : [])
            {
                await items.Add(transaction, $"{outcome.Value.Id}:{staff}", staff, "mention", outcome.Value, DeskActions.Of(caller));
            }

            return outcome;
        });
    }

    /// <summary>Other words, or none to withdraw it.</summary>
    public async Task<Outcome<Entry>> Change(Caller caller, string id, long sequence, NoteChangeRequest request)
    {
        var withdrawn = string.IsNullOrWhiteSpace(request.Text);
        var check = new Validation().Id(request.ClientId, "/clientId").Text(request.Text, "/text", 0, NewMessage.TextLimit);
        if (check.Failed)
        {
            return check.Problem;
        }

        var about = new Dictionary<string, string> { ["of"] = sequence.ToString(CultureInfo.InvariantCulture) };
        return await desk.Attempt(caller, async Task<Outcome<TimelineEntry>> (transaction) =>
        {
            var step = await conversations.DeskStep(
                transaction, id, withdrawn ? DeskEvents.NoteWithdrawn : DeskEvents.NoteChanged, DeskActions.Of(caller), request.ClientId!, withdrawn ? null : request.Text, about);
            return step.Succeeded && await Refusal(transaction, caller, id, sequence) is { } problem ? throw new RefusedException(problem) : step;
        });
    }

    private async Task<Problem?> Refusal(IReader reader, Caller caller, string id, long sequence)
    {
        var note = sequence < 1 ? null : (await conversations.ReadEntries(reader, id, sequence - 1, 1)).FirstOrDefault();
        if (note is null || note.Sequence != sequence || note.Kind != Views.KindPrefix + DeskEvents.Note || note.AuthorId != caller.Id)
        {
            return Problem.NotFound("Your note");
        }

        return clock.Now - note.At > ChangeFor
            ? Problem.Conflict("too-late", "A note can be changed for 15 minutes. Write another one instead.")
            : null;
    }

    private async Task<string?> Unknown(IReader reader, IEnumerable<string> mentions)
    {
        foreach (var staff in mentions)
        {
            if (await people.Find(reader, staff) is not { Active: true } person || !person.Has(Permission.Serve | Permission.Supervise))
            {
                return staff;
            }
        }

        return null;
    }
}
