using Patella.Kernel.Ledger;

namespace Patella.Service.Ledger;

/// <summary>An account to be opened. The same again changes nothing; the same id with anything else is a conflict.</summary>
/// <param name="Kind">Of <see cref="ChartOfAccounts"/>; it brings code and limit.</param>
/// <param name="Floor">What must stay on the limited side; below zero a right to overdraw.</param>
public sealed record NewAccount(string Id, string Kind, string Currency, string? Owner = null, long Floor = 0)
{
    /// <summary>The usual account of a kind, owner and currency.</summary>
    public static NewAccount Of(string kind, string currency, string? owner = null, long floor = 0) => new(ChartOfAccounts.Id(kind, currency, owner), kind, currency, owner, floor);
}

/// <summary>What was posted, in the order asked for.</summary>
/// <param name="Repeated">True when it had been posted before; nothing was done again.</param>
public sealed record Posted(IReadOnlyList<Transfer> Transfers, bool Repeated)
{
    /// <summary>Of the first: its amount is what "at most" came to.</summary>
    public Transfer First => Transfers[0];
}

/// <summary>Kinds of timeline entries; stored, append only.</summary>
public static class LedgerEntries
{
    public const string Expired = "ledger.expired";
    public const string Sealed = "ledger.sealed";
}
