using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;
using Patella.Service.Parties;

namespace Patella.Service.Remedies.Reading;

/// <summary>An instrument with what is on it, where that stands in our books.</summary>
/// <param name="Balances">One a currency; absent for cards and wallets.</param>
public sealed record InstrumentView(string Id, string Kind, string Label, IReadOnlyList<Money>? Balances = null);

/// <summary>Pages of remedies, newest first.</summary>
public sealed class RemedyLists(RemedyViews views, PersonStore persons, InstrumentStore instruments, GeneralLedger ledger)
{
    /// <summary>A consumer's own.</summary>
    public async Task<Outcome<Page<RemedyView>>> OfPerson(IReader reader, Caller caller, string person, string? after, int? limit)
    {
        var ids = await persons.IdsOf(reader, person);
        return await Page(reader, caller, "OfPersons", after, limit, (at, id, most) => new { persons = ids, at, id, limit = most });
    }

    /// <summary>What was refunded out of a shop's own orders.</summary>
    public Task<Outcome<Page<RemedyView>>> OfShop(IReader reader, Caller caller, IReadOnlyList<string> merchants, string? order, string? after, int? limit)
        => Page(reader, caller, "OfShop", after, limit, (at, id, most) => new { merchants, order, at, id, limit = most });

    /// <summary>All, for finance.</summary>
    public Task<Outcome<Page<RemedyView>>> All(IReader reader, Caller caller, RemedyFilter filter, string? after, int? limit)
        => filter.Check() is { Failed: true } check ? Task.FromResult<Outcome<Page<RemedyView>>>(check.Problem)
            : Page(reader, caller, "List", after, limit, (at, id, most) => new
            {
                state = filter.State, kind = filter.Kind, order = filter.Order, caseRef = filter.Case, fund = filter.Fund, source = (long)(RemedyFilter.SourceOf(filter.Source) ?? 0), at, id, limit = most,
            });

    /// <summary>One of them, for who may see it: staff, finance, or the consumer whose it is.</summary>
    public async Task<Outcome<RemedyView>> One(IReader reader, Caller caller, string id)
    {
        var remedy = await RemedyRows.Find(reader, id);
        var mine = remedy is not null && (caller.Kind != CallerKind.Consumer || (remedy.Person is { } person && (await persons.IdsOf(reader, caller.Id)).Contains(person)));
        return mine ? (await views.Of(reader, caller, [remedy!]))[0] : Problem.NotFound("The remedy");
    }

    /// <summary>A person's instruments, with what is on stored value.</summary>
    public async Task<IReadOnlyList<InstrumentView>> Instruments(IReader reader, string person)
    {
        var list = new List<InstrumentView>();
        foreach (var instrument in await instruments.OfPerson(reader, person))
        {
            var accounts = instrument.IsStoredValue ? await ledger.FindOf(reader, instrument.Id, ChartOfAccounts.BuyerValue) : null;
            list.Add(new InstrumentView(instrument.Id, instrument.Kind, instrument.Label, accounts?.Select(account => new Money(account.Balance, account.Currency)).ToList()));
        }

        return list;
    }

    private async Task<Outcome<Page<RemedyView>>> Page(IReader reader, Caller caller, string statement, string? after, int? limit, Func<long, string, int, object> arguments)
    {
        if (!Paging.TryRead(after, out var at, out var id))
        {
            return Problem.Invalid("after", "Must be the 'next' of an earlier page.");
        }

        var most = Paging.Limit(limit);
        var rows = await reader.Many<Remedy>(RemedyRows.Sql[statement], arguments(at, id, most + 1));
        return new Page<RemedyView>(await views.Of(reader, caller, [.. rows.Take(most)]), rows.Count > most ? Paging.Cursor(rows[most - 1].PlannedAt, rows[most - 1].Id) : null);
    }
}

/// <summary>What finance looks for.</summary>
public sealed record RemedyFilter(string? State, string? Kind, string? Order, string? Case, string? Fund, string? Source)
{
    private static readonly IReadOnlyList<string> Sources = ["order-paid", "fund", "advance", "instrument"];

    internal static RemedySource? SourceOf(string? word) => word is null ? null : (RemedySource)(Sources.ToList().IndexOf(word) + 1);

    internal Validation Check()
    {
        var check = new Validation();
        _ = State is null ? check : check.OneOf(State, "state", [.. RemedyState.All]);
        _ = Kind is null ? check : check.OneOf(Kind, "kind", [.. RemedyKinds.All]);
        return Source is null ? check : check.OneOf(Source, "source", [.. Sources]);
    }
}
