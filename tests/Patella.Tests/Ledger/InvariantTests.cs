using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Ledger;

/// <summary>Each invariant holds on both stores, and each has a mutant of the ledger on which its check fails: a check that cannot fail would prove nothing.</summary>
public class InvariantTests
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["balanced-per-currency"] = new(Invariants.Balanced_per_currency, () => new Mutants.Uneven()),
        ["append-only"] = new(Invariants.Append_only, () => new Interference(), world => world.Unlock()),
        ["hash-chain"] = new(Invariants.Hash_chain, () => new Mutants.EmptyHash()),
        ["duplicate-no-op"] = new(Invariants.Duplicate_is_a_no_op, () => new Mutants.BlindToIds()),
        ["concurrent-duplicates"] = new(Invariants.Concurrent_duplicates_collapse, () => new Mutants.BlindToIds()),
        ["hot-account"] = new(Invariants.No_lost_update_on_a_hot_account, () => new Mutants.Unlocked()),
        ["conservation"] = new(Invariants.Conservation, () => new Mutants.Tenfold()),
        ["projection"] = new(Invariants.Balance_is_the_projection_of_the_journal, () => new Mutants.EvenlyWrong()),
        ["overdraft"] = new(Invariants.No_overdraft_under_a_concurrent_drain, () => new Mutants.Unlocked()),
        ["precision"] = new(Invariants.No_precision_is_lost, () => new Mutants.Fractional()),
        ["currencies"] = new(Invariants.No_currencies_are_mixed, () => new Mutants.OneCurrency()),
        ["reversal"] = new(Invariants.Reversal_is_by_compensation, () => new Mutants.BlindToReversals(), world => world.ByHand("drop index ledger_transfer_reverses")),
        ["rebuild"] = new(Invariants.Books_are_rebuilt_from_the_journal, () => new Mutants.WrongBalanceAfter()),
        ["order"] = new(Invariants.Order_is_monotonic, () => new Mutants.RawClock()),
        ["refused-duplicate"] = new(Invariants.A_refused_duplicate_is_not_reported_as_applied, () => new Mutants.Agreeable(101)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void There_are_fifteen() => Assert.Equal(15, Cases.Count);

    [Theory, MemberData(nameof(Names))]
    public Task An_invariant_holds_on_SQLite(string name) => Holds(StoreKind.Sqlite, name);

    [PostgresTheory, MemberData(nameof(Names))]
    public Task An_invariant_holds_on_PostgreSQL(string name) => Holds(StoreKind.Postgres, name);

    [Theory, MemberData(nameof(Names))]
    public Task A_mutant_that_breaks_an_invariant_is_seen_on_SQLite(string name) => IsSeen(StoreKind.Sqlite, name);

    [PostgresTheory, MemberData(nameof(Names))]
    public Task A_mutant_that_breaks_an_invariant_is_seen_on_PostgreSQL(string name) => IsSeen(StoreKind.Postgres, name);

    private static async Task Holds(StoreKind kind, string name)
    {
        await using var world = await LedgerWorld.Create(kind);
        await Cases[name].Check(world);
    }

    private static async Task IsSeen(StoreKind kind, string name)
    {
        var (check, mutant, prepare) = Cases[name];
        await using var world = await LedgerWorld.Create(kind, mutant());
        await (prepare ?? (_ => Task.CompletedTask))(world);
        await Assert.ThrowsAnyAsync<Exception>(() => check(world));
    }

    private sealed record Case(Func<LedgerWorld, Task> Check, Func<Interference> Mutant, Func<LedgerWorld, Task>? Prepare = null);
}
