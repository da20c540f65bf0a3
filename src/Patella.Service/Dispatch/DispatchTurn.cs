using Patella.Kernel.Matching;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Dispatch;

/// <summary>One turn of dispatch: what happened, what was commanded, what is due; then who is offered to whom. All in one transaction.</summary>
internal sealed partial class DispatchTurn(TenantPool pool, DispatchSeams seams)
{
    /// <summary>How long a contact is kept from the one who handed it on, microseconds of machine time.</summary>
    private const long HandedOnExclusion = 120_000_000;

    private readonly List<Offer> _due = [];
    private bool _begun;

    public IReadOnlyList<TimelineEntry> Entries { get; set; } = [];

    public List<PendingCommand> Commands { get; } = [];

    /// <summary>People who take contacts but whose last page has been gone for too long.</summary>
    public IReadOnlyList<string> Gone { get; set; } = [];

    public bool HasWork(long now)
    {
        pool.Pool.CollectDue(now, _due);
        var waiting = pool.Pool.NextWakeup(now) is { } at && at <= now;
        return Entries.Count > 0 || Commands.Count > 0 || Gone.Count > 0 || _due.Count > 0 || waiting;
    }

    /// <summary>The pool changes while the transaction runs, so a second run on it would be wrong.</summary>
    public void BeginOnce()
    {
        if (_begun)
        {
            throw new StoreUnavailableException("A turn is not run twice on one pool.");
        }

        _begun = true;
    }

    public async Task Run(ITransaction transaction)
    {
        var now = seams.Machine.Now;
        foreach (var entry in Entries)
        {
            await Learn(transaction, entry, now);
        }

        foreach (var command in Commands)
        {
            command.Decided = await Obey(transaction, command, now);
        }

        foreach (var staff in Gone)
        {
            await SetPresence(transaction, staff, PresenceWords.Of(AgentState.Away), now);
        }

        foreach (var offer in _due)
        {
            await Expire(transaction, offer, now);
        }

        await Match(transaction, now);
    }

    public void Complete() => Commands.ForEach(command => command.Tell());

    public void Fail(Exception failure) => Commands.ForEach(command => command.Fail(failure));

    private Task Learn(ITransaction transaction, TimelineEntry entry, long now) => entry.Kind switch
    {
        "conversation.person-requested" => Enqueue(transaction, entry, now),
        "conversation.transferred" => Enqueue(transaction, entry, now),
        "conversation.agent-joined" => Joined(transaction, entry, now),
        "conversation.closed" or "conversation.abandoned" => Forget(transaction, entry.Conversation!, now),
        "access.staff-saved" or Lending.Lent or Lending.Ended => StaffChanged(transaction, entry.Staff!, now),
        _ => Task.CompletedTask,
    };

    private async Task Enqueue(ITransaction transaction, TimelineEntry entry, long now)
    {
        await Forget(transaction, entry.Conversation!, now);
        if (await seams.Conversations.Find(transaction, entry.Conversation!) is { State: ConversationState.Queued } row)
        {
            if (await GiveToKeeper(transaction, row, entry))
            {
                return;
            }

            await Add(transaction, row, null);
            if (entry is { Kind: "conversation.transferred", AuthorId: { } giver })
            {
                // Whoever handed it on is not asked first.
                pool.Pool.Exclude(row.Id, giver, now + HandedOnExclusion);
            }
        }
    }

    /// <summary>Somebody has it: by an offer accepted here, which is known already, or by a supervisor's hand.</summary>
    private async Task Joined(ITransaction transaction, TimelineEntry entry, long now)
    {
        var conversation = entry.Conversation!;
        if (pool.Contacts.TryGetValue(conversation, out var known) && known.Staff == entry.Staff && pool.Pool.FindContact(conversation) == ContactState.Assigned)
        {
            return;
        }

        await Forget(transaction, conversation, now);
        if (await seams.Conversations.Find(transaction, conversation) is { } row && row.Assignee == entry.Staff && !ConversationState.IsOver(row.State))
        {
            await Add(transaction, row, entry.Staff);
            pool.Pool.RestoreAssignment(conversation, entry.Staff!);
        }
    }

    private async Task Add(ITransaction transaction, ConversationRow row, string? staff)
    {
        var contact = new ContactRow { Conversation = row.Id, Unit = row.Unit, Language = row.Language, Tier = row.Tier, EnqueuedAt = row.AskedPersonAt ?? row.WaitingSince ?? row.LastAt, Staff = staff };
        pool.Add(contact);
        await transaction.Execute(DispatchOwner.Sql["SaveContact"], contact);
    }

    private async Task Forget(ITransaction transaction, string conversation, long now)
    {
        if (!pool.Contacts.Remove(conversation))
        {
            return;
        }

        if (pool.Pool.FindOffer(conversation) is { } offer)
        {
            await CloseOffer(transaction, offer.Id, offer.AgentId, conversation, "withdrawn");
        }

        _ = pool.Pool.RemoveContact(conversation, now) || pool.Pool.Release(conversation, now);
        await transaction.Execute(DispatchOwner.Sql["DeleteContact"], new { conversation });
    }

    private async Task StaffChanged(ITransaction transaction, string staff, long now)
    {
        if (await seams.People.Find(transaction, staff) is { } person)
        {
            var lent = await transaction.Many<LoanRow>(DispatchOwner.Sql["LoansOf"], new { staff });
            foreach (var withdrawn in pool.Upsert(Lending.WithLoans(person, lent), now))
            {
                await CloseOffer(transaction, withdrawn.Id, withdrawn.AgentId, withdrawn.ContactId, "withdrawn");
            }
        }
    }

    private async Task<DispatchAnswer> Obey(ITransaction transaction, PendingCommand pending, long now) => pending.Name switch
    {
        "presence" => await SetPresence(transaction, pending.Command.Staff!, pending.Command.State!, now),
        "accept" => await Accept(transaction, pending.Command, now),
        "refuse" => await Refuse(transaction, pending.Command, now),
        "place" => new DispatchAnswer(Place: PlaceOf(pending.Command.Conversation!, now)),
        "board" => new DispatchAnswer(Board: DispatchBoards.Of(pool, seams.Clock, now)),
        var unknown => DispatchAnswer.Refuse(Problem.Invalid("command", $"There is no command '{unknown}'.")),
    };

    private async Task<DispatchAnswer> SetPresence(ITransaction transaction, string staff, string state, long now)
    {
        if (!pool.People.ContainsKey(staff))
        {
            return DispatchAnswer.Refuse(Problem.Refused("not-serving", "Only people who serve consumers have a presence."));
        }

        var wanted = PresenceWords.Parse(state);
        if (pool.Pool.FindAgent(staff) is { } agent && agent.State != wanted)
        {
            foreach (var withdrawn in pool.Pool.SetAgentState(staff, wanted, now))
            {
                await CloseOffer(transaction, withdrawn.Id, withdrawn.AgentId, withdrawn.ContactId, "withdrawn");
            }

            await SavePresence(transaction, staff, wanted);
        }

        return new DispatchAnswer();
    }

    private async Task<DispatchAnswer> Accept(ITransaction transaction, DispatchCommand command, long now)
    {
        if (!pool.Offers.TryGetValue(command.Offer!, out var offer) || offer.Staff != command.Staff)
        {
            return await AlreadyTheirs(transaction, command)
                ?? DispatchAnswer.Refuse(Problem.Conflict("offer-over", "This offer has ended: time ran out, somebody else has the contact, or the consumer has left."));
        }

        var staff = pool.People[offer.Staff];
        var joined = await seams.Conversations.Join(transaction, offer.Conversation, staff.Id, staff.Name);
        if (joined.Problem is { } problem)
        {
            await Forget(transaction, offer.Conversation, now);
            return DispatchAnswer.Refuse(problem);
        }

        pool.Pool.Accept(offer.Id, now, out _);
        pool.Offers.Remove(offer.Id);
        await transaction.Execute(DispatchOwner.Sql["DeleteOffer"], new { id = offer.Id });
        var held = WithStaff(pool.Contacts[offer.Conversation], staff.Id);
        pool.Contacts[offer.Conversation] = held;
        await transaction.Execute(DispatchOwner.Sql["SaveContact"], held);
        return new DispatchAnswer(Conversation: offer.Conversation);
    }

    /// <summary>The same acceptance again, after an answer that was lost on the way.</summary>
    private async Task<DispatchAnswer?> AlreadyTheirs(ITransaction transaction, DispatchCommand command)
        => command.Conversation is { } conversation && await seams.Conversations.Find(transaction, conversation) is { } row && row.Assignee == command.Staff
            ? new DispatchAnswer(Conversation: conversation)
            : null;

    private async Task<DispatchAnswer> Refuse(ITransaction transaction, DispatchCommand command, long now)
    {
        if (!pool.Offers.TryGetValue(command.Offer!, out var offer) || offer.Staff != command.Staff)
        {
            return DispatchAnswer.Refuse(Problem.Conflict("offer-over", "This offer has ended already."));
        }

        pool.Pool.Decline(offer.Id, now);
        await CloseOffer(transaction, offer.Id, offer.Staff, offer.Conversation, "declined");
        return new DispatchAnswer();
    }

    private async Task Expire(ITransaction transaction, Offer offer, long now)
    {
        var result = pool.Pool.Expire(offer.Id, now);
        if (!result.Known)
        {
            return;
        }

        await CloseOffer(transaction, offer.Id, offer.AgentId, offer.ContactId, "expired");
        foreach (var withdrawn in result.Withdrawn)
        {
            await CloseOffer(transaction, withdrawn.Id, withdrawn.AgentId, withdrawn.ContactId, "withdrawn");
        }

        if (result.AgentSetAway)
        {
            await SavePresence(transaction, offer.AgentId, AgentState.Away);
        }
    }

    private async Task Match(ITransaction transaction, long now)
    {
        var offers = new List<Offer>();
        pool.Pool.Match(now, offers);
        foreach (var offer in offers)
        {
            var row = new OfferRow { Id = offer.Id, Conversation = offer.ContactId, Staff = offer.AgentId, OfferedAt = seams.Clock.Now, ExpiresAt = offer.ExpiresAt };
            pool.Offers[offer.Id] = row;
            await transaction.Execute(DispatchOwner.Sql["AddOffer"], row);
            await Tell(transaction, "dispatch.offered", offer.AgentId, offer.ContactId);
        }
    }

    private async Task CloseOffer(ITransaction transaction, string id, string staff, string conversation, string how)
    {
        pool.Offers.Remove(id);
        await transaction.Execute(DispatchOwner.Sql["DeleteOffer"], new { id });
        await Tell(transaction, "dispatch." + how, staff, conversation);
    }

    private async Task SavePresence(ITransaction transaction, string staff, AgentState state)
    {
        pool.PresenceSince[staff] = seams.Clock.Now;
        await transaction.Execute(DispatchOwner.Sql["SavePresence"], new { staff, state = PresenceWords.Of(state), since = seams.Clock.Now });
        await Tell(transaction, "dispatch.presence-changed", staff, null, Json.Write(new { state = PresenceWords.Of(state) }));
    }

    private Task Tell(ITransaction transaction, string kind, string staff, string? conversation, string? data = null) => transaction.Append(new TimelineEntry
    {
        Id = seams.Identifiers.New(),
        Kind = kind,
        At = seams.Clock.Now,
        RecordedAt = seams.Machine.Now,
        Staff = staff,
        AuthorParty = Party.System,
        Data = data ?? Json.Write(new { conversation }),
    });

    private QueuePlace? PlaceOf(string conversation, long now)
        => pool.Pool.Position(conversation) is { } position
            ? new QueuePlace(position, pool.Pool.EstimatedWait(conversation, now) is { } wait ? (int)Math.Ceiling(wait * seams.Clock.Rate / 1_000_000.0) : null)
            : pool.Pool.FindContact(conversation) == ContactState.Offered ? new QueuePlace(1, 0) : null;

    private static ContactRow WithStaff(ContactRow contact, string staff) => new()
    {
        Conversation = contact.Conversation,
        Unit = contact.Unit,
        Language = contact.Language,
        Tier = contact.Tier,
        EnqueuedAt = contact.EnqueuedAt,
        Staff = staff,
    };
}
