using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Orders.Reading;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Orders.Intake;

/// <summary>An order as the intake left it.</summary>
internal sealed record FoldedOrder(string Id, string? Person, OrderState State);

/// <summary>Folds the orders that new events concern, makes their people and shops known and writes the mirror.</summary>
internal sealed class OrderIntake(PersonStore persons, TenantStore tenants, IIdentifiers identifiers)
{
    public async Task<IReadOnlyDictionary<string, FoldedOrder>> Fold(ITransaction transaction, IReadOnlyList<MirrorEvent> fresh)
    {
        // Sorted, so that two calls which touch the same orders lock them in the same order and cannot wait for each other.
        var groups = fresh.GroupBy(one => one.EntityKey!).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var touched = new List<Touched>(groups.Count);
        foreach (var group in groups)
        {
            touched.Add(await Touch(transaction, group.Key, [.. group]));
        }

        var earlier = await EventIntake.Load(transaction, touched.Where(one => one.IsKnown).Select(one => one.Entity).ToList());
        var states = touched.ToDictionary(one => one.Number, one => OrderFold.Fold(one.Number, one.IsKnown ? earlier[one.Entity] : one.Fresh));
        var people = await persons.EnsurePersons(transaction, ClaimsOf(fresh));
        await KeepMerchants(transaction, states.Values);
        var folded = new Dictionary<string, FoldedOrder>(touched.Count);
        foreach (var one in touched)
        {
            var state = states[one.Number];
            var person = state.Consumer is not null && people.TryGetValue(state.Consumer, out var known) ? known.Id : one.Person;
            folded[one.Number] = new FoldedOrder(one.Id, person, state);
            await Save(transaction, one, person, state);
        }

        return folded;
    }

    /// <summary>Makes the order's row, or locks it, before its events are read: what another call adds meanwhile is then seen or waits.</summary>
    private async Task<Touched> Touch(ITransaction transaction, string number, IReadOnlyList<MirrorEvent> fresh)
    {
        var row = (await transaction.One<TouchRow>(EventIntake.Sql["TouchOrder"], new { Id = identifiers.New(), Number = number, fresh[0].At, Count = (long)fresh.Count }))!;
        return new Touched(number, row.Id, row.Person, row.EventCount > fresh.Count, fresh);
    }

    private static List<PersonClaims> ClaimsOf(IReadOnlyList<MirrorEvent> fresh)
        => fresh.Select(one => one.Order?.Consumer).OfType<PersonFacts>()
            .GroupBy(person => person.ExternalId).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Select(person => new PersonClaims(person.ExternalId, person.Name, person.Language, person.Tier))
                .Aggregate((one, next) => new PersonClaims(one.ExternalId, one.Name ?? next.Name, one.Language ?? next.Language, one.Tier ?? next.Tier)))
            .ToList();

    /// <summary>A shop that nobody has entered yet becomes known by its first order.</summary>
    private async Task KeepMerchants(ITransaction transaction, IEnumerable<OrderState> states)
    {
        foreach (var state in states.Where(state => state.Merchant is not null).DistinctBy(state => state.Merchant).OrderBy(state => state.Merchant, StringComparer.Ordinal))
        {
            if (await tenants.FindMerchantByExternalId(transaction, state.Merchant!) is null)
            {
                await tenants.SaveMerchant(transaction, new Merchant(identifiers.New(), state.Merchant!, state.MerchantName ?? state.Merchant!, state.Unit ?? "", null));
            }
        }
    }

    private static async Task Save(ITransaction transaction, Touched one, string? person, OrderState state)
    {
        await transaction.Execute(EventIntake.Sql["SaveOrder"], new
        {
            one.Id,
            Person = person,
            state.Unit,
            state.Merchant,
            State = OrderView.Word(OrderView.StageOf(state)),
            Title = OrderView.TitleOf(state),
            PlacedAt = state.PlacedAt ?? state.UpdatedAt,
            state.UpdatedAt,
            Mirror = Json.Write(state),
        });
        if (person is not null && one.Person is null && one.IsKnown)
        {
            await transaction.LinkPerson(one.Id, person);
        }

        await SaveParts(transaction, one.Id, state);
    }

    private static async Task SaveParts(ITransaction transaction, string orderId, OrderState state)
    {
        foreach (var parcel in state.Parcels)
        {
            var at = parcel.Traces.Count > 0 ? parcel.Traces[^1].At : state.UpdatedAt;
            await transaction.Execute(EventIntake.Sql["SaveParcel"], new { OrderId = orderId, parcel.Key, Tracking = parcel.TrackingNumber, parcel.Carrier, State = OrderView.Word(parcel.Stage), At = at });
        }

        foreach (var refund in state.Refunds)
        {
            await transaction.Execute(EventIntake.Sql["SaveRefund"], new { OrderId = orderId, refund.Id, State = OrderView.Word(refund.Stage), refund.Amount?.Amount, refund.Amount?.Currency, refund.At });
        }

        foreach (var payment in state.Payments)
        {
            await transaction.Execute(EventIntake.Sql["SavePayment"], new
            {
                OrderId = orderId, payment.Id, Captured = payment.Captured?.Amount, Refunded = payment.Refunded?.Amount,
                Currency = (payment.Captured ?? payment.Refunded)?.Currency, payment.Method, payment.At,
            });
        }
    }

    private sealed record Touched(string Number, string Id, string? Person, bool IsKnown, IReadOnlyList<MirrorEvent> Fresh)
    {
        public string Entity => "order:" + Number;
    }

    private sealed class TouchRow
    {
        public string Id { get; init; } = "";

        public long EventCount { get; init; }

        public string? Person { get; init; }
    }
}
