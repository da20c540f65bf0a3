using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;

namespace Patella.Tests.Ledger;

/// <summary>What a test may do to the statements of a store's transactions. Each returns what it was given unless a test says otherwise.</summary>
internal class Interference
{
    public virtual string Statement(string sql) => sql;

    public virtual object? Arguments(string sql, object? arguments) => arguments;

    /// <summary>A row on its way to the code under test.</summary>
    public virtual T Row<T>(T row) => row;

    /// <summary>Called before and after every statement; may throw, as a process that dies there does.</summary>
    public virtual void At(Moment moment)
    {
    }
}

/// <summary>A point at which a process may die.</summary>
internal enum Moment
{
    BeforeStatement,
    AfterStatement,
    BeforeCommit,
    AfterCommit,
}

/// <summary>The process died at this point; whoever waited for the answer never got one.</summary>
internal sealed class CrashException(Moment moment) : Exception($"The process died: {moment}.");

/// <summary>A store with somebody in between: for mutants, which change what is said, and crashes, which end it.</summary>
internal sealed class InterferingStore(IStore store, Interference interference) : IStore
{
    public StoreKind Kind => store.Kind;

    public Task Prepare(TenantId tenant, CancellationToken cancellation = default) => store.Prepare(tenant, cancellation);

    public async Task<T> Write<T>(TenantId tenant, Func<ITransaction, Task<T>> command, WriteMode mode = WriteMode.Normal, CancellationToken cancellation = default)
    {
        var value = await store.Write(tenant, async transaction =>
        {
            var answer = await command(new Between(transaction, interference));
            interference.At(Moment.BeforeCommit);
            return answer;
        }, mode, cancellation);
        interference.At(Moment.AfterCommit);
        return value;
    }

    public Task<T> Read<T>(TenantId tenant, Func<IReader, Task<T>> query, CancellationToken cancellation = default) => store.Read(tenant, query, cancellation);

    public Task<IReadOnlyList<TimelineEntry>> ReadTimeline(TenantId tenant, TimelinePosition after, int limit, CancellationToken cancellation = default)
        => store.ReadTimeline(tenant, after, limit, cancellation);

    public Task<TimelinePosition> NewestPosition(TenantId tenant, CancellationToken cancellation = default) => store.NewestPosition(tenant, cancellation);

    public Task Scrub(TenantId tenant, CancellationToken cancellation = default) => store.Scrub(tenant, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Between(ITransaction transaction, Interference interference) : ITransaction
    {
        public TenantId Tenant => transaction.Tenant;

        public StoreKind Kind => transaction.Kind;

        public Task<T?> One<T>(string sql, object? arguments = null)
            => Run(sql, arguments, async (text, values) => await transaction.One<T>(text, values) is { } row ? interference.Row(row) : default);

        public Task<IReadOnlyList<T>> Many<T>(string sql, object? arguments = null)
            => Run<IReadOnlyList<T>>(sql, arguments, async (text, values) => [.. (await transaction.Many<T>(text, values)).Select(interference.Row)]);

        public Task<int> Execute(string sql, object? arguments = null) => Run(sql, arguments, transaction.Execute);

        public Task Append(TimelineEntry entry) => transaction.Append(entry);

        public Task<bool> AppendOnce(TimelineEntry entry) => transaction.AppendOnce(entry);

        public Task AppendMany(IReadOnlyList<TimelineEntry> entries) => transaction.AppendMany(entries);

        public void AfterCommit(Action hint) => transaction.AfterCommit(hint);

        private async Task<T> Run<T>(string sql, object? arguments, Func<string, object?, Task<T>> run)
        {
            interference.At(Moment.BeforeStatement);
            var value = await run(interference.Statement(sql), interference.Arguments(sql, arguments));
            interference.At(Moment.AfterStatement);
            return value;
        }
    }
}
