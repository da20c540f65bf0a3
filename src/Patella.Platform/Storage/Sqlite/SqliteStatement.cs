using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>One compiled statement of one connection, and the row that it stands on. Used by one caller at a time.</summary>
internal sealed unsafe class SqliteStatement : RowSource, IDisposable
{
    private const int Done = 101;
    private const int HasRow = 100;
    private const int TypeInteger = 1;
    private const int TypeFloat = 2;
    private const int TypeText = 3;
    private const int TypeBlob = 4;
    private const int TypeNull = 5;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;
    private string?[] _names = [];
    private byte[] _texts = [];

    private SqliteStatement(sqlite3 connection, sqlite3_stmt statement)
    {
        (_connection, _statement, _handle) = (connection, statement, statement.DangerousGetHandle());
        IsReadOnly = raw.sqlite3_stmt_readonly(statement) != 0;
    }

    /// <summary>True when it changes no row.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Rows changed by the last statement that changes any.</summary>
    public int Changes => raw.sqlite3_changes(_connection);

    public override int Columns => SqliteNative.ColumnCount(_handle);

    /// <summary>Compiles every statement of a text.</summary>
    public static SqliteStatement[] Compile(sqlite3 connection, string sql)
    {
        var compiled = new List<SqliteStatement>();
        while (!string.IsNullOrWhiteSpace(sql))
        {
            var code = raw.sqlite3_prepare_v2(connection, sql, out var statement, out sql);
            if (code != raw.SQLITE_OK)
            {
                compiled.ForEach(one => one.Dispose());
                SqliteException.ThrowExceptionForRC(code, connection);
            }

            // A comment alone compiles to nothing.
            if (!statement.IsInvalid)
            {
                compiled.Add(new SqliteStatement(connection, statement));
            }
        }

        return [.. compiled];
    }

    /// <summary>Where a parameter stands, from 1; 0 when this statement does not name it.</summary>
    public int ParameterAt(string name) => raw.sqlite3_bind_parameter_index(_statement, name);

    /// <summary>Room for the texts that are about to be bound, in bytes: they are not copied and may not move.</summary>
    public void Reserve(int bytes)
    {
        if (_texts.Length < bytes)
        {
            _texts = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        }
    }

    /// <summary>Binds a value and tells where the next text goes.</summary>
    public int Bind(int parameter, object? value, int offset)
    {
        var code = value switch
        {
            null or DBNull => SqliteNative.BindNull(_handle, parameter),
            long number => SqliteNative.BindInt64(_handle, parameter, number),
            string text => BindText(parameter, text, ref offset),
            int or short or byte or sbyte or ushort or uint => SqliteNative.BindInt64(_handle, parameter, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            bool flag => SqliteNative.BindInt64(_handle, parameter, flag ? 1 : 0),
            double or float => SqliteNative.BindDouble(_handle, parameter, Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            decimal number => BindText(parameter, WordOf(number), ref offset),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, parameter, bytes),
            _ => throw new ArgumentException($"A value of type {value.GetType().Name} is not kept in this store."),
        };
        SqliteException.ThrowExceptionForRC(code, _connection);
        return offset;
    }

    /// <summary>Bytes that a value may need in <see cref="Reserve"/>.</summary>
    public static int RoomFor(object? value) => value switch
    {
        string text => Encoding.UTF8.GetMaxByteCount(text.Length),
        decimal => 64,
        _ => 0,
    };

    /// <summary>Goes to the next row; false at the end. A statement that fails is reset.</summary>
    public bool Next()
    {
        var code = SqliteNative.Step(_handle);
        if (code is HasRow or Done)
        {
            return code == HasRow;
        }

        try
        {
            SqliteException.ThrowExceptionForRC(code, _connection);
        }
        finally
        {
            Reset();
        }

        return false;
    }

    public void Reset() => _ = SqliteNative.Reset(_handle);

    public override string Name(int column)
    {
        if (_names.Length != Columns)
        {
            _names = new string?[Columns];
        }

        return _names[column] ??= raw.sqlite3_column_name(_statement, column).utf8_to_string();
    }

    public override bool IsNull(int column) => SqliteNative.ColumnType(_handle, column) == TypeNull;

    public override long Int64(int column) => SqliteNative.ColumnInt64(_handle, column);

    public override double Double(int column) => SqliteNative.ColumnDouble(_handle, column);

    public override bool Bool(int column) => Int64(column) != 0;

    public override decimal Decimal(int column) => SqliteNative.ColumnType(_handle, column) == TypeText
        ? decimal.Parse(Text(column), NumberStyles.Number | NumberStyles.AllowExponent, CultureInfo.InvariantCulture)
        : Convert.ToDecimal(Value(column), CultureInfo.InvariantCulture);

    public override string Text(int column)
    {
        var text = SqliteNative.ColumnText(_handle, column);
        return text is null ? "" : Encoding.UTF8.GetString(text, SqliteNative.ColumnBytes(_handle, column));
    }

    public override byte[] Bytes(int column)
    {
        var bytes = SqliteNative.ColumnBlob(_handle, column);
        return bytes is null ? [] : new ReadOnlySpan<byte>(bytes, SqliteNative.ColumnBytes(_handle, column)).ToArray();
    }

    public override object Value(int column) => SqliteNative.ColumnType(_handle, column) switch
    {
        TypeInteger => Int64(column),
        TypeFloat => Double(column),
        TypeBlob => Bytes(column),
        _ => Text(column),
    };

    public void Dispose() => _statement.Dispose();

    /// <summary>As the driver writes it, so that rows of both compare.</summary>
    private static string WordOf(decimal number) => number.ToString("0.0###########################", CultureInfo.InvariantCulture);

    private int BindText(int parameter, string text, ref int offset)
    {
        var length = Encoding.UTF8.GetBytes(text, _texts.AsSpan(offset));
        fixed (byte* start = _texts)
        {
            var code = SqliteNative.BindText(_handle, parameter, start + offset, length, 0);
            offset += length;
            return code;
        }
    }
}
