using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Remedies.Reading;

/// <summary>A payment instrument as it is told.</summary>
/// <param name="Kind">card, wallet or stored-value.</param>
public sealed record InstrumentLabel(string Id, string Label, string? Kind = null);

/// <summary>Who gave it.</summary>
public sealed record GiverLabel(string Kind, string? Id);

/// <summary>A remedy as its reader may see it; what a reader may not see is absent.</summary>
public sealed record RemedyView
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string KindText { get; init; }

    /// <summary>In one line: what, how much, to which instrument, by when, where it stands; in the caller's language.</summary>
    public string? Line { get; init; }

    public required Money Amount { get; init; }

    /// <summary>What truly arrived, where that is another amount.</summary>
    public Money? Received { get; init; }

    /// <summary>planned, reserved, paid, confirmed, failed, reversed or cancelled.</summary>
    public required string State { get; init; }

    public InstrumentLabel? Instrument { get; init; }

    public string? Order { get; init; }

    public DateTimeOffset? PromisedBy { get; init; }

    public required DateTimeOffset PlannedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>For the shop and staff.</summary>
    public string? Reason { get; init; }

    public string? Case { get; init; }

    public string? Person { get; init; }

    public long? Attempt { get; init; }

    public string? Code { get; init; }

    public GiverLabel? By { get; init; }

    public string? EndedReason { get; init; }

    /// <summary>For finance, supervisors and adjudicators: order-paid, fund, advance or instrument.</summary>
    public RemedySource? Source { get; init; }

    public string? Fund { get; init; }

    public string? Merchant { get; init; }

    /// <summary>The keys of its payments so far, newest last; for finance.</summary>
    public IReadOnlyList<string>? Payments { get; init; }
}

/// <summary>Tells remedies to each of those who may read them, by a list of what they may see.</summary>
public sealed class RemedyViews(TenantStore tenants, InstrumentStore instruments, BusinessTime business)
{
    /// <summary>Who sees out of which pocket it came.</summary>
    private const Permission SourceReaders = Permission.KeepBooks | Permission.Adjudicate | Permission.Supervise;

    public async Task<IReadOnlyList<RemedyView>> Of(IReader reader, Caller caller, IReadOnlyList<Remedy> remedies)
    {
        var times = SpokenTime.Of(await tenants.Profile(reader), business.Now);
        var labels = await instruments.FindMany(reader, [.. remedies.Select(remedy => remedy.Instrument).OfType<string>()]);
        return [.. remedies.Select(remedy => View(remedy, remedy.Instrument is { } id ? labels.GetValueOrDefault(id) : null, caller, times))];
    }

    private static RemedyView View(Remedy remedy, Instrument? instrument, Caller caller, SpokenTime times)
    {
        var common = new RemedyView
        {
            Id = remedy.Id, Kind = RemedyLine.ToldKind(remedy), KindText = RemedyLine.What(remedy, caller.Language), Amount = new Money(remedy.Amount, remedy.Currency),
            Received = remedy.Received is { } received ? new Money(received, remedy.Currency) : null, State = remedy.State, Order = remedy.OrderRef, PlannedAt = Microseconds.ToTime(remedy.PlannedAt),
            ConfirmedAt = remedy.ConfirmedAt is { } at ? Microseconds.ToTime(at) : null,
        };
        return caller.Kind == CallerKind.Consumer ? ForConsumer(common, remedy, instrument, caller, times)
            : caller.Has(PartiesModule.Lookers | Permission.KeepBooks) ? ForStaff(common, remedy, instrument, caller, times)
            : common with { Reason = remedy.Reason };
    }

    private static RemedyView ForConsumer(RemedyView common, Remedy remedy, Instrument? instrument, Caller caller, SpokenTime times) => common with
    {
        Line = RemedyLine.Of(remedy, instrument, caller.Language, times), PromisedBy = remedy.PromisedBy is { } by ? Microseconds.ToTime(by) : null,
        Instrument = remedy.Instrument is { } id ? new InstrumentLabel(id, RemedyLine.To(remedy, instrument, caller.Language), instrument?.Kind) : null,
    };

    private static RemedyView ForStaff(RemedyView common, Remedy remedy, Instrument? instrument, Caller caller, SpokenTime times)
    {
        var view = ForConsumer(common, remedy, instrument, caller, times) with
        {
            Reason = remedy.Reason, Case = remedy.CaseRef, Person = remedy.Person, Attempt = remedy.Attempt, Code = remedy.Code, By = new GiverLabel(remedy.GivenKind, remedy.GivenBy), EndedReason = remedy.EndedReason,
        };
        return !caller.Has(SourceReaders) ? view : view with
        {
            Kind = remedy.Kind, Source = remedy.Source, Fund = remedy.Fund, Merchant = remedy.Merchant,
            Payments = remedy.Way == RemedyWay.InKind ? null : [.. Enumerable.Range(1, (int)remedy.Attempt).Select(attempt => Remedy.KeyOf(remedy.Id, attempt))],
        };
    }
}
