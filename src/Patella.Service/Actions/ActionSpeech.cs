using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Previews;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Orders;

namespace Patella.Service.Actions;

/// <summary>What a consumer is asked to agree to, in their language.</summary>
/// <param name="Person">Whose consent is needed.</param>
public sealed record ConsentQuestion(string Preview, string? Person, string Words);

/// <summary>How an action ended, in the consumer's language.</summary>
/// <param name="Conversation">Where it belongs, if it was done in one.</param>
public sealed record ActionNews(string Action, string? Conversation, string? Person, string Words);

/// <summary>What is said of actions to consumers, for the capability that speaks with them.</summary>
public sealed class ActionSpeech
{
    private readonly OrderMirror _orders;
    private readonly MoneyLines _lines;
    private readonly MachineTime _machine;

    internal ActionSpeech(OrderMirror orders, MoneyLines lines, MachineTime machine) => (_orders, _lines, _machine) = (orders, lines, machine);

    /// <summary>Notes that the consumer is asked in a conversation: their yes will do it in the name of who made the preview. Asking again changes nothing.</summary>
    public async Task<Outcome<ConsentQuestion>> Ask(ITransaction transaction, Caller caller, string preview, string conversation, string language)
    {
        if (await transaction.One<Preview>(ActionRows.Sql["FindPreview"], new { id = preview }) is not { Content: not null } found || await _orders.FindOrder(transaction, found.OrderRef) is not { } order)
        {
            return Problem.NotFound("The preview");
        }

        if (found.MadeBy != caller.Id)
        {
            return Problem.Refused("not-your-preview", "Somebody else made this preview: make one of your own.");
        }

        if (found.Consent != ConsentState.Asked || found.ExpiresAt < _machine.Now)
        {
            return Problem.Refused("nothing-to-ask", "This preview waits for nobody's consent: it needs none, has it, or has expired.");
        }

        await transaction.Execute(ActionRows.Sql["AskConsent"], new { id = preview, now = _machine.Now, conversation });
        return new ConsentQuestion(preview, found.Person, ActionWords.Texts.In(language, "consent.words", ("title", ActionKinds.Find(found.Kind)!.Title(language)), ("number", order.Number)));
    }

    /// <summary>What to say of an action that has ended; null when there is none.</summary>
    public async Task<ActionNews?> NewsOf(IReader reader, string id, string language)
    {
        if (await ActionRows.Find(reader, id) is not { } action || ActionKinds.Find(action.Kind) is not { } kind)
        {
            return null;
        }

        var money = await _lines.Of(reader, action.Moneys, language, action.EndedAt ?? action.AcceptedAt);
        var words = ActionWords.Texts.In(language, "told." + action.State, ("title", kind.Title(language)), ("number", action.Number), ("money", string.Join(' ', money.Select(line => line.Words))));
        return new ActionNews(action.Id, action.Conversation, action.Person, words.TrimEnd());
    }
}
