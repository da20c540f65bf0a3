using Patella.Platform.Clocks;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Parties;

namespace Patella.Service.Improvements.Response;

/// <summary>Rows as people see them.</summary>
internal static class ResponseViews
{
    public static ResponseTimesView Times(ResponseRow row) => new(
        Microseconds.ToTime(row.OpenedAt), ResponseRows.At(row.CalledAt), ResponseRows.At(row.AcknowledgedAt), ResponseRows.At(row.FixedAt), ResponseRows.At(row.QuietAt), ResponseRows.At(row.ClosedAt));

    public static RoundView Of(MessageRow row) => new(
        row.Id, row.Whom, Microseconds.ToTime(row.At), row.ByName, row.Words, row.Amount is { } amount ? new Money(amount, row.Currency!) : null, row.Fund, row.NeedsNothing, row.Told, row.Pending, row.Refused,
        row.LeftOut, row.Why);

    public static AffectedView Of(AffectedRow row, Person? person, MirroredOrder? order) => new(
        row.Person, person?.Name, row.OrderRef, order?.Number, row.FirstVoiceAt is not null, ResponseRows.At(row.FirstVoiceAt), row.Voices, ResponseRows.At(row.ToldAt), ResponseRows.At(row.RightAt), row.RightBy,
        row.Amount is { } amount ? new Money(amount, row.Currency!) : null, row.Excuse, row.BeforeAsking, row.LeftOut, row.Conversation);
}
