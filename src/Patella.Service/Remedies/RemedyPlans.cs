using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Parties;

namespace Patella.Service.Remedies;

/// <summary>Makes the row of a remedy: what is asked for, to which instrument and which way.</summary>
internal sealed class RemedyPlans(PersonStore persons, InstrumentStore instruments, BusinessTime business)
{
    private const string PaymentPrefix = "payment:";

    /// <summary>The remedy written down, or as it stands when it was before.</summary>
    public async Task<Outcome<(Remedy Remedy, bool Fresh)>> Plan(ITransaction transaction, NewRemedy asked)
    {
        var made = await Make(transaction, asked);
        if (made.Problem is { } refused)
        {
            return refused;
        }

        if (!made.Value.Fresh || await RemedyRows.Add(transaction, made.Value.Remedy))
        {
            return made;
        }

        // Somebody else wrote the same id at this moment.
        return Same((await RemedyRows.Lock(transaction, asked.Id))!, made.Value.Remedy.Content);
    }

    /// <summary>The row as it would be written; an id that is there already is compared.</summary>
    public async Task<Outcome<(Remedy Remedy, bool Fresh)>> Make(ITransaction transaction, NewRemedy asked)
    {
        if (RemedyChecks.Refuse(asked) is { } wrong)
        {
            return wrong;
        }

        var content = Remedy.ContentOf(asked);
        if (await RemedyRows.Find(transaction, asked.Id) is { } kept)
        {
            return Same(kept, content);
        }

        var way = asked.Amount == 0 ? (null, RemedyWay.InKind) : await Way(transaction, asked);
        return way.Problem is { } refused ? refused : (Row(asked, content, way.Value.Instrument, way.Value.Way), true);
    }

    /// <summary>A failed remedy to another instrument of the same person; null leaves it as it is.</summary>
    public async Task<Outcome<Remedy>> Redirect(ITransaction transaction, Remedy remedy, string? instrument)
    {
        if (instrument is null || instrument == remedy.Instrument)
        {
            return remedy;
        }

        var known = remedy.OrderRef is null ? [] : await RemedyRows.Payments(transaction, remedy.OrderRef);
        var way = await Named(transaction, instrument, remedy.Person, known);
        return way.Select(found => remedy with { Instrument = found.Instrument, Way = found.Way });
    }

    private static Outcome<(Remedy, bool)> Same(Remedy kept, string content)
        => kept.Content == content ? (kept, false) : Problem.Conflict("remedy-taken", $"A remedy '{kept.Id}' was decided with other content. Nothing was changed; use another id for another matter.");

    private async Task<Outcome<(string? Instrument, string Way)>> Way(ITransaction transaction, NewRemedy asked)
    {
        var known = asked.Order is null ? [] : await RemedyRows.Payments(transaction, asked.Order);
        if (asked.Source == RemedySource.OrderPaid && known.Count > 0 && known.All(payment => payment.Currency != asked.Currency))
        {
            return Problem.Refused("wrong-currency", $"The order was paid in {known[0].Currency}.");
        }

        var isVoucher = asked.Kind == RemedyKinds.Voucher;
        if (asked.Instrument is { } named)
        {
            var way = await Named(transaction, named, asked.Person, known);
            return isVoucher && way is { Succeeded: true, Value.Way: RemedyWay.Outside } ? Problem.Refused("voucher-outside", "A voucher is stored value; a card or wallet cannot hold it.") : way;
        }

        if (!isVoucher && asked.Source == RemedySource.OrderPaid && known.Where(payment => payment.Currency == asked.Currency).MaxBy(payment => payment.Captured - payment.Refunded) is { } origin)
        {
            return await TheWayItCame(transaction, origin);
        }

        return asked.Person is { } person ? await Balance(transaction, person) : Problem.Refused("no-instrument", "Say where it goes: an instrument, or the person whose balance it is.");
    }

    private async Task<Outcome<(string? Instrument, string Way)>> Named(ITransaction transaction, string named, string? person, IReadOnlyList<KnownPayment> known)
    {
        if (await instruments.Find(transaction, named) is not { } instrument)
        {
            return known.Any(payment => payment.Instrument == named) ? (named, RemedyWay.Outside) : Problem.Refused("unknown-instrument", $"Nobody's instrument is called '{named}'.");
        }

        return person is not null && !await instruments.IsOf(transaction, instrument, person)
            ? Problem.Refused("not-their-instrument", $"Instrument '{named}' is not this person's.")
            : (named, instrument.IsStoredValue ? RemedyWay.StoredValue : RemedyWay.Outside);
    }

    /// <summary>Back to the instrument it was paid with; where the marketplace did not name one, its payment stands for it.</summary>
    private async Task<Outcome<(string? Instrument, string Way)>> TheWayItCame(ITransaction transaction, KnownPayment origin)
    {
        if (origin.Instrument is { } instrument)
        {
            return await instruments.Find(transaction, instrument) is { IsStoredValue: true } ? (instrument, RemedyWay.StoredValue) : (instrument, RemedyWay.Outside);
        }

        var token = PaymentPrefix + origin.Id;
        return InstrumentStore.IsId(token) ? (token, RemedyWay.Outside) : Problem.Refused("no-instrument", "Say where it goes: an instrument, or the person whose balance it is.");
    }

    /// <summary>The person's balance with the platform, made when it is first needed.</summary>
    private async Task<Outcome<(string? Instrument, string Way)>> Balance(ITransaction transaction, string person)
    {
        if (await persons.Find(transaction, person) is not { } known)
        {
            return Problem.NotFound("This person");
        }

        var id = BalanceOf(known.Id);
        return InstrumentStore.IsId(id) && await instruments.Keep(transaction, new Instrument(id, known.Id, InstrumentKinds.StoredValue, "balance"))
            ? (id, RemedyWay.StoredValue) : Problem.Refused("no-instrument", "Say where it goes: an instrument, or the person whose balance it is.");
    }

    /// <summary>Id of the instrument that is a person's balance with the platform.</summary>
    public static string BalanceOf(string person) => "balance-" + person;

    private Remedy Row(NewRemedy asked, string content, string? instrument, string way) => new()
    {
        Id = asked.Id, Content = content, Kind = asked.Kind, Source = asked.Source, Amount = asked.Amount, Currency = asked.Currency, OrderRef = asked.Order, CaseRef = asked.Case, Person = asked.Person,
        Instrument = instrument, Way = way, Fund = asked.Fund is not { } fund ? null : fund.Contains(':') ? fund : ChartOfAccounts.Id(ChartOfAccounts.Fund, asked.Currency, fund),
        Merchant = asked.Merchant, Reason = asked.Reason, GivenKind = asked.By.Kind, GivenBy = asked.By.Id, Grade = asked.By.Grade, PlannedAt = business.Now, ChangedAt = business.Now,
    };
}
