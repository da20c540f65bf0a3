using System.Data;
using Npgsql;
using Patella.Platform.Identifiers;
using Patella.Platform.Timeline;

namespace Patella.Platform.Storage.Postgres;

/// <param name="opening">Statements that bind the transaction; they travel with the first query and cost no round trip of their own.</param>
internal class PostgresReader(TenantId tenant, NpgsqlConnection connection, string opening) : IReader
{
    private string? _opening = opening;

    public TenantId Tenant => tenant;

    public StoreKind Kind => StoreKind.Postgres;

    /// <summary>Set when the command is over; what it left running may not use the connection that the pool has given to somebody else.</summary>
    public bool Ended { get; set; }

    /// <summary>The first statement that failed: the server has doomed the transaction, and its commit would be answered by a silent rollback.</summary>
    public Exception? Failure { get; private set; }

    public Task<T?> One<T>(string sql, object? arguments = null) => Run(sql, arguments, async command =>
    {
        await using var reader = await command.ExecuteReaderAsync();
        var row = new DriverRow(reader);
        var value = await reader.ReadAsync() ? RowMapping.Of<T>(CommandText.Of(sql), row)(row) : default;
        await Finish(reader);
        return value;
    });

    public Task<IReadOnlyList<T>> Many<T>(string sql, object? arguments = null) => Run<IReadOnlyList<T>>(sql, arguments, async command =>
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        var row = new DriverRow(reader);
        Func<RowSource, T>? map = null;
        while (await reader.ReadAsync())
        {
            rows.Add((map ??= RowMapping.Of<T>(CommandText.Of(sql), row))(row));
        }

        await Finish(reader);
        return rows;
    });

    protected Task<int> Change(string sql, object? arguments) => Run(sql, arguments, command => command.ExecuteNonQueryAsync());

    /// <summary>An error after the first row is only told when the rest is read.</summary>
    private static async Task Finish(NpgsqlDataReader reader)
    {
        do
        {
            while (await reader.ReadAsync())
            {
            }
        }
        while (await reader.NextResultAsync());
    }

    private async Task<T> Run<T>(string sql, object? arguments, Func<NpgsqlCommand, Task<T>> execute)
    {
        if (Ended || Failure is not null)
        {
            throw new InvalidOperationException(Ended ? "The transaction is over." : "A statement of this transaction has failed; it can only be rolled back.", Failure);
        }

        try
        {
            await using var command = Prepare(CommandText.Of(sql), arguments);
            return await execute(command);
        }
        catch (Exception failure)
        {
            Failure = failure;
            throw;
        }
    }

    private NpgsqlCommand Prepare(CommandText text, object? arguments)
    {
        var command = new NpgsqlCommand(_opening + text.Postgres, connection);
        _opening = null;
        foreach (var name in text.Names)
        {
            if (!Arguments.TryRead(arguments, name, out var value, out var kind))
            {
                if (name != "tenant")
                {
                    throw new ArgumentException($"The statement names @{name}, which the arguments do not have.");
                }

                (value, kind) = (tenant.Value, DbType.String);
            }

            var parameter = new NpgsqlParameter { ParameterName = name, Value = Arguments.IsList(value) ? Arguments.ToArray(value!) : Arguments.Plain(value) ?? DBNull.Value };
            if (kind is { } known)
            {
                parameter.DbType = known;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }
}

internal sealed class PostgresTransactionScope(TenantId tenant, NpgsqlConnection connection, string opening)
    : PostgresReader(tenant, connection, opening), ITransaction
{
    private List<Action>? _hints;

    public bool Appended { get; private set; }

    /// <summary>True when a statement changed entries of the timeline by hand.</summary>
    public bool Rewritten { get; private set; }

    public Task<int> Execute(string sql, object? arguments = null)
    {
        Rewritten |= CommandText.Of(sql).ChangesTimeline;
        return Change(sql, arguments);
    }

    public Task Append(TimelineEntry entry)
    {
        Appended = true;
        return Change(TimelineSql.Insert, TimelineSql.Arguments(entry));
    }

    public async Task<bool> AppendOnce(TimelineEntry entry)
    {
        var written = await Change(TimelineSql.InsertOnce, TimelineSql.Arguments(entry)) == 1;
        Appended |= written;
        return written;
    }

    public Task AppendMany(IReadOnlyList<TimelineEntry> entries)
    {
        Appended = true;
        return Change(TimelineSql.InsertMany, TimelineSql.Arguments(entries));
    }

    public void AfterCommit(Action hint) => (_hints ??= []).Add(hint);

    internal void RunHints() => Hints.Run(_hints);
}
