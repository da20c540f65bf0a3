using Patella.Kernel.Ledger;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Ledger;

namespace Patella.Service.Remedies;

/// <summary>An advance as it is kept beside its accounts.</summary>
internal sealed record AdvanceRow
{
    public string CaseRef { get; init; } = "";

    public string Currency { get; init; } = "";

    public string? PartyKind { get; init; }

    public string? Party { get; init; }

    public long? LiableAt { get; init; }

    public long? ClaimAt { get; init; }

    public long OpenedAt { get; init; }

    public long Open { get; init; }

    public string AdvanceAccount => ChartOfAccounts.Id(ChartOfAccounts.Advance, Currency, CaseRef);

    /// <summary>What is owed for this case, by whoever is liable: one account a case, so that each advance is followed to its end.</summary>
    public NewAccount Receivable => NewAccount.Of(PartyKind == LiableParty.Carrier ? ChartOfAccounts.CarrierReceivable : ChartOfAccounts.MerchantReceivable, Currency, CaseRef) with { Owner = Party };

    public string Deposit => ChartOfAccounts.Id(ChartOfAccounts.MerchantDeposit, Currency, Party);

    public string Settlement => ChartOfAccounts.Id(ChartOfAccounts.MerchantSettlement, Currency, Party);
}

/// <summary>What a step moves: from where, to which of the two accounts on which it is outstanding.</summary>
internal sealed record RecoveryMove(string Source, string From, string To, long Amount);

/// <summary>Reads how an advance stands and plans what a step moves. The books refuse what somebody else has taken meanwhile; then it is planned anew.</summary>
internal static class AdvanceBooks
{
    public static async Task<IReadOnlyDictionary<string, LedgerAccount>> Accounts(IReader reader, GeneralLedger ledger, AdvanceRow row)
    {
        string[] ids = [row.AdvanceAccount, .. row.Party is null ? [] : new[] { row.Receivable.Id, row.Deposit, row.Settlement }];
        return (await ledger.Find(reader, ids)).ToDictionary(account => account.Id);
    }

    /// <summary>From the deposit first, then from the settlement; to what was advanced first, then to what is owed.</summary>
    public static List<RecoveryMove> Sweep(AdvanceRow row, IReadOnlyDictionary<string, LedgerAccount> accounts)
    {
        var moves = new List<RecoveryMove>();
        if (row.PartyKind != LiableParty.Merchant)
        {
            return moves;
        }

        var wanted = new[] { row.AdvanceAccount, row.Receivable.Id }.Select(id => (Id: id, Room: accounts.GetValueOrDefault(id)?.CreditRoom ?? 0)).ToArray();
        foreach (var (source, from) in new[] { ("deposit", row.Deposit), ("settlement", row.Settlement) })
        {
            var there = accounts.GetValueOrDefault(from) is { ClosedAt: null } account ? account.DebitRoom ?? 0 : 0;
            for (var index = 0; index < wanted.Length; index++)
            {
                if (Math.Min(there, wanted[index].Room) is > 0 and var amount)
                {
                    moves.Add(new RecoveryMove(source, from, wanted[index].Id, amount));
                    wanted[index].Room -= amount;
                    there -= amount;
                }
            }
        }

        return moves;
    }

    public static List<RecoveryMove> Claim(AdvanceRow row, IReadOnlyDictionary<string, LedgerAccount> accounts)
        => accounts.GetValueOrDefault(row.AdvanceAccount)?.CreditRoom is > 0 and var open ? [new RecoveryMove("receivable", row.Receivable.Id, row.AdvanceAccount, open)] : [];

    /// <summary>What was advanced first, then what is owed.</summary>
    public static List<RecoveryMove> WriteOff(AdvanceRow row, IReadOnlyDictionary<string, LedgerAccount> accounts, long? most)
    {
        var (left, moves) = (most ?? long.MaxValue, new List<RecoveryMove>());
        foreach (var id in row.Party is null ? [row.AdvanceAccount] : new[] { row.AdvanceAccount, row.Receivable.Id })
        {
            if (Math.Min(left, accounts.GetValueOrDefault(id)?.CreditRoom ?? 0) is > 0 and var amount)
            {
                moves.Add(new RecoveryMove("write-off", ChartOfAccounts.Id(ChartOfAccounts.WriteOff, row.Currency), id, amount));
                left -= amount;
            }
        }

        return moves;
    }

    /// <summary>The figures. What is outstanding is what the books say; what came back is what was written down when it came.</summary>
    public static AdvanceStand Stand(AdvanceRow row, IReadOnlyDictionary<string, LedgerAccount> accounts, IEnumerable<(string Source, long Amount)> sums)
    {
        var (advance, owed) = (accounts.GetValueOrDefault(row.AdvanceAccount), row.Party is null ? null : accounts.GetValueOrDefault(row.Receivable.Id));
        var bySource = sums.ToLookup(sum => sum.Source, sum => sum.Amount);
        var recovered = bySource["deposit"].Sum() + bySource["settlement"].Sum() + bySource["returned"].Sum();
        var (lost, claimed) = (bySource["write-off"].Sum(), -(owed?.Balance ?? 0));
        var (advanced, outstanding) = (advance?.DebitsPosted ?? 0, -(advance?.Balance ?? 0) + claimed);
        var held = advance?.DebitsPending ?? 0;
        var state = advanced == 0 ? "held" : outstanding == 0 ? (lost > 0 ? "written-off" : "recovered") : claimed > 0 ? "claimed" : row.Party is null && row.PartyKind is null ? "paid" : "recovering";
        return new AdvanceStand(row.CaseRef, row.Currency, advanced, recovered, lost, outstanding, claimed, held, state, row.PartyKind, row.Party, row.OpenedAt);
    }
}
