using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>POST .../whispers: a supervisor's word to the person who has the conversation, in the thread, unseen by the consumer.</summary>
internal sealed class Whisper(ConversationDesk desk, ConversationStore conversations)
{
    /// <summary>What marks a note as one.</summary>
    public const string Mark = "whisper";

    public async Task<Outcome<Entry>> Say(Caller caller, string id, MessageRequest request)
    {
        var check = new Validation().Id(request.ClientId, "/clientId").Text(request.Text, "/text", 1, NewMessage.TextLimit);
        return check.Failed ? check.Problem : await desk.Attempt(caller, async Task<Outcome<TimelineEntry>> (transaction) =>
        {
            if (await conversations.Find(transaction, id) is not { } row)
            {
                return Problem.NotFound("The conversation");
            }

            if (row.Assignee is not { } listener || listener == caller.Id)
            {
                return Problem.Conflict("nobody-to-whisper-to", "Nobody else of the staff has this conversation. Write a note instead.");
            }

            var about = new Dictionary<string, string> { [Mark] = listener };
            return await conversations.Note(transaction, id, new Actor(Party.Agent, caller.Id, caller.Name), new NewMessage(request.ClientId!, request.Text, new EntryContent { About = about }));
        });
    }
}
