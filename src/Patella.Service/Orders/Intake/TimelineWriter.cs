using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;
using Patella.Service.Parties;

namespace Patella.Service.Orders.Intake;

/// <summary>Writes each understood event into the one timeline, linked to its person and order. Labels go into data, what people wrote into the erasable text.</summary>
internal sealed class TimelineWriter(MachineTime machine, IIdentifiers identifiers)
{
    public async Task Write(
        ITransaction transaction, IReadOnlyList<MirrorEvent> fresh, IReadOnlyDictionary<string, FoldedOrder> orders, IReadOnlyDictionary<string, Person> people)
    {
        var recordedAt = machine.Now;
        foreach (var one in fresh.Where(one => one.Kind is not null).OrderBy(one => one.At))
        {
            var order = one.EntityKind == EntityKind.Order ? orders[one.EntityKey!] : null;
            var person = one.EntityKind == EntityKind.Person ? people.GetValueOrDefault(one.EntityKey!)?.Id : order?.Person;
            await transaction.Append(Entry(one, order, person, recordedAt));
        }
    }

    private TimelineEntry Entry(MirrorEvent one, FoldedOrder? order, string? person, long recordedAt) => new()
    {
        Id = identifiers.New(),
        Kind = one.Kind!,
        At = one.At,
        RecordedAt = recordedAt,
        Person = person,
        OrderRef = order?.Id,
        Unit = one.Unit ?? order?.State.Unit,
        AuthorParty = EventKinds.AuthorOf(one.Kind!),
        Text = one.Text,
        Data = Json.Write(new TimelineData(
            one.Source, one.Id, order?.State.Number, one.Parcel?.Carrier, one.Parcel?.TrackingNumber, one.Place,
            one.Refund?.Id, one.Payment?.Id, one.Product?.Id, one.Refund?.Amount ?? one.Payment?.Amount, one.Consult?.Id, one.Consult?.Merchant, one.Corrects)),
    };

    private sealed record TimelineData(
        string Source, string Event, string? Number, string? Carrier, string? Tracking, string? Place, string? Refund, string? Payment, string? Product, Money? Amount,
        string? Consult, string? Merchant, string? Corrects);
}
