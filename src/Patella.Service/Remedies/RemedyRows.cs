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

    public static async Task Save(ITransaction transaction, Remedy remedy)
    {
        if (await transaction.Execute(Sql["Save"], remedy) != 1)
        {
            throw new InvalidOperationException($"Remedy {remedy.Id} is not here.");
        }
    }

    /// <summary>The payments of an order, kept from changing; the order's first payment of all is guarded by its account.</summary>
    public static Task<IReadOnlyList<KnownPayment>> LockPayments(ITransaction transaction, string order)
        => transaction.Many<KnownPayment>(Sql["PaymentsOf"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { order });

    public static Task<IReadOnlyList<KnownPayment>> Payments(IReader reader, string order) => reader.Many<KnownPayment>(Sql["PaymentsOf"], new { order });
}
