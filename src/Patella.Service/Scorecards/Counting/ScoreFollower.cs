using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Cases;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Tenants;

namespace Patella.Service.Scorecards.Counting;

/// <summary>
/// Counts what happened to shops' customers as it is told. What an order or a consult counts for is made anew from all that is known of it, and the sums change by the
/// difference: so late, doubled and corrected events end in the same sums as if everything had been told once and in order.
/// </summary>
internal sealed class ScoreFollower(TenantStore tenants, OrderMirror orders, IBus bus, BusinessTime business, IIdentifiers identifiers) : ITimelineReader
{
    public const string ReaderName = "scorecards";

    public string Name => ReaderName;

    public bool Concerns(TimelineEntry entry) => IsOfOrder(entry) || IsOfConsult(entry) || IsOfCase(entry);

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        var closed = await FactStore.Enter(transaction);
        var days = ShopDays.Of(await tenants.Profile(transaction));
        var (owners, after) = await Count(transaction, entries, days);
        var before = await FactStore.OfOwners(transaction, owners);
        (before, after) = await CapRatings(transaction, before, after, days);
        var changes = FactChange.Between(before, after);
        await FactStore.Replace(transaction, changes);
        await NoteCorrections(transaction, changes, closed);
    }

    private static bool IsOfOrder(TimelineEntry entry) => entry.OrderRef is not null && (entry.Kind.StartsWith("order.", StringComparison.Ordinal) || entry.Kind.StartsWith("logistics.", StringComparison.Ordinal)
        || entry.Kind.StartsWith("refund.", StringComparison.Ordinal) || entry.Kind.StartsWith("delivery.", StringComparison.Ordinal) || entry.Kind == "payment.captured");

    private static bool IsOfConsult(TimelineEntry entry) => entry.Kind is "consult.asked" or "consult.answered";

    private static bool IsOfCase(TimelineEntry entry) => entry is { Kind: "case.opened" or "case.merged" or "case.parted", CaseRef: not null };

    private async Task<(IReadOnlyCollection<string> Owners, IReadOnlyList<ScoreFact> Facts)> Count(IReader reader, IReadOnlyList<TimelineEntry> entries, ShopDays days)
    {
        var orderIds = entries.Where(IsOfOrder).Select(entry => entry.OrderRef!).Distinct().ToList();
        var consultIds = entries.Where(IsOfConsult).Select(entry => Json.Read<ConsultReference>(entry.Data)?.Consult).OfType<string>().Distinct().ToList();
        var cases = await CaseCounts.Of(reader, entries.Where(IsOfCase).ToList(), days);
        var facts = new List<ScoreFact>(cases);
        foreach (var some in orderIds.Chunk(200))
        {
            facts.AddRange((await orders.FindMany(reader, some)).SelectMany(order => OrderCounts.Of(order, days)));
        }

        facts.AddRange((await OrderMirror.Consults(reader, consultIds)).SelectMany(consult => OrderCounts.Of(consult, days)));
        return ([.. orderIds.Select(id => "order:" + id), .. consultIds.Select(id => "consult:" + id), .. cases.Select(fact => fact.Owner)], facts);
    }

    /// <summary>Whether a rating counts depends on the consumer's other ratings of the shop, so these are looked at too.</summary>
    private static async Task<(IReadOnlyList<ScoreFact> Before, IReadOnlyList<ScoreFact> After)> CapRatings(IReader reader, IReadOnlyList<ScoreFact> before, IReadOnlyList<ScoreFact> after, ShopDays days)
    {
        var pairs = before.Concat(after).Where(fact => fact is { Measure: Measures.Rating, Person: not null }).Select(fact => (fact.Merchant, Person: fact.Person!)).Distinct()
            .OrderBy(pair => pair.Merchant, StringComparer.Ordinal).ThenBy(pair => pair.Person, StringComparer.Ordinal).ToList();
        if (pairs.Count == 0)
        {
            return (before, after);
        }

        var touched = before.Select(fact => fact.Key).ToHashSet();
        var others = (await FactStore.RatingsOf(reader, pairs)).Where(fact => !touched.Contains(fact.Key)).ToList();
        var capped = after.Concat(others).Where(fact => fact is { Measure: Measures.Rating, Person: not null }).GroupBy(fact => (fact.Merchant, fact.Person)).SelectMany(pair => RatingCap.Apply(pair, days));
        return ([.. before, .. others], [.. after.Where(fact => fact is not { Measure: Measures.Rating, Person: not null }), .. capped]);
    }

    /// <summary>What changes a day that a night was scored with is written down; whoever keeps the nights looks whether a score changes by it.</summary>
    private async Task NoteCorrections(ITransaction transaction, IReadOnlyList<FactChange> changes, long closed)
    {
        var noted = 0;
        foreach (var change in changes.Where(change => change.Counts && Math.Min(change.Before?.Day ?? long.MaxValue, change.After?.Day ?? long.MaxValue) <= closed))
        {
            foreach (var merchant in new[] { change.Before?.Merchant, change.After?.Merchant }.OfType<string>().Distinct())
            {
                var (before, after) = (change.Before?.Merchant == merchant ? change.Before : null, change.After?.Merchant == merchant ? change.After : null);
                await transaction.Execute(FactStore.Sql["AddCorrection"], new
                {
                    Id = identifiers.New(), merchant, (change.After ?? change.Before!).Owner, (change.After ?? change.Before!).Measure,
                    Kind = change.Before is null ? "late" : change.After is null ? "withdrawn" : "corrected", DayBefore = before?.Day, DayAfter = after?.Day,
                    Before = Counted.Of(before), After = Counted.Of(after), (change.After ?? change.Before!).OrderRef, (change.After ?? change.Before!).CaseRef, At = business.Now,
                });
                noted++;
            }
        }

        if (noted > 0)
        {
            var tenant = transaction.Tenant;
            transaction.AfterCommit(() => bus.Publish(new BusMessage(Nights.NightOwner.Topic(tenant), "")));
        }
    }

    private sealed record ConsultReference(string? Consult);
}

/// <summary>What a fact counted for, as it is kept beside a correction.</summary>
internal sealed record Counted(string Day, bool Counts, bool Good, long Amount, string? Flaw)
{
    public static string? Of(ScoreFact? fact) => fact is null ? null : Json.Write(new Counted(ShopDays.Text(fact.Day), fact.Counted == 1, fact.Good == 1, fact.Amount, fact.Flaw));
}

/// <summary>A case about a shop's order counts as a call for help on the day it was opened, unless it goes on in another.</summary>
internal static class CaseCounts
{
    public static async Task<IReadOnlyList<ScoreFact>> Of(IReader reader, IReadOnlyList<TimelineEntry> entries, ShopDays days)
    {
        var facts = (await FactStore.OfOwners(reader, [.. entries.Select(entry => "case:" + entry.CaseRef).Distinct()])).ToDictionary(fact => fact.Owner);
        foreach (var entry in entries)
        {
            var owner = "case:" + entry.CaseRef;
            facts.TryGetValue(owner, out var known);
            var fact = Apply(known, owner, entry, days);
            if (fact is not null)
            {
                facts[owner] = fact;
            }
        }

        return [.. facts.Values];
    }

    public static ScoreFact? Apply(ScoreFact? known, string owner, TimelineEntry entry, ShopDays days) => entry.Kind switch
    {
        "case.opened" => CaseEventKinds.Read(entry.Kind, entry.Data, null) is CaseOpened { Merchant: { } merchant } opened
            ? new ScoreFact { Owner = owner, Measure = Measures.Help, Merchant = merchant, Day = days.DayOf(entry.At), At = entry.At, OrderRef = opened.Order, CaseRef = entry.CaseRef }
            : known,
        "case.merged" => known is null ? null : known with { Counted = 0, Flaw = "goes-on-elsewhere" },
        "case.parted" => known is null ? null : known with { Counted = 1, Flaw = null },
        _ => known,
    };
}
