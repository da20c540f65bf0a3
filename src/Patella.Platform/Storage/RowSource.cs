using System.Data.Common;
using System.Globalization;

namespace Patella.Platform.Storage;

/// <summary>The row that a query stands on. Columns count from 0; a value that may be null is asked for <see cref="IsNull"/> first.</summary>
internal abstract class RowSource
{
    public abstract int Columns { get; }

    public abstract string Name(int column);

    public abstract bool IsNull(int column);

    public abstract long Int64(int column);

    public abstract double Double(int column);

    public abstract decimal Decimal(int column);

    public abstract bool Bool(int column);

    public abstract string Text(int column);

    public abstract byte[] Bytes(int column);

    /// <summary>The value as the store has it.</summary>
    public abstract object Value(int column);

    /// <summary>The value as a type that no other method gives; only what the driver knows.</summary>
    public virtual T As<T>(int column) => throw new NotSupportedException($"{typeof(T).Name} is not read from this store.");

    /// <summary>An enumeration, kept as its number or its name.</summary>
    public T Enumeration<T>(int column)
        where T : struct, Enum
        => Value(column) is string name ? Enum.Parse<T>(name, ignoreCase: true) : (T)Enum.ToObject(typeof(T), Int64(column));
}

/// <summary>A row of any driver.</summary>
internal sealed class DriverRow(DbDataReader reader) : RowSource
{
    public override int Columns => reader.FieldCount;

    public override string Name(int column) => reader.GetName(column);

    public override bool IsNull(int column) => reader.IsDBNull(column);

    public override long Int64(int column) => reader.GetFieldType(column) == typeof(long) ? reader.GetInt64(column) : Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    public override double Double(int column) => reader.GetFieldType(column) == typeof(double) ? reader.GetDouble(column) : Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture);

    public override decimal Decimal(int column) => reader.GetFieldType(column) == typeof(decimal) ? reader.GetDecimal(column) : Convert.ToDecimal(reader.GetValue(column), CultureInfo.InvariantCulture);

    public override bool Bool(int column) => reader.GetFieldType(column) == typeof(bool) ? reader.GetBoolean(column) : Convert.ToBoolean(reader.GetValue(column), CultureInfo.InvariantCulture);

    public override string Text(int column) => reader.GetFieldType(column) == typeof(string) ? reader.GetString(column) : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!;

    public override byte[] Bytes(int column) => (byte[])reader.GetValue(column);

    public override object Value(int column) => reader.GetValue(column);

    public override T As<T>(int column) => reader.GetFieldValue<T>(column);
}
