using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Patella.Platform.Storage;

/// <summary>Rows to objects by Dapper's compiled mappers (columns are snake_case, properties PascalCase); single values by conversion.</summary>
internal static class RowMapping
{
    static RowMapping() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public static Func<DbDataReader, T> Of<T>(DbDataReader reader)
    {
        if (Simple<T>.Is)
        {
            return Value<T>;
        }

        var map = reader.GetRowParser(typeof(T));
        return row => (T)map(row);
    }

    private static T Value<T>(DbDataReader row) => row.GetValue(0) switch
    {
        null or DBNull => default!,
        T same => same,
        var number when Simple<T>.Plain.IsEnum => (T)Enum.ToObject(Simple<T>.Plain, number),
        var other => (T)Convert.ChangeType(other, Simple<T>.Plain, CultureInfo.InvariantCulture),
    };

    private static class Simple<T>
    {
        public static readonly Type Plain = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);

        public static readonly bool Is = Plain.IsPrimitive || Plain.IsEnum || Plain == typeof(string) || Plain == typeof(decimal) || Plain == typeof(byte[]);
    }
}
