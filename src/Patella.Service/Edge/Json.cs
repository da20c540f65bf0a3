using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Patella.Service.Edge;

/// <summary>How values look on the wire: camelCase names, enums as lower-case words with hyphens, absent instead of null.</summary>
public static class Json
{
    public const int MaxDepth = 32;

    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.MaxDepth = MaxDepth;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T? Read<T>(string? text) => string.IsNullOrEmpty(text) ? default : JsonSerializer.Deserialize<T>(text, Options);
}

/// <summary>An amount in minor units of a currency (ISO 4217), such as 3900 CNY for 39 yuan.</summary>
public sealed record Money(long Amount, string Currency);

/// <summary>One page of a list; <paramref name="Next"/> is the cursor for <c>?after=</c>, absent on the last page.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);
