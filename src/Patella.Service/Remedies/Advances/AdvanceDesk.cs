using Patella.Kernel.Ledger;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Ledger;

namespace Patella.Service.Remedies;

/// <summary>
/// Gets back what the platform paid first: deposit, next settlements, receivable, write-off. It runs beside the consumer's remedy and never before it.
/// Every call may come twice. At every moment what was advanced is what was recovered, what was written off and what is outstanding.
/// </summary>
public sealed class AdvanceDesk(GeneralLedger ledger, TimerTable timers, BusinessTime business, MachineTime machine, IIdentifiers identifiers)
{
    /// <summary>Timers of this capability.</summary>
    internal const string Capability = "remedies";

    internal static readonly Statements Sql = new(typeof(AdvanceDesk).Assembly, "Remedies.advances.sql");
    private const int Tries = 4;
    private const long Day = 86_400 * Microseconds.PerSecond;

    /// <summary>Settlements are waited for so long before what is left becomes a receivable.</summary>
    private const long ClaimAfter = 30 * Day;

    /// <summary>Says who is liable for a case's advance. From then on it is collected every day by itself, until nothing is outstanding.</summary>
    public async Task<Outcome<AdvanceStand>> Blame(ITransaction transaction, string caseRef, string currency, string kind, string? party, RemedyGiver by)
    {
        if (!LiableParty.All.Contains(kind) || (kind == LiableParty.Platform ? party is not null : party is not { Length: <= 60 } || !Validation.IsId(party)))
        {
            return Problem.Invalid("/party", "Must name a merchant or a carrier by its id, or the platform without one.");
        }

        if (await Lock(transaction, caseRef, currency) is not { } row)
        {
            return Problem.NotFound("The advance");
        }

        if ((row.PartyKind, row.Party) != (kind, party))
        {
            if ((await transaction.Many<Recovery>(Sql["RecoveriesOf"], new { caseRef, currency })).Any(recovery => recovery.Amount > 0))
            {
                return Problem.Refused("recovery-begun", "Something has been recovered from another party already.");
            }

            await transaction.Execute(Sql["Blame"], new { caseRef, currency, kind, party, now = business.Now, claimAt = business.Now + ClaimAfter });
            await (kind == LiableParty.Platform ? Task.CompletedTask : timers.Set(transaction, Capability, KeyOf(caseRef, currency), business.Now));
            await Tell(transaction, row, "advance.party-liable", by, 0);
        }

        return await Stand(transaction, (await Lock(transaction, caseRef, currency))!);
    }

    /// <summary>Takes one step.</summary>
    public async Task<Outcome<AdvanceStand>> Recover(ITransaction transaction, NewRecovery order)
    {
        if (RecoveryChecks.Refuse(order) is { } wrong)
        {
            return wrong;
        }

        if (await Lock(transaction, order.Case, order.Currency) is not { } row)
        {
            return Problem.NotFound("The advance");
        }

        var content = TransferHash.Of([order.Case, order.Currency, order.Step, order.Amount?.ToString(System.Globalization.CultureInfo.InvariantCulture), order.Reason]);
        if (await transaction.Many<Recovery>(Sql["FindRecovery"], new { id = order.Id }) is { Count: > 0 } before)
        {
            return before[0].Content == content ? await Stand(transaction, row) : Problem.Conflict("recovery-taken", $"A recovery '{order.Id}' was ordered with other content.");
        }

        if (order.Step != RecoverySteps.WriteOff && row.Party is null)
        {
            return Problem.Refused("nobody-liable", "Nobody has been found liable yet. Say who is, or write it off.");
        }

        var moved = await Move(transaction, row, order);
        return moved.Problem is { } refused ? refused : await Written(transaction, row, order, content, moved.Value);
    }

    /// <summary>How the advance of a case stands; null when there is none in that currency.</summary>
    public async Task<AdvanceStand?> Find(IReader reader, string caseRef, string currency)
        => await reader.One<AdvanceRow>(Sql["Find"], new { caseRef, currency }) is { } row ? await Stand(reader, row) : null;

    public async Task<IReadOnlyList<AdvanceStand>> OfCase(IReader reader, string caseRef)
    {
        var stands = new List<AdvanceStand>();
        foreach (var row in await reader.Many<AdvanceRow>(Sql["OfCase"], new { caseRef }))
        {
            stands.Add(await Stand(reader, row));
        }

        return stands;
    }

    public Task<IReadOnlyList<Recovery>> Recoveries(IReader reader, string caseRef, string currency) => reader.Many<Recovery>(Sql["RecoveriesOf"], new { caseRef, currency });

    internal static string KeyOf(string caseRef, string currency) => $"{caseRef}/{currency}";

    internal async Task<AdvanceStand> Stand(IReader reader, AdvanceRow row)
    {
        var sums = await reader.Many<Recovery>(Sql["RecoveriesOf"], new { caseRef = row.CaseRef, currency = row.Currency });
        return AdvanceBooks.Stand(row, await AdvanceBooks.Accounts(reader, ledger, row), sums.Select(sum => (sum.Source, sum.Amount)));
    }

    internal static Task<AdvanceRow?> Lock(ITransaction transaction, string caseRef, string currency)
        => transaction.One<AdvanceRow>(Sql["Find"] + (transaction.Kind == StoreKind.Postgres ? " for update" : ""), new { caseRef, currency });

    private async Task<Outcome<List<RecoveryMove>>> Move(ITransaction transaction, AdvanceRow row, NewRecovery order)
    {
        if (order.Step == RecoverySteps.Claim && (await ledger.Open(transaction, row.Receivable)).Problem is { } owed)
        {
            return owed;
        }

        if (order.Step == RecoverySteps.WriteOff && (await ledger.Open(transaction, NewAccount.Of(ChartOfAccounts.WriteOff, row.Currency))).Problem is { } closed)
        {
            return closed;
        }

        Problem? refused = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var accounts = await AdvanceBooks.Accounts(transaction, ledger, row);
            var moves = order.Step switch
            {
                RecoverySteps.Sweep => AdvanceBooks.Sweep(row, accounts),
                RecoverySteps.Claim => AdvanceBooks.Claim(row, accounts),
                _ => AdvanceBooks.WriteOff(row, accounts, order.Amount),
            };
            if (moves.Count == 0)
            {
                return moves;
            }

            var linked = moves.Select((move, index) => TransferOrder.Move($"rec:{order.Id}:{index}", move.From, move.To, move.Amount, row.Currency, "recovery-" + move.Source) with { Document = "advance:" + row.CaseRef }).ToArray();
            refused = (await ledger.Post(transaction, linked)).Problem;
            if (refused is not { Code: "limit-reached" })
            {
                return refused is null ? moves : refused;
            }
        }

        return refused!;
    }

    private async Task<Outcome<AdvanceStand>> Written(ITransaction transaction, AdvanceRow row, NewRecovery order, string content, List<RecoveryMove> moves)
    {
        var sums = moves.GroupBy(move => move.Source).Select(group => (Source: group.Key, Amount: group.Sum(move => move.Amount))).DefaultIfEmpty(("nothing", 0)).ToList();
        foreach (var (source, amount) in sums)
        {
            await transaction.Execute(Sql["AddRecovery"], new Recovery
            {
                Id = order.Id, Source = source, CaseRef = row.CaseRef, Currency = row.Currency, Content = content, Amount = amount, ByKind = order.By.Kind, ById = order.By.Id, Reason = order.Reason, At = business.Now,
            });
        }

        var stand = await Stand(transaction, row);
        await transaction.Execute(Sql["SetOpen"], new { open = stand.Outstanding == 0 && stand.Held == 0 ? 0L : 1L, caseRef = row.CaseRef, currency = row.Currency });
        await (moves.Count == 0 ? Task.CompletedTask : Tell(transaction, row, order.Step == RecoverySteps.WriteOff ? "advance.written-off" : order.Step == RecoverySteps.Claim ? "advance.claimed" : "advance.recovered", order.By, sums.Sum(sum => sum.Amount)));
        return stand;
    }

    private Task Tell(ITransaction transaction, AdvanceRow row, string kind, RemedyGiver by, long amount) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(), Kind = kind, At = business.Now, RecordedAt = machine.Now, Staff = by.Kind == "staff" ? by.Id : null, AuthorParty = "system",
        // Not linked to person, order or case: nobody who reads those sees who bears what.
        Data = Json.Write(new { advance = row.CaseRef, amount, row.Currency }),
    });
}
