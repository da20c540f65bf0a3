using Patella.Platform.Identifiers;
using Patella.Platform.Timeline;

namespace Patella.Platform.Storage.Sqlite;

internal class SqliteReader(TenantId tenant, SqliteCommands commands) : IReader
{
    public TenantId Tenant => tenant;

    public StoreKind Kind => StoreKind.Sqlite;

    /// <summary>Set when the command is over; what it left running can no longer write into somebody else's transaction.</summary>
    public bool Ended { get; set; }

    /// <summary>The first statement that failed. As on PostgreSQL, a transaction with a failed statement cannot commit, even if the command swallowed it.</summary>
    public Exception? Failure { get; private set; }

    public Task<T?> One<T>(string sql, object? arguments = null) => Run(() => commands.One<T>(sql, tenant.Value, arguments));

    public Task<IReadOnlyList<T>> Many<T>(string sql, object? arguments = null) => Run(() => commands.Many<T>(sql, tenant.Value, arguments));

    protected Task<int> Change(string sql, object? arguments) => Run(() => commands.Execute(sql, tenant.Value, arguments));

    private Task<T> Run<T>(Func<T> statement)
    {
        if (Ended || Failure is not null)
        {
            return Task.FromException<T>(new InvalidOperationException(Ended ? "The transaction is over." : "A statement of this transaction has failed; it can only be rolled back.", Failure));
        }

        try
        {
            return Task.FromResult(statement());
        }
        catch (Exception failure)
        {
            Failure = failure;
            return Task.FromException<T>(failure);
        }
    }
}

/// <param name="appended">Where the group's new entries are gathered; their numbers follow each other.</param>
internal sealed class SqliteTransactionScope(TenantId tenant, SqliteCommands commands, AppendedEntries appended)
    : SqliteReader(tenant, commands), ITransaction
{
    private List<Action>? _hints;

    public Task<int> Execute(string sql, object? arguments = null)
    {
        appended.Rewritten |= CommandText.Of(sql).ChangesTimeline;
        return Change(sql, arguments);
    }

    public Task Append(TimelineEntry entry) => Change(TimelineSql.InsertWithPosition, TimelineSql.Arguments(entry, appended.Add(entry)));

    public async Task<bool> AppendOnce(TimelineEntry entry)
    {
        var before = appended.Count;
        if (await Change(TimelineSql.InsertOnceWithPosition, TimelineSql.Arguments(entry, appended.Add(entry))) == 1)
        {
            return true;
        }

        appended.CutTo(before);
        return false;
    }

    public async Task AppendMany(IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            await Append(entry);
        }
    }

    public void AfterCommit(Action hint) => (_hints ??= []).Add(hint);

    internal void RunHints() => Hints.Run(_hints);
}
