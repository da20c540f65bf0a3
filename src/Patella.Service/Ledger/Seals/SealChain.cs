using System.Globalization;
using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Ledger.Posting;

namespace Patella.Service.Ledger.Seals;

/// <summary>
/// Seals the books. A seal holds a line for every account that has moved since its last line, sums of all accounts, and a hash over these and the seal before.
/// It is made on one snapshot, so no transfer is half in it; what commits later belongs to the next.
/// </summary>
public sealed class SealChain(BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    private const int PageRows = 2_000;

    /// <summary>Seals what has moved since the last seal.</summary>
    /// <param name="transaction">In <see cref="WriteMode.Serializable"/>: every statement sees the same moment.</param>
    /// <returns>The new seal; the newest one when nothing has moved since; or the refusal to seal books that do not balance.</returns>
    public async Task<Outcome<Seal>> Make(ITransaction transaction)
    {
        var newest = await transaction.One<Seal>(LedgerRows.Sql["NewestSeal"]);
        var moved = await transaction.One<long>(LedgerRows.Sql["FirstTransfersSince"]);
        if (moved == 0)
        {
            return newest is null ? Problem.Refused("nothing-to-seal", "Nothing has been posted yet.") : newest;
        }

        var totals = (await transaction.Many<TotalRow>(LedgerRows.Sql["TotalsNow"])).Select(row => row.ToTotal()).ToList();
        if (totals.Find(total => !total.Balanced) is { } uneven)
        {
            return Problem.Refused("books-do-not-balance", $"Debits and credits of {uneven.Currency} differ. Nothing was sealed; verify the books.");
        }

        var number = (newest?.Number ?? 0) + 1;
        await transaction.Execute(LedgerRows.Sql["AddSealLines"], new { number });
        var seal = new Seal
        {
            Number = number, SealedAt = Math.Max(business.Now, newest?.SealedAt ?? 0), RecordedAt = machine.Now, Accounts = totals.Sum(total => total.Accounts),
            Totals = string.Join('\n', totals), Previous = newest?.Hash ?? "",
        };
        seal = seal with { Hash = await HashOf(transaction, seal) };
        if (await transaction.Execute(LedgerRows.Sql["AddSeal"], seal) != 1)
        {
            throw new VersionConflictException("The chain of seals");
        }

        await Tell(transaction, seal);
        return seal;
    }

    /// <summary>Every seal in turn: its hash over its lines and the one before, and its lines against the journal.</summary>
    internal static async Task<(string, string)?> Verify(IReader reader, Action<long> tell)
    {
        var (number, previous) = (0L, "");
        while (await reader.Many<Seal>(LedgerRows.Sql["SealsAfter"], new { number, limit = PageRows }) is { Count: > 0 } page)
        {
            foreach (var seal in page)
            {
                if (seal.Number != number + 1 || seal.Previous != previous || seal.Hash != await HashOf(reader, seal))
                {
                    return ("seal", Number(number + 1));
                }

                (number, previous) = (seal.Number, seal.Hash);
            }
        }

        tell(number);
        return await reader.One<string>(LedgerRows.Sql["LineWithoutEntry"]) is { } account ? ("line", account) : null;
    }

    private static async Task<string> HashOf(IReader reader, Seal seal)
    {
        var hash = TransferHash.Of([seal.Previous, Number(seal.Number), Number(seal.SealedAt), Number(seal.RecordedAt), Number(seal.Accounts), seal.Totals]);
        var account = "";
        while (await reader.Many<SealLine>(LedgerRows.Sql["LinesAfter"], new { seal = seal.Number, account, limit = PageRows }) is { Count: > 0 } page)
        {
            hash = page.Aggregate(hash, (before, line) => TransferHash.Of(Fields(line).Prepend(before)));
            account = page[^1].Account;
        }

        return hash;
    }

    private static IEnumerable<string> Fields(SealLine line) =>
    [
        line.Account, Number(line.Sequence), line.Currency, Number(line.DebitsPosted), Number(line.CreditsPosted), Number(line.DebitsPending), Number(line.CreditsPending), line.Head,
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private Task Tell(ITransaction transaction, Seal seal) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(), Kind = LedgerEntries.Sealed, At = business.Now, RecordedAt = machine.Now, AuthorParty = "system",
        Data = Json.Write(new { seal.Number, seal.Hash, seal.Accounts }),
    });
}
