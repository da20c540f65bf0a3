using Microsoft.Data.Sqlite;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>
/// One connection's prepared statements. Compiling a wide insert costs several times its execution, so each text is compiled once and kept.
/// Used by one caller at a time; results are read to the end before the next statement.
/// </summary>
internal sealed class SqliteCommands(SqliteConnection connection) : IDisposable
{
    /// <summary>Statements kept compiled; past it all are dropped and compiled again as they come.</summary>
    private const int KeptLimit = 512;

    private readonly Dictionary<string, SqliteCommand> _kept = [];

    public SqliteConnection Connection => connection;

    public int Execute(string sql, string tenant, object? arguments) => Prepare(sql, tenant, arguments).ExecuteNonQuery();

    public T? One<T>(string sql, string tenant, object? arguments)
    {
        using var reader = Prepare(sql, tenant, arguments).ExecuteReader();
        return reader.Read() ? RowMapping.Of<T>(reader)(reader) : default;
    }

    public IReadOnlyList<T> Many<T>(string sql, string tenant, object? arguments)
    {
        using var reader = Prepare(sql, tenant, arguments).ExecuteReader();
        var rows = new List<T>();
        if (!reader.Read())
        {
            return rows;
        }

        var map = RowMapping.Of<T>(reader);
        do
        {
            rows.Add(map(reader));
        }
        while (reader.Read());
        return rows;
    }

    /// <summary>A statement without parameters, such as begin and commit.</summary>
    public void Run(string sql) => Kept(sql).ExecuteNonQuery();

    public void Dispose()
    {
        Drop();
        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, string tenant, object? arguments)
    {
        var text = CommandText.Of(sql);
        var command = Kept(text.Sqlite);
        if (command.Parameters.Count == 0)
        {
            AddParameters(command, text);
        }

        for (var index = 0; index < text.Names.Length; index++)
        {
            Bind(command.Parameters[index], text.Names[index], tenant, arguments);
        }

        return command;
    }

    private static void AddParameters(SqliteCommand command, CommandText text)
    {
        foreach (var name in text.Names)
        {
            command.Parameters.Add(new SqliteParameter("@" + name, DBNull.Value));
        }
    }

    private static void Bind(SqliteParameter parameter, string name, string tenant, object? arguments)
    {
        if (!Arguments.TryRead(arguments, name, out var value, out _))
        {
            if (name != "tenant")
            {
                throw new ArgumentException($"The statement names @{name}, which the arguments do not have.");
            }

            value = tenant;
        }

        parameter.Value = Arguments.IsList(value) ? Arguments.ToJson(value!) : Arguments.Plain(value) ?? DBNull.Value;
    }

    private SqliteCommand Kept(string sql)
    {
        if (_kept.TryGetValue(sql, out var command))
        {
            return command;
        }

        if (_kept.Count >= KeptLimit)
        {
            Drop();
        }

        command = connection.CreateCommand();
        command.CommandText = sql;
        _kept.Add(sql, command);
        return command;
    }

    private void Drop()
    {
        foreach (var command in _kept.Values)
        {
            command.Dispose();
        }

        _kept.Clear();
    }
}
