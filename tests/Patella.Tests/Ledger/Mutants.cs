using System.Collections.Concurrent;
using Patella.Kernel.Ledger;

namespace Patella.Tests.Ledger;

/// <summary>Ledgers with one fault each, made by somebody between the code and the store. Every invariant has one that breaks it and must be seen to.</summary>
internal static class Mutants
{
    /// <summary>The credited account's total grows by one too much.</summary>
    public sealed class Uneven : Interference
    {
        public override object? Arguments(string sql, object? arguments) => Change.Accounts(sql, arguments, account => account.CreditsPosted > 0 ? account with { CreditsPosted = account.CreditsPosted + 1 } : account);
    }

    /// <summary>Both totals of every account are one too high: the sums agree with each other and not with the journal.</summary>
    public sealed class EvenlyWrong : Interference
    {
        public override object? Arguments(string sql, object? arguments) => Change.Accounts(sql, arguments, account => account with { CreditsPosted = account.CreditsPosted + 1, DebitsPosted = account.DebitsPosted + 1 });
    }

    /// <summary>Hashes that cover nothing.</summary>
    public sealed class EmptyHash : Interference
    {
        public override object? Arguments(string sql, object? arguments) => Change.Transfers(sql, arguments, transfer => transfer with { Hash = new string('0', 64) });
    }

    /// <summary>Nobody looks whether an id has been used.</summary>
    public sealed class BlindToIds : Interference
    {
        public override string Statement(string sql) => sql.Replace("from ledger_transfer where tenant = @tenant and id in @ids", "from ledger_transfer where tenant = @tenant and id in @ids and 1 = 0", StringComparison.Ordinal);
    }

    /// <summary>Accounts are not locked; on SQLite, which has one writer, they are read as they were some time ago.</summary>
    public sealed class Unlocked : Interference
    {
        private readonly ConcurrentDictionary<string, object> _first = new();

        public override string Statement(string sql) => sql.Replace(" for no key update", "", StringComparison.Ordinal);

        public override T Row<T>(T row) => row is LedgerAccount { Sequence: > 0 } account ? (T)_first.GetOrAdd(account.Id, _ => account) : row;
    }

    /// <summary>Amounts pass through binary fractions.</summary>
    public sealed class Fractional : Interference
    {
        public override object? Arguments(string sql, object? arguments) => Change.Accounts(sql, arguments, account => account with { CreditsPosted = (long)(float)account.CreditsPosted });
    }

    /// <summary>Every account is taken for one in yuan.</summary>
    public sealed class OneCurrency : Interference
    {
        public override T Row<T>(T row) => row is LedgerAccount account ? (T)(object)(account with { Currency = "CNY" }) : row;
    }

    /// <summary>Nobody looks whether something was reversed before, and the schema does not either.</summary>
    public sealed class BlindToReversals : Interference
    {
        public override string Statement(string sql) => sql.Replace("reverses in @named", "1 = 0", StringComparison.Ordinal);
    }

    /// <summary>The balance after an entry is kept one too high.</summary>
    public sealed class WrongBalanceAfter : Interference
    {
        public override object? Arguments(string sql, object? arguments) => Change.Transfers(sql, arguments, transfer => transfer with { CreditBalance = transfer.CreditBalance + 1 });
    }

    /// <summary>Entries carry what the machine's clock says.</summary>
    public sealed class RawClock : Interference
    {
        public override object? Arguments(string sql, object? arguments) => Change.Transfers(sql, arguments, transfer => transfer with { At = transfer.RecordedAt });
    }

    /// <summary>Whatever was kept under an id is taken for what is asked now.</summary>
    public sealed class Agreeable(long amount) : Interference
    {
        public override T Row<T>(T row) => row is Transfer transfer ? (T)(object)(transfer with { Amount = amount }) : row;
    }

    /// <summary>Ten times the amount arrives: evenly on both sides, so that all sums agree.</summary>
    public sealed class Tenfold : Interference
    {
        public override object? Arguments(string sql, object? arguments)
            => Change.Accounts(sql, arguments, account => account with { CreditsPosted = account.CreditsPosted * 10, DebitsPosted = account.DebitsPosted * 10, CreditsPending = account.CreditsPending * 10, DebitsPending = account.DebitsPending * 10 });
    }
}
