using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Orders;

namespace Patella.Service.Dispatch;

/// <summary>What people ask of dispatch; commands go to the pool's owner, wherever it runs, and are safe to send twice.</summary>
public sealed class DispatchDesk(IStore store, IOwners owners, StaffStore people, ConversationStore conversations, OrderMirror orders, OrderCards cards, ConversationStandards standards, MachineTime machine) : IQueuePlaces
{
    private const long PlaceCacheTime = 2 * Microseconds.PerSecond;
    private const int PlaceCacheLimit = 50_000;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(TenantId, string), (QueuePlace? Place, long Until)> _places = new();

    public async Task<Outcome<PresenceView>> SetPresence(Caller caller, PresenceRequest request)
    {
        var check = new Validation().OneOf(request.State, "/state", PresenceWords.All);
        if (check.Failed)
        {
            return check.Problem;
        }

        var answer = await Ask(caller.Tenant, "presence", new DispatchCommand(Staff: caller.Id, State: request.State));
        return answer.Problem is { } refused ? refused.ToProblem() : (await store.Read(caller.Tenant, reader => FindPresence(reader, caller.Id)));
    }

    public async Task<Outcome<ConversationView>> Accept(Caller caller, string offer, string? conversation)
    {
        var answer = await Ask(caller.Tenant, "accept", new DispatchCommand(Staff: caller.Id, Offer: offer, Conversation: conversation));
        return answer.Problem is { } refused ? refused.ToProblem() : Views.Of((await store.Read(caller.Tenant, reader => conversations.Find(reader, answer.Conversation!)))!);
    }

    public async Task<Outcome<bool>> Refuse(Caller caller, string offer)
    {
        var answer = await Ask(caller.Tenant, "refuse", new DispatchCommand(Staff: caller.Id, Offer: offer));
        return answer.Problem is { } refused ? refused.ToProblem() : true;
    }

    /// <summary>Queues and people as they stand in the pool.</summary>
    public async Task<DispatchBoard> Board(TenantId tenant) => (await Ask(tenant, "board", new DispatchCommand())).Board ?? new DispatchBoard([], []);

    public async Task<QueuePlace?> Find(TenantId tenant, string conversation)
    {
        if (_places.TryGetValue((tenant, conversation), out var known) && known.Until > machine.Now)
        {
            return known.Place;
        }

        if (_places.Count > PlaceCacheLimit)
        {
            _places.Clear();
        }

        try
        {
            var place = (await Ask(tenant, "place", new DispatchCommand(Conversation: conversation))).Place;
            _places[(tenant, conversation)] = (place, machine.Now + PlaceCacheTime);
            return place;
        }
        catch (Exception nobody) when (nobody is OwnerUnreachableException or StoreUnavailableException or OperationCanceledException or TimeoutException)
        {
            // Not knowing a place is no reason not to show the conversation.
            return null;
        }
    }

    /// <summary>Everything a person of the staff has in hand, read from the rows.</summary>
    public async Task<InboxView> Inbox(Caller caller)
    {
        var (staff, presence, offers, held) = await store.Read(caller.Tenant, async reader => (
            await people.Find(reader, caller.Id), await FindPresence(reader, caller.Id),
            await reader.Many<OfferRow>(DispatchOwner.Sql["OffersOf"], new { staff = caller.Id }), await conversations.OfAssignee(reader, caller.Id)));
        var shown = new List<OfferView>(offers.Count);
        foreach (var offer in offers)
        {
            if (await ShowOffer(caller, offer) is { } view)
            {
                shown.Add(view);
            }
        }

        return new InboxView(presence, staff?.Capacity ?? 0, held.Count, shown, await store.Read(caller.Tenant, reader => standards.Beside(reader, caller, held.Select(row => Views.Of(row)).ToList())), machine.Now.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<OfferView?> ShowOffer(Caller caller, OfferRow offer) => await store.Read(caller.Tenant, async reader =>
    {
        if (await conversations.Find(reader, offer.Conversation) is not { } row)
        {
            return null;
        }

        var order = row.OrderId is null ? null : await orders.FindOrder(reader, row.OrderId);
        var card = order is null ? null : await cards.Of(reader, order, caller.Language);
        return new OfferView(
            offer.Id, await standards.Beside(reader, caller, Views.Of(row)), row.Topic ?? row.Unit, card, Microseconds.ToTime(offer.ExpiresAt), Math.Max(0, (offer.ExpiresAt - machine.Now) / 1_000_000.0), [row.Unit, row.Language]);
    });

    private static async Task<PresenceView> FindPresence(IReader reader, string staff)
    {
        var row = await reader.One<PresenceRow>(DispatchOwner.Sql["FindPresence"], new { staff });
        return new PresenceView(row?.State ?? "offline", Microseconds.ToTime(row?.Since ?? 0));
    }

    private async Task<DispatchAnswer> Ask(TenantId tenant, string command, DispatchCommand payload)
        => Json.Read<DispatchAnswer>(await owners.Ask(DispatchOwner.Partition(tenant), command, Json.Write(payload)))!;
}
