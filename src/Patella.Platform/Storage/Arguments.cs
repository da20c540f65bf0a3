using System.Collections;
using System.Collections.Concurrent;
using System.Data;
using System.Linq.Expressions;
using System.Text.Json;

namespace Patella.Platform.Storage;

/// <summary>Reads the values that a statement names out of the caller's argument object, by getters compiled once a type.</summary>
internal sealed class Arguments
{
    private static readonly ConcurrentDictionary<Type, Arguments> Kept = new();
    private readonly Dictionary<string, (Func<object, object?> Get, DbType? Kind)> _members = new(StringComparer.OrdinalIgnoreCase);

    private Arguments(Type type)
    {
        foreach (var property in type.GetProperties().Where(property => property.CanRead && property.GetIndexParameters().Length == 0))
        {
            var source = Expression.Parameter(typeof(object));
            var read = Expression.Property(Expression.Convert(source, type), property);
            _members[property.Name] = (Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), source).Compile(), KindOf(property.PropertyType));
        }
    }

    /// <summary>How each of the names is read from arguments of a type; null for one that they do not have.</summary>
    public static Func<object, object?>?[] Getters(Type type, string[] names)
    {
        var members = Kept.GetOrAdd(type, static known => new Arguments(known))._members;
        return [.. names.Select(name => members.TryGetValue(name, out var member) ? member.Get : null)];
    }

    /// <summary>The value and kind of a named argument; false when the caller gave none of that name.</summary>
    public static bool TryRead(object? arguments, string name, out object? value, out DbType? kind)
    {
        (value, kind) = (null, null);
        switch (arguments)
        {
            case null:
                return false;
            case IReadOnlyDictionary<string, object?> named:
                var known = named.TryGetValue(name, out value);
                kind = value is null ? null : KindOf(value.GetType());
                return known;
        }

        if (!Kept.GetOrAdd(arguments.GetType(), static type => new Arguments(type))._members.TryGetValue(name, out var member))
        {
            return false;
        }

        (value, kind) = (member.Get(arguments), member.Kind);
        return true;
    }

    /// <summary>Enumerations travel as their numbers.</summary>
    public static object? Plain(object? value)
        => value is Enum number ? Convert.ChangeType(number, Enum.GetUnderlyingType(number.GetType()), null) : value;

    /// <summary>True for what a statement compares with <c>in</c>.</summary>
    public static bool IsList(object? value) => value is IEnumerable and not string and not byte[];

    public static string ToJson(object list) => list switch
    {
        IEnumerable<string> texts => JsonSerializer.Serialize(texts),
        IEnumerable<long> numbers => JsonSerializer.Serialize(numbers),
        _ => JsonSerializer.Serialize(((IEnumerable)list).Cast<object?>().Select(Plain)),
    };

    public static Array ToArray(object list) => list switch
    {
        string[] texts => texts,
        byte[][] pieces => pieces,
        long[] numbers => numbers,
        long?[] numbers => numbers,
        int[] numbers => numbers,
        IEnumerable<string> texts => texts.ToArray(),
        IEnumerable<long> numbers => numbers.ToArray(),
        IEnumerable<int> numbers => numbers.ToArray(),
        _ => throw new ArgumentException($"A list argument holds texts or whole numbers, not {list.GetType().Name}."),
    };

    private static DbType? KindOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        plain = plain.IsEnum ? Enum.GetUnderlyingType(plain) : plain;
        return Type.GetTypeCode(plain) switch
        {
            TypeCode.String => DbType.String,
            TypeCode.Int64 => DbType.Int64,
            TypeCode.Int32 => DbType.Int32,
            TypeCode.Int16 or TypeCode.Byte => DbType.Int16,
            TypeCode.Boolean => DbType.Boolean,
            TypeCode.Double => DbType.Double,
            TypeCode.Decimal => DbType.Decimal,
            _ => plain == typeof(byte[]) ? DbType.Binary : null,
        };
    }
}
