using Microsoft.Data.Sqlite;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>
/// One connection's compiled statements. Compiling a wide insert costs several times its execution, so each text is compiled once and kept.
/// Used by one caller at a time; results are read to the end before the next statement.
/// </summary>
internal sealed class SqliteCommands(SqliteConnection connection) : IDisposable
{
    /// <summary>Statements kept compiled; past it all are dropped and compiled again as they come.</summary>
    private const int KeptLimit = 512;

    private readonly Dictionary<string, SqliteCommandPlan> _kept = [];

    public SqliteConnection Connection => connection;

    /// <summary>Runs a text to its end and tells how many rows it changed.</summary>
    public int Execute(string sql, string tenant, object? arguments)
    {
        var plan = Kept(sql);
        plan.Bind(tenant, arguments);
        var changed = 0;
        foreach (var statement in plan.Statements)
        {
            changed += Finish(statement);
        }

        return changed;
    }

    public T? One<T>(string sql, string tenant, object? arguments)
    {
        var plan = Kept(sql);
        plan.Bind(tenant, arguments);
        var (value, found) = (default(T), false);
        foreach (var statement in plan.Statements)
        {
            if (!found && statement.Columns > 0)
            {
                found = true;
                value = First<T>(plan, statement);
            }
            else
            {
                Finish(statement);
            }
        }

        return value;
    }

    public IReadOnlyList<T> Many<T>(string sql, string tenant, object? arguments)
    {
        var plan = Kept(sql);
        plan.Bind(tenant, arguments);
        var rows = new List<T>();
        var found = false;
        foreach (var statement in plan.Statements)
        {
            if (!found && statement.Columns > 0)
            {
                found = true;
                Collect(plan, statement, rows);
            }
            else
            {
                Finish(statement);
            }
        }

        return rows;
    }

    /// <summary>A statement without parameters, such as begin and commit.</summary>
    public void Run(string sql)
    {
        foreach (var statement in Kept(sql).Statements)
        {
            Finish(statement);
        }
    }

    public void Dispose()
    {
        Drop();
        connection.Dispose();
    }

    private static T? First<T>(SqliteCommandPlan plan, SqliteStatement statement)
    {
        try
        {
            if (!statement.Next())
            {
                return default;
            }

            var value = RowMapping.Of<T>(plan.Text, statement)(statement);

            // A change that returns rows is whole when all of them are read.
            while (!statement.IsReadOnly && statement.Next())
            {
            }

            return value;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static void Collect<T>(SqliteCommandPlan plan, SqliteStatement statement, List<T> rows)
    {
        try
        {
            if (!statement.Next())
            {
                return;
            }

            var map = RowMapping.Of<T>(plan.Text, statement);
            do
            {
                rows.Add(map(statement));
            }
            while (statement.Next());
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Steps to the end, which is when a change with <c>returning</c> is whole, and lets the statement go.</summary>
    private static int Finish(SqliteStatement statement)
    {
        while (statement.Next())
        {
        }

        var changed = statement.IsReadOnly ? 0 : statement.Changes;
        statement.Reset();
        return changed;
    }

    private SqliteCommandPlan Kept(string sql)
    {
        if (_kept.TryGetValue(sql, out var plan))
        {
            return plan;
        }

        if (_kept.Count >= KeptLimit)
        {
            Drop();
        }

        plan = new SqliteCommandPlan(connection.Handle!, CommandText.Of(sql));
        _kept.Add(sql, plan);
        return plan;
    }

    private void Drop()
    {
        foreach (var plan in _kept.Values)
        {
            plan.Dispose();
        }

        _kept.Clear();
    }
}
