using Patella.Platform.Storage;

namespace Patella.Service.Remedies;

/// <summary>A payment of an order as far as it stands in the books.</summary>
internal sealed record KnownPayment
{
    public string OrderRef { get; init; } = "";

    public string Id { get; init; } = "";

    public string Currency { get; init; } = "";

    public string? Instrument { get; init; }

    public long Captured { get; init; }

    public long Refunded { get; init; }
}

/// <summary>Reads, locks and writes the rows of Remedies.</summary>
internal static class RemedyRows
{
    internal static readonly Statements Sql = new(typeof(RemedyRows).Assembly, "Remedies.remedies.sql");

    public static Task<Remedy?> Find(IReader reader, string id) => reader.One<Remedy>(Sql["Find"], new { id });

    /// <summary>The remedy, kept from changing until this transaction ends. Always before any account: two who want both wait and never in a circle.</summary>
    public static Task<Remedy?> Lock(ITransaction transaction, string id)
        => transaction.One<Remedy>(Sql["Find"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { id });

    /// <summary>True when it was not there before.</summary>
    public static async Task<bool> Add(ITransaction transaction, Remedy remedy) => await transaction.Execute(Sql["Add"], remedy) == 1;

    /// <exception cref="VersionConflictException">Somebody used one of the ids at this very moment.</exception>
    public static async Task AddMany(ITransaction transaction, IReadOnlyList<Remedy> remedies)
    {
        if (remedies.Count == 0)
        {
            return;
        }

        var added = transaction.Kind == StoreKind.Postgres ? await transaction.Execute(Sql["AddMany"], Columns(remedies)) : 0;
        foreach (var remedy in transaction.Kind == StoreKind.Postgres ? [] : remedies)
        {
            added += await transaction.Execute(Sql["Add"], remedy);
        }

        if (added != remedies.Count)
        {
            throw new VersionConflictException("An id of these remedies");
        }
    }

    public static async Task Save(ITransaction transaction, Remedy remedy)
    {
        if (await transaction.Execute(Sql["Save"], remedy) != 1)
        {
            throw new InvalidOperationException($"Remedy {remedy.Id} is not here.");
        }
    }

    private static object Columns(IReadOnlyList<Remedy> rows) => new
    {
        Id = Of(rows, row => row.Id), Content = Of(rows, row => row.Content), Kind = Of(rows, row => row.Kind), Source = Of(rows, row => (long)row.Source), Amount = Of(rows, row => row.Amount),
        Currency = Of(rows, row => row.Currency), OrderRef = Of(rows, row => row.OrderRef), CaseRef = Of(rows, row => row.CaseRef), Person = Of(rows, row => row.Person), Instrument = Of(rows, row => row.Instrument),
        Way = Of(rows, row => row.Way), Fund = Of(rows, row => row.Fund), Merchant = Of(rows, row => row.Merchant), Reason = Of(rows, row => row.Reason), GivenKind = Of(rows, row => row.GivenKind),
        GivenBy = Of(rows, row => row.GivenBy), Grade = Of(rows, row => row.Grade), State = Of(rows, row => row.State), Attempt = Of(rows, row => row.Attempt), PromisedBy = Of(rows, row => row.PromisedBy),
        PlannedAt = Of(rows, row => row.PlannedAt), ChangedAt = Of(rows, row => row.ChangedAt), ConfirmedAt = Of(rows, row => row.ConfirmedAt),
    };

    private static TValue[] Of<TValue>(IReadOnlyList<Remedy> rows, Func<Remedy, TValue> value) => [.. rows.Select(value)];

    /// <summary>The payments of an order, kept from changing; the order's first payment of all is guarded by its account.</summary>
    public static Task<IReadOnlyList<KnownPayment>> LockPayments(ITransaction transaction, string order)
        => transaction.Many<KnownPayment>(Sql["PaymentsOf"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { order });

    public static Task<IReadOnlyList<KnownPayment>> Payments(IReader reader, string order) => reader.Many<KnownPayment>(Sql["PaymentsOf"], new { order });
}
