using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Reading;
using Patella.Service.Parties;

namespace Patella.Service.Reports.Journeys;

/// <summary>GET /orders/{id}/journey: what an order went through, from below the whole chain.</summary>
internal sealed class OrderJourneys(IStore store, OrderAccess access, OrderCards cards, PersonStore persons)
{
    /// <summary>Entries of one answer; the newest count.</summary>
    public const int Most = 1_000;

    private static readonly LocalTexts Texts = new(typeof(OrderJourneys).Assembly, "Reports.Texts.journey.json");

    public async Task<Outcome<JourneyView>> Read(Caller caller, string id)
    {
        var found = await store.Read(caller.Tenant, reader => Read(reader, caller, id));
        return found is null ? Problem.NotFound("This order") : found;
    }

    private async Task<JourneyView?> Read(IReader reader, Caller caller, string id)
    {
        if (await access.Find(reader, caller, id) is not { } order)
        {
            return null;
        }

        var who = ReaderOf(caller);
        var entries = await Entries(reader, order.Id);
        if (who == JourneyReader.Consumer)
        {
            var mine = (await persons.IdsOf(reader, caller.Id)).ToHashSet();
            entries = [.. entries.Where(entry => entry.Person is null || mine.Contains(entry.Person))];
        }

        var card = await cards.Of(reader, order, caller.Language);
        var newest = entries.OrderBy(entry => entry.At).ThenBy(entry => entry.Position).TakeLast(Most);
        var lines = JourneyLines.Of(newest, who, caller.Language).Concat(PromiseOf(card, caller.Language)).OrderBy(line => line.At);
        return new JourneyView(card, [.. lines], entries.Count > Most);
    }

    /// <summary>Everything linked to the order, and what was said in its conversations before anybody knew that it was about this order.</summary>
    private static async Task<IReadOnlyList<TimelineEntry>> Entries(IReader reader, string order)
    {
        var linked = await reader.Many<TimelineEntry>(ReportStore.Sql["OrderEntries"], new { order, limit = Most + 1 });
        var conversations = linked.Select(entry => entry.Conversation).OfType<string>().Distinct().ToList();
        return conversations.Count == 0 ? linked : [.. linked, .. await reader.Many<TimelineEntry>(ReportStore.Sql["EarlierWords"], new { conversations, limit = Most + 1 })];
    }

    private static IEnumerable<JourneyEntry> PromiseOf(OrderCard card, string language)
        => card.Promise is { } promise
            ? [new JourneyEntry(promise.At, JourneySystems.Promise, "promise." + OrderWord(promise.Kind), Texts.In(language, "promise." + OrderWord(promise.Kind)), null, null, 1, "system", card.Unit.Code, null, null, StateOf(promise.Status))]
            : [];

    private static string OrderWord(PromiseKind kind) => kind switch
    {
        PromiseKind.ShipBy => "ship-by",
        PromiseKind.ArriveBy => "arrive-by",
        PromiseKind.RefundBy => "refund-by",
        _ => throw new InvalidOperationException($"Unknown promise {kind}."),
    };

    private static string? StateOf(PromiseStatus status) => status switch
    {
        PromiseStatus.Unknown => null,
        PromiseStatus.OnTime => JourneyStates.Kept,
        PromiseStatus.AtRisk => JourneyStates.AtRisk,
        PromiseStatus.Broken => JourneyStates.Broken,
        _ => throw new InvalidOperationException($"Unknown status {status}."),
    };

    private static JourneyReader ReaderOf(Caller caller)
        => caller.Kind == CallerKind.Consumer ? JourneyReader.Consumer : caller.Has(PartiesModule.Lookers) ? JourneyReader.Staff : JourneyReader.Shop;
}
