using Patella.Platform.Identifiers;

namespace Patella.Service.Ledger.Payments;

/// <summary>What a provider says of a payment.</summary>
public enum ProviderWord
{
    Paid = 1,
    Refused = 2,

    /// <summary>It has it and has not decided.</summary>
    Underway = 3,

    /// <summary>It has nothing under that key.</summary>
    Absent = 4,
}

/// <summary>A provider's answer.</summary>
/// <param name="Amount">What it moved, in minor units; with <paramref name="Currency"/> for a payment that is paid.</param>
/// <param name="Reference">Its own name for the payment.</param>
/// <param name="Code">Why it refused.</param>
public sealed record ProviderAnswer(ProviderWord Word, long? Amount = null, string? Currency = null, string? Reference = null, string? Code = null);

/// <summary>A line of the provider's list of what it moved.</summary>
public sealed record ProviderEntry(string Key, long Amount, string Currency, bool Inward);

/// <summary>
/// The other side of money: a payment provider. Whatever it throws means that the outcome is unknown. It must take the same key twice without paying twice,
/// which every serious provider promises; should one not, the books still hold and the reconciliation shows it.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>Whether the tenant has a provider; without one nothing is handed over and payments wait.</summary>
    Task<bool> IsSetUp(TenantId tenant, CancellationToken cancellation) => Task.FromResult(true);

    /// <summary>Hands a payment over under its key.</summary>
    Task<ProviderAnswer> Send(TenantId tenant, Payment payment, CancellationToken cancellation);

    /// <summary>Asks what became of a key.</summary>
    Task<ProviderAnswer> Query(TenantId tenant, string key, CancellationToken cancellation);

    /// <summary>What it moved in a span of business time, in any order; it may list more around the ends.</summary>
    Task<IReadOnlyList<ProviderEntry>> List(TenantId tenant, long from, long until, CancellationToken cancellation);
}
