using System.Linq.Expressions;
using System.Reflection;

namespace Patella.Platform.Storage;

/// <summary>Compiles what turns a row into an object: by its properties, or by the parameters of a constructor that the columns fill.</summary>
internal static class RowCompiler
{
    private static readonly ParameterExpression Row = Expression.Parameter(typeof(RowSource), "row");

    public static Func<RowSource, T> Compile<T>(RowSource row)
    {
        var names = Enumerable.Range(0, row.Columns).Select(column => row.Name(column).Replace("_", "", StringComparison.Ordinal)).ToArray();
        var body = typeof(T) == typeof(object) ? Expression.Call(typeof(RowCompiler), nameof(ByName), null, Row)
            : IsSimple(typeof(T)) ? Nullable(0, typeof(T))
            : typeof(T).GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is { } empty && !typeof(T).IsValueType ? ByProperties(typeof(T), empty, names)
            : ByConstructor(typeof(T), names);
        return Expression.Lambda<Func<RowSource, T>>(body, Row).Compile();
    }

    /// <summary>A row whose columns nobody knew when the code was written.</summary>
    private static object ByName(RowSource row)
    {
        var values = new Dictionary<string, object?>();
        for (var column = 0; column < row.Columns; column++)
        {
            values[row.Name(column)] = row.IsNull(column) ? null : row.Value(column);
        }

        return values;
    }

    private static bool IsSimple(Type type)
    {
        var plain = System.Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsPrimitive || plain.IsEnum || plain.IsArray || plain == typeof(string) || plain == typeof(decimal);
    }

    private static Expression ByProperties(Type type, ConstructorInfo constructor, string[] names)
    {
        var made = Expression.Variable(type);
        var steps = new List<Expression> { Expression.Assign(made, Expression.New(constructor)) };
        for (var column = 0; column < names.Length; column++)
        {
            if (type.GetProperty(names[column], BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase) is { } property && property.GetSetMethod(nonPublic: true) is { } setter)
            {
                // A column without a value leaves what the object begins with.
                steps.Add(Expression.IfThen(Expression.Not(IsNull(column)), Expression.Call(made, setter, Typed(column, property.PropertyType))));
            }
        }

        steps.Add(made);
        return Expression.Block([made], steps);
    }

    private static Expression ByConstructor(Type type, string[] names)
    {
        var tuple = type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);
        foreach (var constructor in type.GetConstructors().OrderByDescending(one => one.GetParameters().Length))
        {
            var parameters = constructor.GetParameters();
            var columns = parameters.Select((parameter, at) => tuple ? at : Array.FindIndex(names, name => name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))).ToArray();
            if (columns.All(column => column >= 0 && column < names.Length))
            {
                return Expression.New(constructor, parameters.Select((parameter, at) => Nullable(columns[at], parameter.ParameterType)));
            }
        }

        throw new InvalidOperationException($"No constructor of {type.Name} is filled by the columns {string.Join(", ", names)}.");
    }

    private static MethodCallExpression IsNull(int column) => Expression.Call(Row, nameof(RowSource.IsNull), null, Expression.Constant(column));

    private static ConditionalExpression Nullable(int column, Type type) => Expression.Condition(IsNull(column), Expression.Default(type), Typed(column, type));

    private static Expression Typed(int column, Type type)
    {
        var plain = System.Nullable.GetUnderlyingType(type) ?? type;
        var at = Expression.Constant(column);
        Expression value = plain.IsEnum ? Expression.Call(Row, nameof(RowSource.Enumeration), [plain], at) : Type.GetTypeCode(plain) switch
        {
            TypeCode.Int64 => Expression.Call(Row, nameof(RowSource.Int64), null, at),
            TypeCode.Int32 or TypeCode.Int16 or TypeCode.Byte => Expression.ConvertChecked(Expression.Call(Row, nameof(RowSource.Int64), null, at), plain),
            TypeCode.Double => Expression.Call(Row, nameof(RowSource.Double), null, at),
            TypeCode.Decimal => Expression.Call(Row, nameof(RowSource.Decimal), null, at),
            TypeCode.Boolean => Expression.Call(Row, nameof(RowSource.Bool), null, at),
            TypeCode.String => Expression.Call(Row, nameof(RowSource.Text), null, at),
            _ when plain == typeof(byte[]) => Expression.Call(Row, nameof(RowSource.Bytes), null, at),
            _ when plain == typeof(object) => Expression.Call(Row, nameof(RowSource.Value), null, at),
            _ => Expression.Call(Row, nameof(RowSource.As), [plain], at),
        };
        return value.Type == type ? value : Expression.Convert(value, type);
    }
}
