using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Cases;

/// <summary>Says to the consumer what was promised and how it ended: in their open conversation, or in a new one, in the transaction of the promise.</summary>
public sealed class CaseVoice(ConversationStore conversations, PersonStore persons, TenantStore tenants, IIdentifiers identifiers, BusinessTime clock)
{
    internal static readonly LocalTexts Texts = new(typeof(CaseVoice).Assembly, "Cases.Texts.cases.json");

    /// <summary>The promise, in words and time.</summary>
    /// <returns>The conversation it was said in; null when nobody knows whose case it is.</returns>
    public async Task<string?> Promise(ITransaction transaction, CaseState state, CaseSettings settings, string key)
    {
        var profile = await tenants.Profile(transaction);
        var time = SpokenTime.Of(profile with { TimeZone = settings.TimeZone ?? profile.TimeZone }, clock.Now).In(state.Language, state.Promise!.DueAt);
        var text = state.Promise.Words is { Length: > 0 } words
            ? Texts.In(state.Language, "promise", ("words", words), ("time", time), ("number", state.Name))
            : Texts.In(state.Language, key, ("time", time), ("number", state.Name));
        return await Say(transaction, state, text, "promised", Card(state));
    }

    /// <summary>How it ended.</summary>
    public Task<string?> Closing(ITransaction transaction, CaseState state)
        => Say(transaction, state, Texts.In(state.Language, "closed", ("number", state.Name), ("words", state.Outcome ?? "")), "case-closed", null);

    /// <summary>A quiet line in the thread the case came from.</summary>
    public async Task Line(ITransaction transaction, CaseState state, string conversation, string what)
        => await conversations.SystemLine(transaction, conversation, what, new Dictionary<string, string> { ["case"] = state.Id, ["number"] = state.Name });

    private async Task<string?> Say(ITransaction transaction, CaseState state, string text, string about, JsonElement? card)
    {
        if (await Thread(transaction, state) is not { } thread)
        {
            return null;
        }

        var content = new EntryContent
        {
            Name = "Patella", Canned = true, Cards = card is { } one ? [one] : null,
            About = new Dictionary<string, string> { ["about"] = about, ["case"] = state.Id, ["number"] = state.Name },
        };
        await conversations.SystemSays(transaction, thread, new NewMessage("case:" + identifiers.New(), text, content));
        return thread;
    }

    /// <summary>Where the consumer is met: a conversation of the case that goes on, any open one of theirs, else a new one.</summary>
    private async Task<string?> Thread(ITransaction transaction, CaseState state)
    {
        foreach (var id in state.Conversations.Reverse())
        {
            if (await conversations.Find(transaction, id) is { } row && (!ConversationState.IsOver(row.State) || clock.Now - (row.ClosedAt ?? row.LastAt) <= ConversationRules.ContinueFor))
            {
                return id;
            }
        }

        if (state.Person is null || await persons.Find(transaction, state.Person) is not { } person)
        {
            return null;
        }

        if (await conversations.FindOpenOf(transaction, person.Id) is { } open)
        {
            return open.Id;
        }

        var made = await conversations.Open(transaction, new NewConversation(
            identifiers.New(), person.Id, person.Name, person.Anonymous, person.Tier, state.EntryUnit ?? state.Unit, state.Unit, state.Order, state.Language));
        return made.Id;
    }

    private static JsonElement Card(CaseState state) => JsonSerializer.SerializeToElement(
        new { type = "promise", number = state.Name, subject = state.Subject, dueAt = Microseconds.ToTime(state.Promise!.DueAt), words = state.Promise.Words }, Json.Options);
}
