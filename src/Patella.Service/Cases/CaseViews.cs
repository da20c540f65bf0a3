using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Standards;

namespace Patella.Service.Cases;

/// <summary>From states to what is shown to whom.</summary>
internal sealed class CaseViews(PersonStore persons, ServiceClocks clocks, BusinessTime clock)
{
    /// <summary>Cases for staff; one read for all their persons, one for all their clocks.</summary>
    public async Task<IReadOnlyList<CaseView>> Of(IReader reader, IReadOnlyList<CaseState> states)
    {
        var people = await persons.FindMany(reader, [.. states.Select(state => state.Person).OfType<string>()]);
        var running = (await clocks.OpenOf(reader, SubjectKinds.Case, [.. states.Select(state => state.Id)])).ToLookup(one => one.SubjectId);
        var parts = (await clocks.OpenOf(reader, SubjectKinds.Part, [.. states.SelectMany(state => state.Parts).Where(part => part.IsOpen).Select(part => part.Id)])).ToLookup(one => one.SubjectId);
        return [.. states.Select(state => Of(state, state.Person is null ? null : people.GetValueOrDefault(state.Person), [.. running[state.Id]], parts))];
    }

    public async Task<CaseView> Of(IReader reader, CaseState state) => (await Of(reader, [state]))[0];

    /// <summary>As the consumer sees it.</summary>
    public static MyCase Mine(CaseState state, string language) => new(
        state.Name, state.Subject, state.Category, CaseVoice.Texts.In(language, "state." + state.Category), Time(state.OpenedAt), Time(state.ClosedAt),
        state.IsOpen ? Time(state.Promise?.DueAt) : null, state.IsOpen ? state.Promise?.Words : null, state.IsOpen && state.Promise?.Broken == true, state.Outcome,
        state.Conversations.Count > 0 ? state.Conversations[^1] : null);

    /// <summary>As the asked party sees it. What is not named here is hidden.</summary>
    public static PartView Part(CaseState state, CasePart part, long? dueAt) => new(
        part.Id, part.Party, part.Question ?? "", Time(part.AskedAt), Time(dueAt), part.Late, part.Answer, Time(part.AnsweredAt),
        !part.IsOpen ? "answered" : state.IsOpen ? "open" : "over",
        part.Shares.Contains(PartShares.Subject) ? state.Subject : null, part.Shares.Contains(PartShares.Order) ? state.OrderNumber : null, part.Shares.Contains(PartShares.Asked) ? state.Asked : null);

    private CaseView Of(CaseState state, Person? person, IReadOnlyList<Clock> running, ILookup<string, Clock> partClocks) => new(
        state.Id, state.Name, state.Subject, state.Asked, state.Kind, state.Status, state.Category, Time(state.WaitUntil), Word(state.Priority), state.Unit, state.Owner,
        state.FirstAgent, state.Keeper, state.Deputy, person is null ? null : new CasePerson(person.Id, person.Name, person.Anonymous, person.Tier), state.Order, state.OrderNumber, state.Merchant,
        state.EntryUnit, state.Language, state.Origin, Time(state.OpenedAt), Time(state.DecidedAt), Time(state.ClosedAt), state.Outcome, state.Article, state.Reopened, state.Hops, state.PastUnits,
        state.Promise is { } promise ? new PromiseView(promise.Words, Time(promise.MadeAt), Time(promise.DueAt), promise.Broken) : null,
        state.PromisesMade, state.PromisesKept, state.PromisesBroken,
        state.Transfer is { } open ? new TransferView(open.Id, open.From, open.To, open.Reason, Time(open.At), open.By, open.Settler) : null,
        [.. state.Parts.Select(part => Of(part, partClocks[part.Id].FirstOrDefault()?.DueAt))], state.Conversations, state.Tags, state.Fields, state.Links, state.Parent, state.MergedInto,
        Time(state.LastAt), state.Version, running.Count > 0 ? [.. running.Select(one => one.View(clock.Now))] : null);

    private static CasePartView Of(CasePart part, long? dueAt) => new(
        part.Id, part.Party, part.Who, part.Question, part.Shares, Time(part.AskedAt), part.Answer, Time(part.AnsweredAt), part.AnsweredBy?.Name, part.Late, Time(dueAt));

    internal static string Word(CasePriority priority) => priority.ToString().ToLowerInvariant();

    private static DateTimeOffset Time(long at) => Microseconds.ToTime(at);

    private static DateTimeOffset? Time(long? at) => at is { } value ? Microseconds.ToTime(value) : null;
}
