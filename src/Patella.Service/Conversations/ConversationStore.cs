using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;

namespace Patella.Service.Conversations;

/// <summary>Who acts, and for whom an entry is counted.</summary>
public sealed record Actor(string Party, string? Id = null, string? Name = null)
{
    public static readonly Actor System = new(Conversations.Party.System);
}

/// <summary>How a conversation begins.</summary>
public sealed record NewConversation(string Id, string Person, string? PersonName, bool Anonymous, string? Tier, string EntryUnit, string Unit, string? OrderId, string Language, string Channel = Channels.Chat, string? AppVersion = null);

/// <summary>
/// The contract of Conversations for use inside other capabilities' transactions. Every step moves the sequence and appends the entry in the same
/// transaction; <see cref="Lock"/> comes first, so sequences are gapless on both stores.
/// </summary>
public sealed partial class ConversationStore(IIdentifiers identifiers, BusinessTime clock, MachineTime machine, ConversationWaits waits, AnswersByMail answers, TimerTable timers)
{
    internal static readonly Statements Sql = new(typeof(ConversationStore).Assembly, "Conversations.conversations.sql");
    private static readonly string LockRow = Sql["Find"] + " for update";
    private static readonly string LockIfFree = LockRow + " skip locked";

    public Task<ConversationRow?> Find(IReader reader, string id) => reader.One<ConversationRow>(Sql["Find"], new { id });

    /// <summary>As <see cref="Find"/>, and nobody else changes it until this transaction ends.</summary>
    internal Task<ConversationRow?> Lock(ITransaction transaction, string id)
        => transaction.One<ConversationRow>(transaction.Kind == StoreKind.Postgres ? LockRow : Sql["Find"], new { id });

    /// <summary>Those of the conversations that are with the bot.</summary>
    public async Task<IReadOnlySet<string>> OfBot(IReader reader, IReadOnlyCollection<string> ids)
        => ids.Count == 0 ? new HashSet<string>() : (await reader.Many<string>(Sql["OfBot"], new { ids })).ToHashSet();

    /// <summary>As <see cref="Lock"/>, but null instead of waiting when somebody else has it in hand: for whoever holds what that one may want.</summary>
    internal Task<ConversationRow?> TryLock(ITransaction transaction, string id)
        => transaction.One<ConversationRow>(transaction.Kind == StoreKind.Postgres ? LockIfFree : Sql["Find"], new { id });

    public Task<ConversationRow?> FindOpenOf(IReader reader, string person) => reader.One<ConversationRow>(Sql["FindOpenOf"], new { person });

    /// <summary>Conversations in which something was said since <paramref name="from"/>, latest first, after a cursor of last moment and id.</summary>
    public Task<IReadOnlyList<ConversationRow>> Spoken(IReader reader, long from, long sort, string cursorId, int limit)
        => reader.Many<ConversationRow>(Sql["Spoken"], new { from, sort, cursorId, limit });

    /// <summary>The conversations that a person of the staff has in hand, newest first.</summary>
    public Task<IReadOnlyList<ConversationRow>> OfAssignee(IReader reader, string assignee) => reader.Many<ConversationRow>(Sql["OfAssignee"], new { assignee });

    public async Task<IReadOnlyList<TimelineEntry>> ReadEntries(IReader reader, string id, long after, int limit)
        => await reader.Many<TimelineEntry>(Sql["ReadEntries"], new { id, after, limit });

    /// <summary>Opens a conversation, or finds the one that has this id already.</summary>
    public async Task<ConversationRow> Open(ITransaction transaction, NewConversation request)
    {
        var now = clock.Now;
        var created = await transaction.Execute(Sql["Insert"], new
        {
            request.Id,
            request.Person,
            request.PersonName,
            Anonymous = request.Anonymous ? 1L : 0L,
            request.Tier,
            request.EntryUnit,
            request.AppVersion,
            request.Unit,
            request.OrderId,
            request.Language,
            request.Channel,
            At = now,
        });
        if (created == 0)
        {
            return (await Find(transaction, request.Id))!;
        }

        await WatchFrom(transaction, request.Id, now + QuietConversations.BotPatience);
        var row = (await Lock(transaction, request.Id))!;
        return await Step(transaction, row, row, "opened", new Actor(Party.Consumer, request.Person));
    }

    /// <summary>The consumer's message.</summary>
    public Task<Outcome<TimelineEntry>> ConsumerSays(ITransaction transaction, string id, string person, NewMessage message)
        => Say(transaction, id, "message", new Actor(Party.Consumer, person), message, ConsumerSpeaks(message));

    /// <summary>The consumer's message into a conversation that this transaction has locked.</summary>
    internal Task<TimelineEntry> ConsumerSays(ITransaction transaction, ConversationRow locked, NewMessage message)
        => Say(transaction, locked, "message", new Actor(Party.Consumer, locked.Person), message, ConsumerSpeaks(message));

    /// <summary>The bot's message; refused once the conversation is not with the bot any more.</summary>
    public Task<Outcome<TimelineEntry>> BotSays(ITransaction transaction, string id, NewMessage message)
        => Say(transaction, id, "message", new Actor(Party.Bot), message, row => ConversationRules.BotSpeaks(row, message.Text, message.Content.Useful == true, clock.Now));

    /// <summary>A message of a person of the staff.</summary>
    public Task<Outcome<TimelineEntry>> AgentSays(ITransaction transaction, string id, Actor staff, bool mayAlways, NewMessage message)
        => Say(transaction, id, "message", staff, message, AgentSpeaks(staff, mayAlways, message));

    /// <summary>A message of a person of the staff into a conversation that this transaction has locked.</summary>
    internal Task<TimelineEntry> AgentSays(ITransaction transaction, ConversationRow locked, Actor staff, bool mayAlways, NewMessage message)
        => Say(transaction, locked, "message", staff, message, AgentSpeaks(staff, mayAlways, message));

    /// <summary>A note that only staff see.</summary>
    public Task<Outcome<TimelineEntry>> Note(ITransaction transaction, string id, Actor staff, NewMessage note)
        => Say(transaction, id, "note", staff, note, row => row);

    /// <summary>A message of the ecosystem itself, such as a promise of a case; at any step, and without taking the conversation over.</summary>
    public Task<Outcome<TimelineEntry>> SystemSays(ITransaction transaction, string id, NewMessage message)
        => Say(transaction, id, "message", Actor.System, message, row => ConversationRules.SystemSpeaks(row, message.Text, clock.Now));

    /// <summary>A quiet line about something that happened around the conversation.</summary>
    public async Task<ConversationRow?> SystemLine(ITransaction transaction, string id, string what, IReadOnlyDictionary<string, string> about)
        => await Lock(transaction, id) is { } row ? await Step(transaction, row, row, what, Actor.System, about) : null;

    /// <summary>A person is wanted; what is already known goes along in <paramref name="about"/>.</summary>
    public Task<Outcome<ConversationRow>> WantPerson(ITransaction transaction, string id, Actor by, string? unit, string? topic, IReadOnlyDictionary<string, string>? about = null, IReadOnlyList<System.Text.Json.JsonElement>? cards = null)
        => Change(transaction, id, "person-requested", by, row => ConversationRules.WantPerson(row, unit ?? row.Unit, topic, clock.Now), about, cards: cards);

    /// <summary>A person takes it; a refusal means that somebody else has it or the consumer has left.</summary>
    public Task<Outcome<ConversationRow>> Join(ITransaction transaction, string id, string staff, string name, bool bySupervisor = false)
        => Change(transaction, id, "agent-joined", new Actor(Party.Agent, staff, name), row => ConversationRules.Join(row, staff, name, bySupervisor, clock.Now), staff: staff);

    /// <summary>Back into a queue.</summary>
    public Task<Outcome<ConversationRow>> Requeue(ITransaction transaction, string id, Actor by, string? unit, string reason)
        => Change(transaction, id, "transferred", by, row => ConversationRules.Requeue(row, unit ?? row.Unit, clock.Now), new Dictionary<string, string> { ["reason"] = reason, ["unit"] = unit ?? "" }, staff: by.Id);

    public Task<Outcome<ConversationRow>> Close(ITransaction transaction, string id, Actor by)
        => Change(transaction, id, "closed", by, row => ConversationRules.Close(row, clock.Now), staff: by.Party == Party.Agent ? by.Id : null);

    /// <summary>The consumer leaves.</summary>
    public async Task<Outcome<ConversationRow>> Leave(ITransaction transaction, string id)
    {
        var before = await Find(transaction, id);
        var what = before?.State switch { ConversationState.Queued => "abandoned", ConversationState.Agent => "consumer-left", _ => "closed" };
        return await Change(transaction, id, what, new Actor(Party.Consumer, before?.Person), row => ConversationRules.Leave(row, clock.Now));
    }

    /// <summary>The consumer's judgement; the last one counts.</summary>
    public Task<Outcome<ConversationRow>> Rate(ITransaction transaction, string id, string person, int? satisfied, bool? solved, string? comment)
        => Change(transaction, id, "rated", new Actor(Party.Consumer, person),
            row => row with { Satisfied = satisfied ?? row.Satisfied, Solved = solved is { } yes ? yes ? 1 : 0 : row.Solved, Comment = comment ?? row.Comment },
            new Dictionary<string, string> { ["satisfied"] = satisfied?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", ["solved"] = solved?.ToString() ?? "" });

    /// <summary>The order it is about and with it the owner unit, once known.</summary>
    public Task<Outcome<ConversationRow>> About(ITransaction transaction, string id, string? orderId, string unit, string? language)
        => Change(transaction, id, "understood", Actor.System, row => row with { OrderId = orderId ?? row.OrderId, Unit = unit, Language = language ?? row.Language },
            new Dictionary<string, string> { ["unit"] = unit, ["order"] = orderId ?? "" });

    private Func<ConversationRow, Outcome<ConversationRow>> ConsumerSpeaks(NewMessage message) => row => ConversationRules.ConsumerSpeaks(row, message.Text, clock.Now);

    private Func<ConversationRow, Outcome<ConversationRow>> AgentSpeaks(Actor staff, bool mayAlways, NewMessage message)
        => row => ConversationRules.AgentSpeaks(row, staff.Id!, mayAlways, message.Text, message.Content.Useful == true, clock.Now);

    private async Task<Outcome<TimelineEntry>> Say(ITransaction transaction, string id, string kind, Actor by, NewMessage message, Func<ConversationRow, Outcome<ConversationRow>> decide)
        => await Lock(transaction, id) is { } row ? await Say(transaction, row, kind, by, message, decide) : Problem.NotFound("The conversation");

    /// <param name="row">As <see cref="Lock"/> gave it in this transaction.</param>
    private async Task<TimelineEntry> Say(ITransaction transaction, ConversationRow row, string kind, Actor by, NewMessage message, Func<ConversationRow, Outcome<ConversationRow>> decide)
    {
        var outcome = decide(row);
        if (outcome.Problem is { } problem)
        {
            throw await FindSaid(transaction, row.Id, message.ClientId) is { } said ? new DuplicateEntryException(said) : new RefusedException(problem);
        }

        var (next, entry) = Said(row, outcome.Value, kind, by, message);
        if (!await transaction.AppendOnce(entry))
        {
            throw new DuplicateEntryException((await FindSaid(transaction, row.Id, message.ClientId))!);
        }

        await Save(transaction, row, next);
        await Follow(transaction, row, next, kind, by.Party, message);
        await answers.Send(transaction, next, entry, by, message);
        return entry;
    }

    /// <summary>The conversation after a message, and the message's entry.</summary>
    private (ConversationRow Next, TimelineEntry Entry) Said(ConversationRow row, ConversationRow decided, string kind, Actor by, NewMessage message)
    {
        var next = decided with { LastSequence = row.LastSequence + 1 };
        var content = IsReopened(row, next) ? message.Content with { About = new Dictionary<string, string>(message.Content.About ?? new Dictionary<string, string>()) { ["reopened"] = "true" } } : message.Content;
        return (next, EntryOf(next, kind, by, message.ClientId, message.Text, content));
    }

    /// <summary>What follows from something said, in its transaction; for one message as for many together.</summary>
    private async Task Follow(ITransaction transaction, ConversationRow before, ConversationRow after, string kind, string party, NewMessage message)
    {
        if (IsReopened(before, after))
        {
            await WatchFrom(transaction, after.Id, clock.Now + QuietConversations.BotPatience);
        }

        await waits.Follow(transaction, before, after, kind == "message" ? new Spoken(party, message.Content.Useful == true) : null);
    }

    private static bool IsReopened(ConversationRow before, ConversationRow after) => ConversationState.IsOver(before.State) && !ConversationState.IsOver(after.State);

    private static Task<TimelineEntry?> FindSaid(IReader reader, string id, string clientId) => reader.One<TimelineEntry>(Sql["FindEntryByClientId"], new { id, clientId });

    /// <summary>Writes what has changed: of most messages that is little, and what an index does not hold is cheap.</summary>
    private static Task Save(ITransaction transaction, ConversationRow before, ConversationRow next)
        => transaction.Execute(Sql[OnlySaid(before, next) ? "SaveSaid" : "Save"], next);

    /// <summary>True when nothing has changed but what any message changes.</summary>
    private static bool OnlySaid(ConversationRow before, ConversationRow next) => next == before with
    {
        LastSequence = next.LastSequence, State = next.State, SpokeAt = next.SpokeAt, FirstReplyAt = next.FirstReplyAt,
        FirstPersonReplyAt = next.FirstPersonReplyAt, LastAt = next.LastAt, LastBy = next.LastBy, LastText = next.LastText,
    };

    private async Task<Outcome<ConversationRow>> Change(
        ITransaction transaction, string id, string what, Actor by, Func<ConversationRow, Outcome<ConversationRow>> decide,
        IReadOnlyDictionary<string, string>? about = null, string? staff = null, IReadOnlyList<System.Text.Json.JsonElement>? cards = null)
    {
        if (await Lock(transaction, id) is not { } row)
        {
            return Problem.NotFound("The conversation");
        }

        var outcome = decide(row);
        if (outcome.Problem is not null || ReferenceEquals(outcome.Value, row))
        {
            return outcome;
        }

        return await Step(transaction, row, outcome.Value, what, by, about, staff, cards);
    }

    private async Task<ConversationRow> Step(
        ITransaction transaction, ConversationRow row, ConversationRow changed, string what, Actor by,
        IReadOnlyDictionary<string, string>? about = null, string? staff = null, IReadOnlyList<System.Text.Json.JsonElement>? cards = null)
    {
        var next = changed with { LastSequence = row.LastSequence + 1 };
        if (next.State == ConversationState.Wrapup && row.State != ConversationState.Wrapup)
        {
            await WatchFrom(transaction, row.Id, clock.Now + QuietConversations.WrapupPatience);
        }

        await Save(transaction, row, next);
        await transaction.Append(EntryOf(next, what, by, null, null, new EntryContent { About = about, Cards = cards }, staff));
        await waits.Follow(transaction, row, next, null);
        return next;
    }

    /// <summary>Looks at the conversation at this instant of business time, to close it when nothing happens in it any more.</summary>
    internal Task WatchFrom(ITransaction transaction, string id, long at) => timers.Set(transaction, QuietConversations.Name, id, at);

    private TimelineEntry EntryOf(ConversationRow row, string what, Actor by, string? clientId, string? text, EntryContent content, string? staff = null) => new()
    {
        Id = identifiers.New(),
        Kind = Views.KindPrefix + what,
        At = clock.Now,
        RecordedAt = machine.Now,
        Conversation = row.Id,
        Sequence = row.LastSequence,
        Person = row.Person,
        OrderRef = row.OrderId,
        Unit = row.Unit,
        Staff = staff ?? (by.Party == Party.Agent ? by.Id : row.Assignee),
        AuthorParty = by.Party,
        AuthorId = by.Id,
        ClientId = clientId,
        Text = text,
        Data = Json.Write(by.Name is null ? content : content with { Name = by.Name }),
    };
}

/// <summary>The message was there already: the transaction rolls back and the caller gets the entry that stands.</summary>
internal sealed class DuplicateEntryException(TimelineEntry entry) : Exception("The client id has been used in this conversation.")
{
    public TimelineEntry Entry => entry;
}
