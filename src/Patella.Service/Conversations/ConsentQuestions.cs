using System.Text.Json;
using Patella.Platform.Timeline;
using Patella.Service.Actions;
using Patella.Service.Edge;
using Patella.Service.Parties;

namespace Patella.Service.Conversations;

/// <summary>POST .../consent-questions.</summary>
/// <param name="Preview">What would be done, as the asker has seen it.</param>
public sealed record ConsentQuestionRequest(string? ClientId, string? Preview);

/// <summary>Asks the consumer in their conversation whether something may be done to their order: words, and a card with one tap for yes.</summary>
internal sealed class ConsentQuestions(ConversationDesk desk, ConversationStore conversations, PersonStore persons, ActionSpeech speech)
{
    public async Task<Outcome<Entry>> Ask(Caller caller, string id, ConsentQuestionRequest request)
    {
        var check = new Validation().Id(request.ClientId, "/clientId").Id(request.Preview, "/preview");
        return check.Failed ? check.Problem : await desk.Attempt(caller, async Task<Outcome<TimelineEntry>> (transaction) =>
        {
            if (await conversations.Lock(transaction, id) is not { } row)
            {
                return Problem.NotFound("The conversation");
            }

            var question = await speech.Ask(transaction, caller, request.Preview!, id, row.Language);
            if (question.Problem is { } refused)
            {
                return refused;
            }

            if (question.Value.Person is not { } person || (person != row.Person && !(await persons.IdsOf(transaction, row.Person)).Contains(person)))
            {
                throw new RefusedException(Problem.Refused("other-person", "The order is not of the person in this conversation."));
            }

            var card = JsonSerializer.SerializeToElement(new { type = "consent", preview = request.Preview }, Json.Options);
            return await conversations.AgentSays(transaction, row, new Actor(Party.Agent, caller.Id, caller.Name), caller.Has(Permission.Supervise),
                new NewMessage(request.ClientId!, question.Value.Words, new EntryContent { Cards = [card], Useful = true }));
        });
    }
}
