using SQLitePCL;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>A text compiled on one connection, and where each named argument goes.</summary>
internal sealed class SqliteCommandPlan : IDisposable
{
    private readonly int[][] _places;
    private readonly object?[] _values;
    private (Type Type, Func<object, object?>?[] Getters)? _shape;

    public SqliteCommandPlan(sqlite3 connection, CommandText text)
    {
        Text = text;
        Statements = SqliteStatement.Compile(connection, text.Sqlite);
        _places = [.. Statements.Select(statement => text.Names.Select(name => statement.ParameterAt("@" + name)).ToArray())];
        _values = new object?[text.Names.Length];
    }

    public CommandText Text { get; }

    public SqliteStatement[] Statements { get; }

    /// <exception cref="ArgumentException">The text names an argument that was not given, or one of a type that is not kept.</exception>
    public void Bind(string tenant, object? arguments)
    {
        var room = 0;
        var getters = GettersOf(arguments);
        for (var index = 0; index < _values.Length; index++)
        {
            _values[index] = ValueOf(index, tenant, arguments, getters);
            room += SqliteStatement.RoomFor(_values[index]);
        }

        for (var statement = 0; statement < Statements.Length; statement++)
        {
            Bind(Statements[statement], _places[statement], room);
        }
    }

    public void Dispose()
    {
        foreach (var statement in Statements)
        {
            statement.Dispose();
        }
    }

    /// <summary>How each value is read; the arguments of one statement are nearly always of one type.</summary>
    private Func<object, object?>?[]? GettersOf(object? arguments)
    {
        if (arguments is null or IReadOnlyDictionary<string, object?>)
        {
            return null;
        }

        if (_shape is { } shape && shape.Type == arguments.GetType())
        {
            return shape.Getters;
        }

        var getters = Arguments.Getters(arguments.GetType(), Text.Names);
        _shape = (arguments.GetType(), getters);
        return getters;
    }

    private object? ValueOf(int index, string tenant, object? arguments, Func<object, object?>?[]? getters)
    {
        object? value;
        if (getters is not null)
        {
            value = getters[index] is { } getter ? getter(arguments!) : OnlyTenant(index, tenant);
        }
        else if (!Arguments.TryRead(arguments, Text.Names[index], out value, out _))
        {
            value = OnlyTenant(index, tenant);
        }

        return Arguments.IsList(value) ? Arguments.ToJson(value!) : Arguments.Plain(value);
    }

    private string OnlyTenant(int index, string tenant)
        => Text.Names[index] == "tenant" ? tenant : throw new ArgumentException($"The statement names @{Text.Names[index]}, which the arguments do not have.");

    private void Bind(SqliteStatement statement, int[] places, int room)
    {
        statement.Reserve(room);
        var offset = 0;
        for (var index = 0; index < places.Length; index++)
        {
            if (places[index] > 0)
            {
                offset = statement.Bind(places[index], _values[index], offset);
            }
        }
    }
}
